using System;
using System.Collections.Generic;
using Kraken.Consensus.Engine.Log;
using Kraken.Consensus.Engine.Messages;

namespace Kraken.Consensus.Engine.Machine;

/// <summary>
/// What the engine's machine asks of its shell, in order. Answers come as events. Three lanes keep the order of their effects:
/// storage (<see cref="OpenLog"/>, <see cref="Append"/>, <see cref="CompactLog"/>, <see cref="Sign"/>), execution (<see cref="Build"/> and
/// <see cref="Check"/>, which begin behind what storage was given before; <see cref="Commit"/> may overtake them), and the link to each
/// peer (<see cref="Send"/>, <see cref="Broadcast"/>).
/// </summary>
public abstract record EngineEffect
{
    private EngineEffect()
    {
    }

    /// <summary>Begin the log of a height, empty; logs of lower heights go.</summary>
    public sealed record OpenLog(ulong Height) : EngineEffect;

    /// <summary>Append a record to the log. It need not be durable yet.</summary>
    public sealed record Append(LogRecord Record) : EngineEffect;

    /// <summary>Rewrite the log without the kept blocks of other values than these, all or nothing.</summary>
    public sealed record CompactLog(IReadOnlyCollection<ValueId> Keep) : EngineEffect;

    /// <summary>
    /// Make everything appended before durable, then have the guard sign, and answer with <see cref="EngineEvent.Signed"/>. The guard's
    /// own record is durable before the answer.
    /// </summary>
    public sealed record Sign(long Ticket, Statement Statement) : EngineEffect;

    /// <summary>Check signatures and digest of a message off the engine's thread.</summary>
    public sealed record Verify(long Ticket, PeerMessage Message) : EngineEffect;

    /// <summary>Build a block.</summary>
    public sealed record Build(long Ticket, BuildRequest Request) : EngineEffect;

    /// <summary>Check a block.</summary>
    public sealed record Check(long Ticket, CheckRequest Request) : EngineEffect;

    /// <summary>The build or check of this ticket is not wanted any more. It is answered all the same.</summary>
    public sealed record Cancel(long Ticket) : EngineEffect;

    /// <summary>Commit decided blocks.</summary>
    public sealed record Commit(OrderedCommit Decision, IReadOnlyList<ReadOnlyMemory<byte>> Blocks) : EngineEffect;

    /// <summary>Tell when the height may begin and when it should, from the application.</summary>
    public sealed record AwaitHeight(ulong Height) : EngineEffect;

    /// <summary>Start a timer of the core. It must never be lost.</summary>
    public sealed record SetTimer(TimerId Id, TimeSpan Delay) : EngineEffect;

    /// <summary>Forget all timers: their height is over.</summary>
    public sealed record ForgetTimers : EngineEffect;

    /// <summary>Try the commit again after a while.</summary>
    public sealed record RetryCommit(TimeSpan Delay, OrderedCommit Decision, IReadOnlyList<ReadOnlyMemory<byte>> Blocks) : EngineEffect;

    /// <summary>Send to one peer.</summary>
    public sealed record Send(ValidatorId Peer, PeerMessage Message) : EngineEffect;

    /// <summary>Send to every peer.</summary>
    public sealed record Broadcast(PeerMessage Message) : EngineEffect;

    /// <summary>Read a committed block for a peer.</summary>
    public sealed record ReadBlock(ValidatorId Peer, ulong Height) : EngineEffect;

    /// <summary>A peer did what an honest one never does.</summary>
    public sealed record Penalize(ValidatorId Peer, string Offence) : EngineEffect;

    /// <summary>Tell people.</summary>
    public sealed record Report(ReportLevel Level, string Text) : EngineEffect;

    /// <summary>Two statements of one validator in one slot: evidence for people, and one day for the chain.</summary>
    public sealed record Equivocation(SignedStatement First, SignedStatement Second) : EngineEffect;

    /// <summary>This validator takes no part any more; the process goes on serving what it has.</summary>
    public sealed record Halt(string Reason) : EngineEffect;
}

/// <summary>How loud a report is.</summary>
public enum ReportLevel
{
    /// <summary>The usual course.</summary>
    Information,

    /// <summary>Something that should not happen and does no harm.</summary>
    Warning,

    /// <summary>An operator must look.</summary>
    Error,
}
