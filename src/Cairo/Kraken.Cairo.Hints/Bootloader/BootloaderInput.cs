using System.Collections.Generic;

namespace Kraken.Cairo.Hints.Bootloader;

/// <summary>What a bootloader is told to run.</summary>
/// <param name="Tasks">The tasks, in order.</param>
/// <param name="IsSinglePage">The whole output is one page; else each page of a task becomes one of the output.</param>
public sealed record BootloaderInput(IReadOnlyList<BootloaderTask> Tasks, bool IsSinglePage)
{
    /// <summary>What the unpacking and the applicative bootloader state about other bootloaders; null for the simple one.</summary>
    public BootloaderConfig? Config { get; init; }

    /// <summary>How to read the output of each task; empty for the simple bootloader.</summary>
    public IReadOnlyList<PackedOutput> PackedOutputs { get; init; } = [];

    /// <summary>The task that gathers the outputs of the others; null for other bootloaders than the applicative one.</summary>
    public BootloaderTask? Aggregator { get; init; }
}
