using System.Collections.Generic;
using Kraken.Casm.Assembly;
using Kraken.Casm.Building;
using Kraken.Sierra.ToCasm.Assembly;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>The code of an invocation, and per branch the cells of each output.</summary>
/// <param name="Relocations">Their constants to be placed, by index of the instruction.</param>
/// <param name="Outputs">The cells: branch, output, cell.</param>
internal sealed record Emission(
    IReadOnlyList<CasmInstruction> Instructions,
    IReadOnlyList<Relocation> Relocations,
    CellExpression[][][] Outputs);

/// <summary>A branch of a built sequence: its label, its outputs, and whether it leaves for another statement.</summary>
/// <param name="Label">The label in the builder.</param>
/// <param name="Outputs">The variables of each output.</param>
internal readonly record struct EmittedBranch(string Label, Var[][] Outputs);
