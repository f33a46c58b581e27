using System.Collections.Immutable;

namespace Kraken.Casm.Executables;

/// <summary>Where a run of an executable may begin.</summary>
/// <param name="Offset">Its offset in the bytecode.</param>
/// <param name="Builtins">The builtins whose pointers it takes and returns, by name, in order.</param>
public sealed record ExecutableEntryPoint(ExecutableEntryKind Kind, int Offset, ImmutableArray<string> Builtins);

/// <summary>For what an entry point of an executable is.</summary>
public enum ExecutableEntryKind
{
    /// <summary>A run alone, in proof mode: makes room for the pointers, calls main and then jumps to itself.</summary>
    Standalone,

    /// <summary>A function that a bootloader calls.</summary>
    Bootloader,
}
