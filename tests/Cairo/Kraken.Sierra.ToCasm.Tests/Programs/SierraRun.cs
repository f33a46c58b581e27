using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Runs;
using Kraken.Fields;

namespace Kraken.Sierra.ToCasm.Tests.Programs;

/// <summary>A finished call.</summary>
/// <param name="Runner">The run, for what its results point to.</param>
/// <param name="Cells">The cells of the results, without builtins and gas.</param>
/// <param name="Gas">The gas that is left.</param>
internal sealed record SierraRun(FunctionRunner Runner, IReadOnlyList<MaybeRelocatable> Cells, long Gas)
{
    /// <summary>The results as numbers from 0 to the prime.</summary>
    public BigInteger[] Numbers => [.. Cells.Select(cell => cell.Felt.ToBigInteger())];

    /// <summary>The items of an array whose start and end stand at a result cell and the next.</summary>
    public BigInteger[] Array(int cell) =>
        Read(Cells[cell].Address, (int)(Cells[cell + 1].Offset - Cells[cell].Offset));

    /// <summary>The cells that a result cell points to.</summary>
    public BigInteger[] Box(int cell, int size) => Read(Cells[cell].Address, size);

    private BigInteger[] Read(Relocatable start, int count) =>
        [.. Runner.Memory.GetFelts(start, count).Select((Felt f) => f.ToBigInteger())];
}
