namespace Kraken.Cairo0;

/// <summary>What the compiled program is for, and what stays in it.</summary>
public sealed record CairoCompilerOptions
{
    /// <summary>
    /// Whether code stands in front that runs main and then loops, so that the program can be proved by itself; without it a runner or a
    /// bootloader calls main.
    /// </summary>
    public bool IsProofMode { get; init; }

    /// <summary>Whether functions that nothing reaches are compiled all the same.</summary>
    public bool KeepsUnusedFunctions { get; init; }
}
