using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Text;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests.Programs;

/// <summary>
/// A program of one library function: it returns which branch was taken and what that branch gave, wrapped into an enum of tuples.
/// Multiplication guarantees among the results are verified on the way.
/// </summary>
internal sealed class LibfuncProgram
{
    private static readonly HashSet<string> Builtins =
        ["RangeCheck", "RangeCheck96", "Bitwise", "Pedersen", "Poseidon", "EcOp", "AddMod", "MulMod", "SegmentArena", "GasBuiltin"];

    private readonly string name;
    private readonly int branches;
    private readonly SierraMachine machine;

    /// <summary>Compiles the program.</summary>
    /// <param name="libfunc">The library function with its generic arguments.</param>
    /// <param name="parameters">The types of its parameters, separated by commas.</param>
    /// <param name="results">For each branch the types of its results.</param>
    public LibfuncProgram(string libfunc, string parameters, params string[] results)
    {
        name = libfunc;
        branches = results.Length;
        machine = new SierraMachine(Source(libfunc, parameters, results));
    }

    /// <summary>The source of the program, in the form of <see cref="SierraSource"/>.</summary>
    public static string Source(string libfunc, string parameters, params string[] results)
    {
        string[] types = [.. SierraSource.Split(parameters)];
        string[] builtins = [.. types.Where(Builtins.Contains)];
        string[][] branches = [.. results.Select(r => SierraSource.Split(r).ToArray())];
        string[] tuples = [.. branches.Select(b => $"Struct<{string.Join(", ", Values(b).Prepend("ut@Tuple"))}>")];
        string outcome = results.Length == 1 ? tuples[0] : $"Enum<ut@Outcome, {string.Join(", ", tuples)}>";
        string head = string.Join(", ", types.Select((type, i) => $"{(Builtins.Contains(type) ? type : $"p{i}")}: {type}"));
        string arguments = string.Join(", ", types.Select((type, i) => Builtins.Contains(type) ? type : $"p{i}"));
        string outputs = string.Join(" ", branches.Select((b, i) =>
            $"{(results.Length == 1 ? "->" : i == 0 ? "fallthrough" : $"branch{i}")}{(results.Length == 1 ? " " : "")}({Names(b, i)})"));
        StringBuilder text = new();
        text.AppendLine($"uses {string.Join("; ", branches.SelectMany(b => b).Append("felt252"))}");
        text.AppendLine($"fn main({head}) -> ({string.Join(", ", builtins.Append(outcome))})");
        text.AppendLine(results.Length == 1 ? $"{libfunc}({arguments}) {outputs}" : $"{libfunc}({arguments}) {{ {outputs} }}");
        for (int i = 0; i < branches.Length; i++)
        {
            text.Append(i == 0 ? "" : $"branch{i}:\n");
            foreach ((int position, string type) in branches[i].Index().Where(item => item.Item == "U128MulGuarantee"))
            {
                text.AppendLine($"u128_mul_guarantee_verify(RangeCheck, r{i}_{position}) -> (RangeCheck)");
            }

            string members = string.Join(", ", branches[i].Index().Where(item => IsValue(item.Item)).Select(item => $"r{i}_{item.Index}"));
            text.AppendLine($"struct_construct<{tuples[i]}>({members}) -> (tuple{i})");
            text.Append(results.Length == 1 ? "" : $"enum_init<{outcome}, {i}>(tuple{i}) -> (tuple{i})\n");
            text.AppendLine($"return({string.Join(", ", builtins.Append($"tuple{i}"))})");
        }

        return text.ToString();
    }

    /// <summary>Runs the function.</summary>
    public (int Branch, IReadOnlyList<MaybeRelocatable> Values, SierraRun Run) Run(params Argument[] arguments)
    {
        SierraRun run = machine.Call(arguments);
        return branches == 1 ? (0, run.Cells, run) : (BranchOf(run.Cells[0].Felt), [.. run.Cells.Skip(1)], run);
    }

    /// <summary>Runs the function and compares; the values are taken modulo the prime.</summary>
    public void Check(Argument[] arguments, int branch, params BigInteger[] values)
    {
        (int taken, IReadOnlyList<MaybeRelocatable> cells, _) = Run(arguments);
        Felt[] expected = [.. values.Select(Felt.FromBigInteger)];

        // Branches with few results are padded with zeros in front.
        Felt[] got = [.. cells.Select(cell => cell.Felt)];
        Felt[] padded = [.. Enumerable.Repeat(Felt.Zero, Math.Max(0, got.Length - expected.Length)), .. expected];
        Assert.True(taken == branch && got.AsSpan().SequenceEqual(padded),
            $"{name}: expected branch {branch} ({string.Join(", ", expected)}), got branch {taken} ({string.Join(", ", got)})");
    }

    private int BranchOf(Felt selector)
    {
        BigInteger value = selector.ToBigInteger();
        return (int)(branches <= 2 ? value : branches - ((value + 1) / 2));
    }

    private static IEnumerable<string> Values(string[] types) => types.Where(IsValue);

    private static bool IsValue(string type) => !Builtins.Contains(type) && type != "U128MulGuarantee";

    private static string Names(string[] types, int branch) =>
        string.Join(", ", types.Select((type, i) => Builtins.Contains(type) ? type : $"r{branch}_{i}"));
}
