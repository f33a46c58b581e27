using System.Collections.Generic;
using System.Linq;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Ranges;
using Kraken.BlockProof.Tests.Blocks;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Runs;
using Kraken.Casm.Builtins;
using Kraken.Fields;
using Xunit;

namespace Kraken.BlockProof.Tests.Ranges;

/// <summary>What is expected of blocks beside what their runs put into the tables.</summary>
public sealed class TableRowsTests(ITestOutputHelper output)
{
    [Fact]
    public void TransfersHaveAboutTheRowsThatAreExpected()
    {
        const int Senders = 10;
        OwnBlocks chain = new();
        for (ulong block = 0; block < 3; block++)
        {
            chain.Add([.. Enumerable.Range(0, Senders).Select(i =>
                OwnBlocks.Transfer(i, block, (i + 3) % Senders, 100 + (block * Senders) + (ulong)i))]);
        }

        TableRows expected = chain.Blocks(3).Aggregate(TableRows.OfNoBlocks, (sum, block) => sum + TableRows.Of(block));
        BlockProgramRun.Completed run = Assert.IsType<BlockProgramRun.Completed>(BlockProgram.Current.Run(chain.Witness(3)));
        CairoRunner runner = run.Run.Runner;
        TableRows real = new(
            (ulong)runner.Machine.Steps, Different(runner, BuiltinName.Poseidon), Different(runner, BuiltinName.Pedersen),
            (ulong)runner.Machine.FindBuiltin(BuiltinName.EcOp)!.UsedInstances(runner.Machine.Memory));
        output.WriteLine($"expected {expected}, got {real}");
        Assert.Equal(real.Multiples, expected.Multiples);
        Assert.InRange((double)expected.Steps / real.Steps, 0.9, 1.3);

        // Rather too many than a table that doubles unforeseen: aliases count as if none was there yet, and ten accounts have shorter ways
        // into the tries than the thousand that the estimate is made for.
        Assert.InRange((double)expected.Permutations / real.Permutations, 1, 1.2);
        Assert.InRange((double)expected.Pedersen / real.Pedersen, 1, 3);
    }

    [Fact]
    public void TablesDoubleAtPowersOfTwo()
    {
        TableRows full = new(0, 4096, 4096, 512);
        Assert.True((full + new TableRows(0, 1, 0, 0)).Cells > full.Cells * 13 / 10);
        Assert.True((full + new TableRows(0, 0, 1, 0)).Cells > full.Cells * 12 / 10);
        Assert.True((full + new TableRows(0, 0, 0, 1)).Cells > full.Cells * 12 / 10);
        Assert.Equal(full.Cells, new TableRows(0, 2049, 2049, 257).Cells);
        Assert.Equal(full.Cells, 97_000_000 + full.UnpaddedCells);
    }

    [Fact]
    public void SumsOfForeignNumbersStayInBounds()
    {
        TableRows endless = new(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue);
        TableRows sum = endless + endless;
        Assert.Equal(new TableRows(1UL << 40, 1UL << 40, 1UL << 40, 1UL << 40), sum);
        Assert.True(sum.Cells > 1UL << 50);
    }

    private static ulong Different(CairoRunner runner, BuiltinName name)
    {
        BuiltinRunner builtin = runner.Machine.FindBuiltin(name)!;
        VmMemory memory = runner.Machine.Memory;
        HashSet<(Felt, Felt, Felt)> inputs = [];
        for (int i = 0; i < builtin.UsedInstances(memory); i++)
        {
            Felt[] cells = memory.GetFelts(builtin.Base + ((long)i * builtin.CellsPerInstance), builtin.InputCells);
            inputs.Add((cells[0], cells[1], cells.Length > 2 ? cells[2] : default));
        }

        return (ulong)inputs.Count;
    }
}
