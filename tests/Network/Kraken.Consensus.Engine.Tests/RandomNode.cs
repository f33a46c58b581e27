using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Log;
using Kraken.Consensus.Engine.Machine;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Tendermint;

namespace Kraken.Consensus.Engine.Tests;

/// <summary>
/// A machine whose peers say anything and whose shell answers in any order, by a seed. It remembers what a disk would: the log, the last
/// step signed, the chain.
/// </summary>
internal sealed class RandomNode(int seed)
{
    public static readonly EngineLimits Limits = new()
    {
        MaxBlockBytes = 200, EarlyMessagesPerPeer = 8, EarlyBytesPerPeer = 300, VerificationsPerPeer = 16, HeldBlocks = 3, LoggedBlocks = 1,
    };

    private static readonly Committee Committee = new(Enumerable.Range(1, 4).Select(index => (Samples.Validator(index), 1UL)));
    private static readonly RotatingProposer Selection = new();

    private readonly Random random = new(seed);
    private readonly List<EngineEvent> waiting = [];
    private readonly Dictionary<StatementSlot, Statement> signed = [];

    /// <summary>The machine of the present life.</summary>
    public EngineMachine Machine { get; private set; } = New();

    /// <summary>What the log of the height holds.</summary>
    public List<LogRecord> Log { get; } = [];

    public CommittedTip Tip { get; private set; }

    public SignedStep LastSigned { get; private set; } = new(default, new string('0', 64));

    /// <summary>Every event and every effect, in words.</summary>
    public List<string> Trace { get; } = [];

    public ulong Height => Tip.Height + 1;

    public static EngineMachine New() =>
        new(new EngineSetup(Samples.Validator(1), Committee, Cluster.Algorithm, Cluster.Domain, Limits));

    /// <summary>A new life on the same disk; what was not written is gone.</summary>
    public void Start()
    {
        waiting.Clear();
        Machine = New();
        Handle(new EngineEvent.Started(Tip, new LogContent([.. Log], null), LastSigned));
    }

    /// <summary>One thing happens.</summary>
    public void Step()
    {
        if (waiting.Count > 0 && random.Next(2) == 0)
        {
            int place = random.Next(waiting.Count);
            EngineEvent next = waiting[place];
            waiting.RemoveAt(place);
            Handle(next);
        }
        else
        {
            Handle(Anything());
        }
    }

    private void Handle(EngineEvent next)
    {
        List<EngineEffect> effects = [];
        Machine.Handle(next, effects);
        Trace.Add(next.GetType().Name);
        foreach (EngineEffect effect in effects)
        {
            Trace.Add(Text(effect));
            Perform(effect);
        }
    }

    private void Perform(EngineEffect effect)
    {
        switch (effect)
        {
            case EngineEffect.OpenLog:
                Log.Clear();
                break;
            case EngineEffect.Append append:
                Log.Add(append.Record);
                break;
            case EngineEffect.CompactLog compact:
                Log.RemoveAll(record => record is LogRecord.KeptBlock block && !compact.Keep.Contains(block.Value));
                break;
            case EngineEffect.Sign sign:
                waiting.Add(new EngineEvent.Signed(sign.Ticket, Sign(sign.Statement)));
                break;
            case EngineEffect.Verify verify:
                waiting.Add(new EngineEvent.Verified(verify.Ticket, random.Next(12) > 0));
                break;
            case EngineEffect.Build build:
                byte[] block = BlockOf(build.Request.Height, random.Next(2));
                waiting.Add(new EngineEvent.Built(build.Ticket, random.Next(6) == 0 ? null
                    : new BuiltBlock(MemoryChain.Hash(block), block)));
                break;
            case EngineEffect.Check check:
                waiting.Add(new EngineEvent.Checked(check.Ticket, random.Next(8) == 0 ? (BlockVerdict)random.Next(4) : BlockVerdict.Valid));
                break;
            case EngineEffect.Commit commit:
                Commit(commit.Decision);
                break;
            case EngineEffect.RetryCommit retry:
                Commit(retry.Decision);
                break;
            case EngineEffect.SetTimer timer:
                waiting.Add(new EngineEvent.TimerElapsed(timer.Id));
                break;
            case EngineEffect.AwaitHeight awaited:
                waiting.Add(new EngineEvent.HeightAllowed(awaited.Height));
                waiting.Add(new EngineEvent.HeightDue(awaited.Height));
                break;
            case EngineEffect.ReadBlock read:
                waiting.Add(new EngineEvent.BlockRead(read.Peer, read.Height, null));
                break;
            default:
                break;
        }
    }

