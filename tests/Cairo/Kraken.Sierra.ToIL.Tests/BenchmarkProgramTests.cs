using System;
using System.IO;
using System.Linq;
using Kraken.Sierra.ToCasm.Tests;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.ToIL.Tests;

/// <summary>Whole programs of the compiler, called on both engines: values, gas and builtins must be the same.</summary>
public sealed class BenchmarkProgramTests
{
    [Theory]
    [InlineData("fib")]
    [InlineData("small_fib")]
    [InlineData("bench_mix")]
    [InlineData("bench_linear_search")]
    [InlineData("bench_dict_snapshot")]
    [InlineData("bench_logistic_map")]
    [InlineData("iter_range")]
    [InlineData("tests_all_ints")]
    [InlineData("closures_iter_mix")]
    [InlineData("circuit")]
    public void BothEnginesAgree(string name)
    {
        SierraProgram program = SierraMachine.Parse(File.ReadAllText(SharedData.PathOf($"cairo/own-contracts/out/{name}.sierra")));
        int main = program.Functions.ToList().FindIndex(f => f.Name.EndsWith("::main", StringComparison.Ordinal));
        SierraMachine machine = new(program) { Function = main, MaxSteps = 100_000_000 };
        machine.CallWithGas(10_000_000_000);
        Assert.Null(machine.NotNative);
    }
}
