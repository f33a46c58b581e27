using System;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Vm.Runs;
using Kraken.Casm.Builtins;
using Kraken.Execution.Blocks.Weights;
using Kraken.Proofs.Ranges;

namespace Kraken.Farm.Proving;

/// <summary>Cells of the prover's trace, which measure ranges: of a run, of a proof, and of this machine.</summary>
public static class RangeCells
{
    // What proofs of 172, 626 and 1,151 million cells took (docs/block-proof.md, "What a proof costs") lies below this, at most by 8 %.
    private const double FixedBytes = 0.2 * (1 << 30);
    private const double CellBytes = 6.8;

    // The rest is for nodes on the same machine.
    private const double PartOfMemory = 0.7;

    /// <summary>The most cells of a proof, however much memory there is.</summary>
    public static ulong Most => ProvingCells.OfOneProof;

    /// <summary>The cells of a run; hashes of equal inputs count each time, so it is rather too many.</summary>
    public static ulong Of(ExecutionResources run)
    {
        ulong cells = (ulong)run.Steps * ProvingCells.Step;
        foreach ((BuiltinName builtin, int count) in run.BuiltinInstances)
        {
            cells += (ulong)count * builtin switch
            {
                BuiltinName.Pedersen => ProvingCells.Pedersen,
                BuiltinName.Poseidon => ProvingCells.Poseidon,
                BuiltinName.EcOp => ProvingCells.EcOp,
                _ => 0,
            };
        }

        return cells;
    }

    /// <summary>The cells of a proof by component, the most first.</summary>
    public static ImmutableArray<ComponentCells> OfProof(CairoClaim claim) =>
    [
        .. claim.Instances()
            .GroupBy(
                instance => instance.Layout.Name,
                instance => (long)(instance.Layout.TraceColumns + instance.Layout.InteractionColumns) << instance.LogSize)
            .Select(component => new ComponentCells(component.Key, component.Sum()))
            .OrderByDescending(component => component.Cells),
    ];

    /// <summary>The most cells for which this machine has memory, as its runtime sees it; a part is left to others.</summary>
    public static ulong OfThisMachine() => OfMemory((long)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * PartOfMemory));

    /// <summary>The most cells that a proof within some memory has; 0 where it is not enough for any.</summary>
    /// <param name="bytes">The memory.</param>
    public static ulong OfMemory(long bytes) =>
        Math.Min(ProvingCells.OfOneProof, (ulong)Math.Max(0, (bytes - FixedBytes) / CellBytes));
}
