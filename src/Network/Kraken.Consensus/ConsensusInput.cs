namespace Kraken.Consensus;

/// <summary>What the host tells a consensus core.</summary>
public abstract record ConsensusInput
{
    private ConsensusInput()
    {
    }

    /// <summary>The previous height is committed; begin this one.</summary>
    /// <param name="Parent">The value committed at the height before.</param>
    /// <param name="Committee">Who decides it.</param>
    public sealed record StartHeight(ulong Height, ValueId Parent, Committee Committee) : ConsensusInput;

    /// <summary>
    /// An authentic message, own ones included. Where it carries a block, the application checked that block first: a core never
    /// waits for a verdict, and a message whose check never ended was never received.
    /// </summary>
    /// <param name="BlockIsValid">The application's verdict on the block; true when none is carried.</param>
    public sealed record MessageReceived(ConsensusMessage Message, bool BlockIsValid) : ConsensusInput;

    /// <summary>The value that <see cref="ConsensusEffect.BuildValue"/> asked for.</summary>
    /// <param name="Height">The height asked for.</param>
    /// <param name="Round">The round asked for.</param>
    /// <param name="Value">The hash of the built block.</param>
    /// <param name="Digest">The digest of its bytes.</param>
    public sealed record ValueBuilt(ulong Height, int Round, ValueId Value, BlockDigest Digest) : ConsensusInput;

    /// <summary>The delay of a timer that the core asked for is over; the core ignores one that is out of date.</summary>
    public sealed record TimerElapsed(TimerId Id) : ConsensusInput;
}
