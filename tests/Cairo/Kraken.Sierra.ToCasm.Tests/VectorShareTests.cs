using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests;

/// <summary>
/// How many class pairs of each vector family compile to exactly the genuine CASM. The counts are pinned:
/// they may rise, and then the pin must too.
/// </summary>
public sealed class VectorShareTests
{
    // Total pairs, those whose code is exact, those whose hints are exact too. What is missing: a class before 1.0, which every
    // compiler of today refuses; one class of 2.3.1 with other costs; hints that older compilers worded differently. Among the
    // contracts of the recorded run is one without any function.
    [Theory]
    [InlineData("cairo/own-contracts/pairs_2_19_4", 9, 9, 9)]
    [InlineData("cairo/starknet_contracts_cairo", 13, 12, 12)]
    [InlineData("cairo/starknet_contracts_mixed_versions", 20, 19, 13)]
    [InlineData("cairo/seq", 3, 3, 3)]
    [InlineData("starknet/classes/pairs", 24, 23, 15)]
    [InlineData("starknet/devnet-run/contracts", 7, 7, 7)]
    public void ClassPairsOfTheFamilyAreExact(string family, int total, int codeExact, int allExact)
    {
        List<string> failures = [];
        int pairs = 0;
        int code = 0;
        int all = 0;
        foreach ((string sierra, string casm) in Pairs(SharedData.PathOf(family)))
        {
            pairs++;
            (string? codeDifference, string? hintDifference) = ClassComparison.Compare(sierra, casm);
            code += codeDifference is null ? 1 : 0;
            all += codeDifference is null && hintDifference is null ? 1 : 0;
            failures.Add($"{Path.GetFileName(sierra)}: {codeDifference ?? hintDifference ?? "exact"}");
        }

        Assert.True(
            (pairs, code, all) == (total, codeExact, allExact),
            $"{pairs} pairs, code exact {code}, all exact {all}\n{string.Join('\n', failures)}");
    }

    [Fact]
    public void RestampedClassesAreExact()
    {
        string folder = SharedData.PathOf("cairo/own-contracts/casm_of_out");
        List<string> failures = [];
        foreach (string casm in Directory.EnumerateFiles(folder, "*.1_6_0.casm.json").Order())
        {
            string name = Path.GetFileName(casm).Split('.')[0];
            string sierra = SharedData.PathOf($"cairo/own-contracts/out/{name}.sierra.json");
            (string? codeDifference, string? hintDifference) = ClassComparison.Compare(sierra, casm);
            if ((codeDifference ?? hintDifference) is { } difference)
            {
                failures.Add($"{name}: {difference}");
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static IEnumerable<(string Sierra, string Casm)> Pairs(string folder)
    {
        (string Sierra, string Casm)[] endings =
        [
            (".sierra.json", ".casm.json"), (".sierra.json", ".casm"),
            (".contract_class.json", ".compiled_contract_class.json"), (".contract_class.json", ".casm.json"),
        ];
        foreach (string file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            foreach ((string sierra, string casm) in endings)
            {
                string stem = file.EndsWith(sierra, StringComparison.Ordinal) ? file[..^sierra.Length] : "";
                if (stem.Length > 0 && File.Exists(stem + casm))
                {
                    yield return (file, stem + casm);
                    break;
                }
            }
        }
    }
}
