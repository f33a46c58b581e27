namespace Kraken.Consensus.Engine.Machine;

/// <summary>What the machine keeps at most of what peers send. With n peers, all that it holds follows from these numbers.</summary>
public sealed record EngineLimits
{
    /// <summary>The largest block, in bytes: the same on all validators.</summary>
    public int MaxBlockBytes { get; init; } = 6 << 20;

    /// <summary>How many heights ahead messages are kept; a node further behind catches up by certificates.</summary>
    public ulong HeightsAhead { get; init; } = 1;

    /// <summary>Messages of a coming height kept per peer.</summary>
    public int EarlyMessagesPerPeer { get; init; } = 64;

    /// <summary>Bytes of blocks of a coming height kept per peer.</summary>
    public int EarlyBytesPerPeer { get; init; } = 8 << 20;

    /// <summary>Messages of one peer whose signatures are being checked.</summary>
    public int VerificationsPerPeer { get; init; } = 256;

    /// <summary>Blocks of the current height that are held, each of at most <see cref="MaxBlockBytes"/>.</summary>
    public int HeldBlocks { get; init; } = 6;

    /// <summary>Blocks in the log of a height, counted at <see cref="MaxBlockBytes"/>; past it those of rounds that were left go.</summary>
    public int LoggedBlocks { get; init; } = 8;

    /// <summary>Executions of one block (or of one's own) that may end with the process before it is left alone.</summary>
    public int FatalAttempts { get; init; } = 2;
}
