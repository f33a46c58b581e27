using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Kraken.Sierra.ToIL.Tests.Generation;
using Xunit;

namespace Kraken.Sierra.ToIL.Tests;

/// <summary>Random programs of the library functions, with hostile arguments: both engines must give the same.</summary>
public sealed class GeneratedProgramTests(ITestOutputHelper output)
{
    private const int Steps = 25;

    [Fact]
    public void BothEnginesAgree() => Run(1, 300);

    [Fact]
    [Trait("Speed", "Slow")]
    public void BothEnginesAgreeOnThousands() => Run(100_000, 10_000);

    /// <summary>Runs the program that KRAKEN_SEED names, and prints it; KRAKEN_STEPS makes it smaller.</summary>
    [Fact]
    public void OneSeedIsRunAlone()
    {
        int seed = int.Parse(Environment.GetEnvironmentVariable("KRAKEN_SEED") ?? "7", CultureInfo.InvariantCulture);
        int steps = int.Parse(Environment.GetEnvironmentVariable("KRAKEN_STEPS") ?? "25", CultureInfo.InvariantCulture);
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
        Dictionary<string, int> failures = [];
        List<string> differences = [];
        int calls = 0;
        int givenBack = 0;
        for (int seed = first; seed < first + count; seed++)
        {
            ProgramRun run;
            try
            {
                GeneratedProgram program = GeneratedProgram.Create(seed, Steps);
                run = ProgramRun.Of(program, seed);
                foreach ((string libfunc, int uses) in program.Counts)
                {
                    libfuncs[libfunc] = libfuncs.GetValueOrDefault(libfunc) + uses;
                }
            }
            catch (Exception e)
            {
                differences.Add($"seed {seed}, GENERATOR {e}");
                continue;
            }

            Count(refusals, run.Refusal);
            Count(limits, run.NotNative);
            calls += run.Calls;
            givenBack += run.GivenBack;
            Count(failures, run.Failure);
            if (run.Difference is { } difference)
            {
                differences.Add($"seed {seed}, {difference.Split("   at ")[0]}");
            }
        }

        output.WriteLine("TIMES " + string.Join(" ", ProgramRun.Times.Select(t => t / 1_000_000)));
        output.WriteLine($"{count} programs from seed {first} on, {calls} calls, {givenBack} given back");
        Print("refused", refusals);
        Print("not native", limits);
        Print("failed", failures);
        Print("library functions", libfuncs);
        Assert.True(differences.Count == 0, $"{differences.Count} differ\n{string.Join("\n\n", differences.Take(20))}");
    }

    private static void Count(Dictionary<string, int> counts, string? reason)
    {
        if (reason is not null)
        {
            counts[reason] = counts.GetValueOrDefault(reason) + 1;
        }
    }

    private void Print(string what, Dictionary<string, int> counts) => output.WriteLine(
        $"{what} ({counts.Values.Sum()}): {string.Join("; ", counts.OrderByDescending(c => c.Value).Select(c => $"{c.Key} {c.Value}"))}");
}
