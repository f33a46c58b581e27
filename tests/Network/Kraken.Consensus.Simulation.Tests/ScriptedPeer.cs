using System;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Peers;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Tests;

/// <summary>A faulty validator that does what a test says.</summary>
internal sealed class ScriptedPeer : PeerStrategy
{
    /// <summary>What becomes of a message that its engine wants to send.</summary>
    public Action<ScriptedPeer, int, PeerMessage> OnOutgoing { get; init; } = (peer, to, message) => peer.Pass(to, message);

    /// <summary>What it does about a message that it receives.</summary>
    public Action<ScriptedPeer, int, PeerMessage> OnReceived { get; init; } = (_, _, _) => { };

    public ulong WorkingHeight => Height;

    public override void Outgoing(int to, PeerMessage message) => OnOutgoing(this, to, message);

    public override void Observe(int from, PeerMessage message) => OnReceived(this, from, message);

    public void Pass(int to, PeerMessage message) => Send(to, message);

    public void PassLater(long microseconds, int to, PeerMessage message) => SendLater(microseconds, to, message);

    public PeerMessage Vote(VoteType type, ulong height, int round, ValueId? value) => VoteOf(type, height, round, value);

    public PeerMessage Propose(Proposal proposal, ReadOnlyMemory<byte> block) => ProposalOf(proposal, block);
}
