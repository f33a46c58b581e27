namespace Kraken.Execution.Native;

/// <summary>How much native code a process keeps.</summary>
public sealed record NativeLimits
{
    /// <summary>Classes in memory.</summary>
    public int MaxClasses { get; init; } = 1_000;

    /// <summary>
    /// Bytes of their code in memory, by <see cref="NativeContract.MemoryBytes"/>; what was not used for longest is unloaded.
    /// </summary>
    public long MaxBytes { get; init; } = 256L << 20;

    /// <summary>Classes that wait for their compilation; what comes beyond asks again at its next call.</summary>
    public int MaxWaiting { get; init; } = 256;
}
