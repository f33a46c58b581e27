using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Kraken.Sierra.Libfuncs;
using Kraken.Sierra.ToIL.Tests.Generation;
using Xunit;

namespace Kraken.Sierra.ToIL.Tests;

/// <summary>Random programs of the library functions, with hostile arguments: both engines must give the same.</summary>
public sealed class GeneratedProgramTests(ITestOutputHelper output)
{
    private const int Steps = 25;

    // What asks the system or its user for something, or prints, is not generated.
    private static readonly string[] Outside = ["cheatcode", "print", "trace"];

    [Fact]
    public void BothEnginesAgree() => Run(1, 250);

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData(100_000)]
    [InlineData(101_000)]
    [InlineData(102_000)]
    [InlineData(103_000)]
    [InlineData(104_000)]
    [InlineData(105_000)]
    [InlineData(106_000)]
    [InlineData(107_000)]
    [InlineData(108_000)]
    [InlineData(109_000)]
    public void BothEnginesAgreeOnThousands(int first) => Run(first, 1_000);

    [Fact]
    public void EachLibraryFunctionIsGenerated()
    {
        HashSet<string> missing = [.. ToIL.Libfuncs.LibfuncEmitters.Ids.Intersect(LibfuncRegistry.KnownIds).Except(Outside)];
        missing.RemoveWhere(id => id.EndsWith("_syscall", StringComparison.Ordinal));
        for (int seed = 1; seed <= 1_500 && missing.Count > 0; seed++)
        {
            missing.ExceptWith(GeneratedProgram.Create(seed, Steps).Counts.Keys);
        }

        Assert.Empty(missing);
    }

    /// <summary>Runs the program that KRAKEN_SEED names, and prints it; KRAKEN_STEPS makes it smaller.</summary>
    [Fact]
    public void OneSeedIsRunAlone()
    {
        int seed = int.Parse(Environment.GetEnvironmentVariable("KRAKEN_SEED") ?? "7", CultureInfo.InvariantCulture);
        int steps = int.Parse(Environment.GetEnvironmentVariable("KRAKEN_STEPS") ?? $"{Steps}", CultureInfo.InvariantCulture);
        GeneratedProgram program = GeneratedProgram.Create(seed, steps);
        output.WriteLine(program.Text);
        ProgramRun run = ProgramRun.Of(program, seed);
        output.WriteLine($"{run}");
        Assert.Null(run.Difference);
    }

    private void Run(int first, int count)
    {
        Dictionary<string, int> libfuncs = [];
        Dictionary<string, int> refusals = [];
        Dictionary<string, int> limits = [];
        List<string> differences = [];
        int calls = 0;
        int givenBack = 0;
        int failed = 0;
        for (int seed = first; seed < first + count; seed++)
        {
            GeneratedProgram program = GeneratedProgram.Create(seed, Steps);
            ProgramRun run = ProgramRun.Of(program, seed);
            foreach ((string libfunc, int uses) in program.Counts)
            {
                libfuncs[libfunc] = libfuncs.GetValueOrDefault(libfunc) + uses;
            }

            Count(refusals, run.Refusal, seed);
            Count(limits, run.NotNative, seed);
            calls += run.Calls;
            givenBack += run.GivenBack;
            failed += run.Failed;
            if (run.Difference is { } difference)
            {
                differences.Add($"seed {seed}, {difference.Split("   at ")[0]}");
            }
        }

        output.WriteLine(
            $"{count} programs from seed {first} on: {calls} calls gave the same, {givenBack} were given back to the virtual machine, "
            + $"{failed} failed on both engines");
        Print("refused", refusals);
        Print("not native", limits);
        Print("library functions", libfuncs);
        Assert.True(differences.Count == 0, $"{differences.Count} differ\n{string.Join("\n\n", differences.Take(20))}");
        Assert.InRange(refusals.Values.Sum(), 0, count / 50);
        Assert.InRange(limits.Values.Sum(), 0, count / 50);
        Assert.InRange(givenBack + failed, 0, count / 5);
    }

    private static void Count(Dictionary<string, int> counts, string? reason, int seed)
    {
        if (reason is not null)
        {
            string key = $"seed {seed}: {reason}";
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }
    }

    private void Print(string what, Dictionary<string, int> counts) => output.WriteLine(
        $"{what} ({counts.Values.Sum()}): {string.Join("; ", counts.OrderByDescending(c => c.Value).Select(c => $"{c.Key} {c.Value}"))}");
}
