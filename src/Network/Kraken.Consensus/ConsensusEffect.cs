using System;

namespace Kraken.Consensus;

/// <summary>What a consensus core asks of its host.</summary>
public abstract record ConsensusEffect
{
    private ConsensusEffect()
    {
    }

    /// <summary>Build a block on top of the parent and answer with <see cref="ConsensusInput.ValueBuilt"/>.</summary>
    /// <param name="Round">The round for which it is built.</param>
    /// <param name="Parent">The value of the block below, committed or not.</param>
    public sealed record BuildValue(ulong Height, int Round, ValueId Parent) : ConsensusEffect;

    /// <summary>Sign the statement, send it (a proposal with its block), and hand it back as received.</summary>
    public sealed record Say(Statement Statement) : ConsensusEffect;

    /// <summary>Start a timer. It may be forgotten once its height or round is left.</summary>
    public sealed record SetTimer(TimerId Id, TimeSpan Delay) : ConsensusEffect;

    /// <summary>The height is decided: commit, then begin the next one.</summary>
    public sealed record Commit(OrderedCommit Decision) : ConsensusEffect;

    /// <summary>A validator was caught saying two things in one slot.</summary>
    /// <param name="First">What came first and counts.</param>
    /// <param name="Second">What contradicts it.</param>
    public sealed record ReportEquivocation(SignedStatement First, SignedStatement Second) : ConsensusEffect;

    /// <summary>Send this again: a peer may lack it. Told by <see cref="IConsensusCore.Remind"/> only.</summary>
    public sealed record SayAgain(ConsensusMessage Message) : ConsensusEffect;

    /// <summary>Ask a peer for the message of this round that carries a block. Told by <see cref="IConsensusCore.Remind"/> only.</summary>
    public sealed record AskFor(ulong Height, int Round) : ConsensusEffect;
}

/// <summary>Names a timer of a core.</summary>
/// <param name="Height">The height it belongs to.</param>
/// <param name="Round">The round it belongs to.</param>
/// <param name="Kind">The algorithm's number of what is waited for.</param>
public readonly record struct TimerId(ulong Height, int Round, byte Kind);
