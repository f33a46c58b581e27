namespace Kraken.Consensus.Simulation.Storage;

/// <summary>How often a disk fails at what it is asked for.</summary>
/// <param name="Refused">Chance that a write takes a part at most: the disk is full, for now.</param>
/// <param name="SyncFailed">
/// Chance that a sync fails. The bytes are lost then though the system shows them as long as it runs, and the next sync succeeds without
/// them, as kernels do it.
/// </param>
internal sealed record DiskFaults(double Refused, double SyncFailed)
{
    /// <summary>A disk that keeps what it is given.</summary>
    public static DiskFaults None { get; } = new(0, 0);
}