    private void Commit(OrderedCommit decision)
    {
        bool isDone = random.Next(5) > 0;
        waiting.Add(new EngineEvent.Committed(decision.Height, isDone ? CommitOutcome.Done : CommitOutcome.Failed));
        if (isDone)
        {
            Tip = new CommittedTip(decision.Height, decision.Values[^1]);
        }
    }

    /// <summary>As the guard does it; a second statement in one slot is the machine's fault and is told.</summary>
    private SignedStatement? Sign(Statement statement)
    {
        if (!signed.TryAdd(statement.Slot, statement) && signed[statement.Slot] != statement)
        {
            throw new Xunit.Sdk.XunitException($"seed {seed}: {statement} was to be signed after {signed[statement.Slot]}");
        }

        SignedStep step = SignedStep.Of(statement, Cluster.Algorithm, Cluster.Domain);
        if (step != LastSigned && step.Slot <= LastSigned.Slot)
        {
            return null;
        }

        LastSigned = step;
        return Cluster.Algorithm.Sign(statement, new byte[8]);
    }

    private EngineEvent Anything()
    {
        ValidatorId peer = Samples.Validator(2 + random.Next(3));
        return random.Next(20) switch
        {
            0 => new EngineEvent.ReminderDue(),
            1 => new EngineEvent.PeerConnected(peer),
            2 => new EngineEvent.Received(peer, new PeerMessage.Status(Tip.Height + (ulong)random.Next(3))),
            3 => new EngineEvent.Received(peer, new PeerMessage.BlockRequest((ulong)random.Next(5))),
            4 => new EngineEvent.Received(peer, new PeerMessage.CarrierRequest(Height, random.Next(3))),
            5 => new EngineEvent.TimerElapsed(new TimerId(Height, random.Next(4), (byte)random.Next(3))),
            6 => Unasked(),
            _ => new EngineEvent.Received(peer, new PeerMessage.Consensus(Message())),
        };
    }

    /// <summary>An answer to something that nobody asked, or asked long ago.</summary>
    private EngineEvent Unasked()
    {
        long ticket = random.Next(1, 200) + 1_000_000;
        return random.Next(5) switch
        {
            0 => new EngineEvent.Verified(ticket, true),
            1 => new EngineEvent.Checked(ticket, BlockVerdict.Valid),
            2 => new EngineEvent.Built(ticket, null),
            3 => new EngineEvent.Signed(ticket, null),
            _ => new EngineEvent.Committed(Height + 1, CommitOutcome.Done),
        };
    }

    private TendermintMessage Message()
    {
        ulong height = Height + (random.Next(10) == 0 ? (ulong)random.Next(3) : 0);
        int round = Math.Max(0, Machine.Status.Round + random.Next(3) - 1);
        byte[] block = BlockOf(height, random.Next(6) == 0 ? 1 : 0);
        ValueId value = MemoryChain.Hash(block);
        ValidatorId validator = Samples.Validator(2 + random.Next(3));
        switch (random.Next(6))
        {
            case 0:
                Proposal proposal = new(height, round, value, -1,
                    Selection.Proposer(Committee, height, round)) { Digest = BlockDigest.Of(block) };
                return new TendermintMessage.ProposalMessage(new SignedProposal(proposal, new byte[8]), block);
            case 1:
                return new TendermintMessage.PolkaMessage([.. Enumerable.Range(2, 3).Select(
                    index => new SignedVote(new Vote(VoteType.Prevote, height, round, value, Samples.Validator(index)), new byte[8]))]);
            default:
                VoteType type = random.Next(2) == 0 ? VoteType.Prevote : VoteType.Precommit;
                return new TendermintMessage.VoteMessage(new SignedVote(
                    new Vote(type, height, round, random.Next(6) == 0 ? null : value, validator), new byte[8]));
        }
    }

    private static byte[] BlockOf(ulong height, int number) => Encoding.ASCII.GetBytes($"{height} {number}".PadRight(150));

    private static string Text(EngineEffect effect) => effect switch
    {
        EngineEffect.Append append => "append " + Convert.ToHexString(append.Record.Encode(Cluster.Algorithm)),
        EngineEffect.Sign sign => $"sign {sign.Ticket} {sign.Statement}",
        EngineEffect.Commit commit => $"commit {commit.Decision.Height} {commit.Decision.Values[^1]}",
        EngineEffect.Broadcast or EngineEffect.Send => effect.GetType().Name,
        _ => effect.ToString(),
    };
}
