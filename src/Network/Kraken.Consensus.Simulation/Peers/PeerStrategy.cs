using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Simulation.Chain;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Simulation.Nodes;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>
/// What a faulty validator does to the others. It runs the same engine as an honest one, so that it proposes and votes in earnest; a
/// strategy stands between it and the network, with the key in its hand and no guard.
/// </summary>
internal abstract class PeerStrategy
{
    private World? world;
    private SimulatedNode? node;
    private SeededRandom? random;
    private ISigner? signer;

    /// <summary>The strategy's name in a trace.</summary>
    public string Name => GetType().Name;

    /// <summary>How often <see cref="Act"/> is called, in microseconds; 0 for never.</summary>
    public virtual long Interval => 0;

    protected World World => world!;

    protected SimulatedNode Node => node!;

    protected ValidatorId Self => Node.Self;

    protected SeededRandom Numbers => random!;

    /// <summary>The other nodes' numbers.</summary>
    protected IReadOnlyList<int> Others => [.. World.Nodes.Where(other => other.Self != Self).Select(other => other.Index)];

    /// <summary>The height that the faulty validator works at.</summary>
    protected ulong Height => Node.Chain.Tip.Height + 1;

    /// <summary>Gives the strategy its node.</summary>
    public virtual void Attach(World shared, SimulatedNode faulty)
    {
        world = shared;
        node = faulty;
        random = shared.Numbers("strategy/" + Name, faulty.Index);
        signer = shared.Keys.SignerOf(faulty.Self);
        if (Interval > 0)
        {
            Repeat();
        }
    }

    /// <summary>The engine wants to send this.</summary>
    public virtual void Outgoing(int to, PeerMessage message) => Send(to, message);

    /// <summary>A message arrived; the engine gets it too.</summary>
    public virtual void Observe(int from, PeerMessage message)
    {
    }

    /// <summary>Time passed.</summary>
    protected virtual void Act()
    {
    }

    protected void Send(int to, PeerMessage message) => SendBytes(to, Wire.Write(message, World.Codec));

    protected void SendBytes(int to, byte[] bytes)
    {
        if (Node.Uplink.Takes(World.Clock.Now))
        {
            World.Network.Send(Node.Index, to, bytes);
        }
    }

    protected void SendLater(long delay, int to, PeerMessage message) => World.Clock.After(delay, () => Send(to, message));

    protected void SendAll(PeerMessage message)
    {
        foreach (int to in Others)
        {
            Send(to, message);
        }
    }

    /// <summary>Signs without a guard.</summary>
    protected SignedStatement Sign(Statement statement) =>
        World.Algorithm.Sign(statement, signer!.Sign(World.Algorithm.SigningBytes(World.Domain, statement)));

    protected PeerMessage VoteOf(VoteType type, ulong height, int round, ValueId? value) =>
        new PeerMessage.Consensus(new TendermintMessage.VoteMessage((SignedVote)Sign(new Vote(type, height, round, value, Self))));

    protected PeerMessage ProposalOf(Proposal proposal, ReadOnlyMemory<byte> block) =>
        new PeerMessage.Consensus(new TendermintMessage.ProposalMessage(
            (SignedProposal)Sign(proposal with { Digest = BlockDigest.Of(block.Span), Proposer = Self }), block));

    /// <summary>Another block in the place of one.</summary>
    protected static SimulatedBlock OtherThan(SimulatedBlock block) => block with { Timestamp = block.Timestamp + 1 };

    /// <summary>A value that no block has.</summary>
    protected ValueId RandomValue() => new((Kraken.Fields.Felt)Numbers.Next());

    private void Repeat() => World.Clock.After(Interval, () =>
    {
        Act();
        Repeat();
    });
}
