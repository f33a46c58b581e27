using System.Collections.Generic;
using Kraken.Casm.Assembly;

namespace Kraken.Casm.Building;

/// <summary>A built sequence.</summary>
/// <param name="States">The state at the end of each branch.</param>
/// <param name="Exits">The jumps by which each branch leaves the sequence, as indices of instructions.</param>
public sealed record CasmBuildResult(
    IReadOnlyList<CasmInstruction> Instructions,
    IReadOnlyList<BuilderState> States,
    IReadOnlyList<IReadOnlyList<int>> Exits);
