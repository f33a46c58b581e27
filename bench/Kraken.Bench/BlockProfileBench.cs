using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Kraken.BlockProof.Program;
using Kraken.Cairo.Prover.Adapter;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Vm.Runs;

namespace Kraken.Bench;

/// <summary>
/// What one further transfer takes in the block program, by function and by opcode: the difference of two blocks. Proves nothing.
/// </summary>
internal static class BlockProfileBench
{
    /// <summary>Compares a block of <paramref name="few"/> transfers with one of <paramref name="many"/>.</summary>
    internal static int Run(int few, int many)
    {
        CairoRunner small = RunOf(few);
        CairoRunner large = RunOf(many);
        RunProfile before = RunProfile.Of(small);
        RunProfile after = RunProfile.Of(large);
        double transfers = many - few;
        Console.WriteLine($"one further transfer: a block of {many} less one of {few}, by {many - few}");
        Console.WriteLine(
            $"{"function",-46}{"calls",8}{"steps",9}{"all",9} |{"pedersen",9}{"new",7}{"poseidon",9}{"new",7}{"checks",8}{"ec",5} (all)");
        IEnumerable<(string Name, double Calls, Counts Own, Counts Whole)> rows = after.Rows.Select(row =>
        {
            RunProfile.Row less = before.Rows.TryGetValue(row.Key, out RunProfile.Row? known) ? known : new();
            return (row.Key, (row.Value.Calls - less.Calls) / transfers, row.Value.Own - less.Own, row.Value.Whole - less.Whole);
        });
        foreach ((string name, double calls, Counts own, Counts whole) in rows.OrderByDescending(row => row.Own.Steps))
        {
            if (whole.Steps >= transfers)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Short(name),-46}{calls,8:f1}{own.Steps / transfers,9:f1}{whole.Steps / transfers,9:f1} |"
                    + $"{whole.Pedersen / transfers,9:f1}{whole.NewPedersen / transfers,7:f1}{whole.Poseidon / transfers,9:f1}"
                    + $"{whole.NewPoseidon / transfers,7:f1}{whole.RangeChecks / transfers,8:f1}{whole.EcOps / transfers,5:f1}"));
            }
        }

        PrintComponents(ProverInputAdapter.Adapt(small), ProverInputAdapter.Adapt(large), transfers);
        PrintTotals(small, before);
        PrintTotals(large, after);
        return 0;
    }

    private static CairoRunner RunOf(int transfers) =>
        BlockProgram.Current.Run(TransferBlock.Of(transfers).Witness) is BlockProgramRun.Completed completed
            ? completed.Run.Runner
            : throw new InvalidDataException($"the block of {transfers} does not run");

    private static string Short(string name) => name.StartsWith("__main__.", StringComparison.Ordinal) ? name[9..] : name;

    private static void PrintComponents(ProverInput small, ProverInput large, double transfers)
    {
        Console.WriteLine($"{"opcode",-40}{"steps",9}{"in " + large.Steps,14}");
        foreach ((string name, CasmStates states) in large.StatesByOpcode.OrderByDescending(item => item.Value.Count))
        {
            if (states.Count > 0)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name,-40}{(states.Count - small.StatesByOpcode[name].Count) / transfers,9:f1}{states.Count,14}"));
            }
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{"cells of memory",-40}{((double)large.Memory.AddressCount - small.Memory.AddressCount) / transfers,9:f1}"
            + $"{large.Memory.AddressCount,14}"));
    }

    private static void PrintTotals(CairoRunner runner, RunProfile profile)
    {
        Counts all = profile.Rows.Values.Aggregate(default(Counts), (sum, row) => sum + row.Own);
        Console.WriteLine(
            $"{runner.Machine.Steps} steps: {all.Pedersen} Pedersen, {all.NewPedersen} of them new; {all.Poseidon} Poseidon, "
            + $"{all.NewPoseidon} new; {all.RangeChecks} range checks; {all.EcOps} multiples");
    }
}
