namespace Kraken.Consensus.Engine.Machine;

/// <summary>Where a machine stands, for people and for the simulator's invariants.</summary>
/// <param name="Height">The height being decided.</param>
/// <param name="Round">The round, -1 between heights.</param>
/// <param name="Step">The step in the algorithm's word; "Waiting" between heights.</param>
/// <param name="Abstains">Why this validator says nothing at this height; null when it takes part.</param>
/// <param name="Halted">Why it takes no part any more; null when it does.</param>
/// <param name="EarlyMessages">Messages of coming heights that are kept.</param>
/// <param name="Verifications">Messages whose signatures are being checked.</param>
/// <param name="HeldBytes">Bytes of blocks that are held, early ones included.</param>
/// <param name="LogRecords">Records appended to the log of this height.</param>
/// <param name="LogBytes">Their bytes, about.</param>
/// <param name="Claimed">The height that peers with an honest one among them say they have committed; zero while they say nothing.</param>
public sealed record EngineStatus(
    ulong Height,
    int Round,
    string Step,
    string? Abstains,
    string? Halted,
    int EarlyMessages,
    int Verifications,
    long HeldBytes,
    long LogRecords,
    long LogBytes,
    ulong Claimed);
