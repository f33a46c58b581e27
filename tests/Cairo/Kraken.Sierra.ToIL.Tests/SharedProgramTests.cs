using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Sierra.Felts;
using Kraken.Sierra.Text;
using Kraken.Sierra.ToCasm.Classes;
using Kraken.Sierra.ToCasm.Tests;
using Kraken.Sierra.ToIL.Tests.Generation;
using Xunit;

namespace Kraken.Sierra.ToIL.Tests;

/// <summary>Every Sierra program of the shared data, its functions called with hostile arguments on both engines.</summary>
public sealed class SharedProgramTests(ITestOutputHelper output)
{
    [Fact]
    public void TheCompilersCasesRunTheSame()
    {
        EveryFunction runs = new();
        int programs = 0;
        foreach (string file in Files("cairo/e2e", "*.json"))
        {
            foreach (JsonElement record in SharedData.Json(file).EnumerateArray())
            {
                if (SierraText.TryParse(record.GetProperty("sierra_code").GetString()!, out SierraProgram? program, out _))
                {
                    programs++;
                    runs.Run($"{Path.GetFileName(file)}, {record.GetProperty("case").GetString()}", program);
                }
            }
        }

        Check(runs, programs, 263, 700);
    }

    [Fact]
    public void ProgramsInTextRunTheSame()
    {
        EveryFunction runs = new();
        int programs = 0;
        string[] files =
        [
            .. Files("cairo/examples_sierra_casm", "*.sierra"), .. Files("cairo/own-contracts/out", "*.sierra"),
            .. Files("cairo/starknet_contracts_cairo", "*.sierra"),
        ];
        foreach (string file in files)
        {
            if (SierraText.TryParse(File.ReadAllText(file), out SierraProgram? program, out _))
            {
                programs++;
                runs.Run(Path.GetFileName(file), program);
            }
        }

        Check(runs, programs, 40, 500);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void FunctionsOfClassesRunTheSame()
    {
        EveryFunction runs = new();
        int programs = 0;
        foreach (string file in Files("", "*.sierra.json").Concat(Files("", "*.contract_class.json")))
        {
            if (TryRead(file) is { } felts && SierraFelts.TryDecode(felts, out VersionedProgram? program, out _))
            {
                programs++;
                runs.Run(Path.GetFileName(file), program.Program);
            }
        }

        Check(runs, programs, 50, 2_000);
    }

    /// <summary>What the compiler to CASM takes of changed classes runs the same too, and never ends the process.</summary>
    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData("cairo/chain-contracts/universal_deployer")]
    [InlineData("cairo/chain-contracts/demo")]
    [InlineData("cairo/own-contracts/pairs_2_19_4/collections")]
    [InlineData("cairo/own-contracts/pairs_2_19_4/hashes")]
    [InlineData("starknet/classes/pairs/cairo210")]
    public void ChangedClassesRunTheSame(string name)
    {
        SierraContractClass contract = SharedData.Contract(SharedData.PathOf($"{name}.sierra.json"));
        Random random = new(20261128);
        EveryFunction runs = new();
        int programs = 0;
        for (int round = 0; round < 600; round++)
        {
            Felt[] felts = [.. contract.Program];
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                felts[random.Next(felts.Length)] = Change(felts, random);
            }

            if (SierraFelts.TryDecode(felts, out VersionedProgram? program, out _))
            {
                programs++;
                runs.Run($"{name}, round {round}", program.Program, maxFunctions: 40);
            }
        }

        Check(runs, programs, 10, 20);
    }

    private static Felt Change(Felt[] felts, Random random) => random.Next(4) switch
    {
        0 => random.Next(300),
        1 => felts[random.Next(felts.Length)],
        2 => felts[random.Next(felts.Length)] + 1,
        _ => felts[random.Next(felts.Length)] - 1,
    };

    private static Felt[]? TryRead(string path)
    {
        JsonElement json = SharedData.Json(path);
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty("sierra_program", out JsonElement felts)
            && felts.ValueKind == JsonValueKind.Array
            ? [.. felts.EnumerateArray().Select(f => Felt.Parse(f.GetString()!))]
            : null;
    }

    private static IOrderedEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(SharedData.PathOf(folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private void Check(EveryFunction runs, int programs, int leastPrograms, int leastCalls)
    {
        output.WriteLine($"{programs} programs: {runs.Same} calls gave the same, {runs.Failed} failed on both engines");
        output.WriteLine(string.Join("; ", runs.Reasons.OrderByDescending(r => r.Value).Select(r => $"{r.Key} {r.Value}")));
        Assert.True(
            runs.Differences.Count == 0, $"{runs.Differences.Count} differ\n{string.Join('\n', runs.Differences.Take(20))}");
        Assert.InRange(programs, leastPrograms, int.MaxValue);
        Assert.InRange(runs.Same, leastCalls, int.MaxValue);
    }
}
