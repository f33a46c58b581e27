using System.Collections.Generic;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Runs;
using Kraken.Casm.Builtins;
using Kraken.Curves;
using Kraken.Fields;

namespace Kraken.Cairo.Vm.Pies;

/// <summary>
/// A position independent execution: a finished run of a program that others may run again, alone or within a bootloader, without the
/// hints that it was made with. Segments: 0 program, 1 execution, one per builtin in their order, two of the frame that main returns to
/// (fp, then pc), then those that the program made.
/// </summary>
/// <param name="Program">The code.</param>
/// <param name="Builtins">The builtins that main takes and returns, in canonical order.</param>
/// <param name="Main">main's offset.</param>
/// <param name="SegmentSizes">The cells of each segment, holes included.</param>
/// <param name="Memory">What the run wrote, by ascending address.</param>
/// <param name="Additional">What builtins know beside their cells.</param>
/// <param name="Resources">What the run used.</param>
public sealed record CairoPie(
    Felt[] Program,
    IReadOnlyList<BuiltinName> Builtins,
    int Main,
    IReadOnlyList<int> SegmentSizes,
    IReadOnlyList<PieCell> Memory,
    PieAdditionalData Additional,
    ExecutionResources Resources)
{
    /// <summary>The segment of a builtin that stands at a place of <see cref="Builtins"/>.</summary>
    public static int SegmentOf(int builtin) => builtin + 2;
}

/// <summary>A cell of a PIE's memory.</summary>
/// <param name="Value">An element or an address, never nothing.</param>
public readonly record struct PieCell(Relocatable Address, MaybeRelocatable Value);

/// <summary>What the builtins of a PIE know beside their cells.</summary>
/// <param name="Pages">Pages of the output other than the first: id, then first cell and number of cells.</param>
/// <param name="Attributes">Attributes of the output, such as the topology of a tree of facts.</param>
/// <param name="Verified">Cells of Pedersen outputs that were compared with their inputs.</param>
/// <param name="Signatures">The signatures of ecdsa instances, by the address of the instance.</param>
public sealed record PieAdditionalData(
    IReadOnlyDictionary<int, (int Start, int Size)> Pages,
    IReadOnlyDictionary<string, IReadOnlyList<int>> Attributes,
    IReadOnlyList<Relocatable> Verified,
    IReadOnlyDictionary<Relocatable, EcdsaSignature> Signatures);
