namespace Kraken.Sierra.Metadata.Equations;

/// <summary>
/// What the equations of an old class may take; past any of these the class is refused. The largest genuine system known has 1,082
/// equations of 1,855 variables and takes 1,222 pivots and 2^24 steps.
/// </summary>
internal sealed record SolverLimits
{
    /// <summary>The bits of a number, its sign aside.</summary>
    public const int Bits = 63;

    /// <summary>The limits that hold for all classes.</summary>
    public static SolverLimits Default { get; } = new();

    /// <summary>The most equations.</summary>
    public int Equations { get; init; } = 1 << 13;

    /// <summary>The most variables.</summary>
    public int Variables { get; init; } = 1 << 16;

    /// <summary>The most exchanges of a basic variable.</summary>
    public int Pivots { get; init; } = 1 << 16;

    /// <summary>The most terms to be read or written, each some nanoseconds; bounds the memory too.</summary>
    public long Steps { get; init; } = 1L << 28;
}
