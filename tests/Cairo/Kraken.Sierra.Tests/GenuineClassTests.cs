using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Sierra.Felts;
using Kraken.Sierra.Libfuncs;
using Kraken.Sierra.Metadata;
using Xunit;

namespace Kraken.Sierra.Tests;

/// <summary>Classes that genuine compilers wrote: their statements fit, and their entry points cost what the network fixes.</summary>
public sealed class GenuineClassTests
{
    private const long EntryPointCost = 10_000;

    [Theory]
    [InlineData("cairo/chain-contracts", 4)]
    [InlineData("cairo/own-contracts", 18)]
    [InlineData("cairo/seq", 3)]
    [InlineData("starknet/classes/genesis", 5)]
    [InlineData("cairo/starknet_contracts_mixed_versions", 19)]
    public void ProgramsFitAndTheirEntryPointsCostWhatIsFixed(string folder, int expected)
    {
        int solved = 0;
        foreach ((string path, Felt[] felts) in SharedData.Classes(folder))
        {
            if (!SierraFelts.TryDecode(felts, out VersionedProgram? versioned, out _))
            {
                continue;
            }

            SierraRegistry registry = SierraRegistry.Build(versioned.Program);
            Dictionary<int, long> costs = EntryPoints(path).Distinct().ToDictionary(function => function, _ => EntryPointCost);
            Assert.NotEmpty(costs);
            bool byEquations = versioned.SierraVersion < new SierraVersion(1, 4, 0);
            Assert.True(
                SierraMetadata.TryCompute(registry, costs, out SierraMetadata? metadata, out SierraError? error, byEquations),
                $"{path}: {error}");
            Assert.All(costs.Keys, function => Assert.Equal(EntryPointCost, metadata.Gas.FunctionCost(function, CostToken.Const)));
            CheckAmounts(registry, metadata, path);
            solved++;
        }

        Assert.Equal(expected, solved);
    }

    [Fact]
    public void EveryLibraryFunctionOfTheClassesIsOnTheNetworksList()
    {
        HashSet<string> used = [];
        foreach ((string path, Felt[] felts) in SharedData.Classes("cairo/chain-contracts")
            .Concat(SharedData.Classes("starknet/classes/pairs")))
        {
            if (SierraFelts.TryDecode(felts, out VersionedProgram? versioned, out _))
            {
                Assert.True(AllowedLibfuncs.Audited.Check(versioned) is null, $"{path}: {AllowedLibfuncs.Audited.Check(versioned)}");
                used.UnionWith(versioned.Program.Libfuncs.Select(libfunc => libfunc.GenericId));
            }
        }

        Assert.InRange(used.Count, 120, 258);
    }

    // Amounts stand at withdrawals, redeposits, refunds and at alignments, are never negative, and alignments at branch_align alone.
    private static void CheckAmounts(SierraRegistry registry, SierraMetadata metadata, string path)
    {
        string[] holders = ["branch_align", "withdraw_gas", "withdraw_gas_all", "redeposit_gas", "coupon_refund", "get_unspent_gas"];
        SierraProgram program = registry.Program;
        for (int i = 0; i < program.Statements.Count; i++)
        {
            string name = program.Statements[i].IsReturn ? "return" : registry.Libfuncs[program.Statements[i].Libfunc].GenericId;
            foreach (CostToken token in Enum.GetValues<CostToken>())
            {
                long? amount = metadata.Gas.At(i, token);
                Assert.True(amount is null || (amount >= 0 && holders.Contains(name)), $"{path} #{i} {name}: {amount} of {token}");
            }

            int alignment = metadata.ApChanges.Alignments[i];
            Assert.True(alignment == 0 || (alignment > 0 && name == "branch_align"), $"{path} #{i} {name}: aligned by {alignment}");
        }
    }

    private static IEnumerable<int> EntryPoints(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.GetProperty("entry_points_by_type").EnumerateObject()
            .SelectMany(kind => kind.Value.EnumerateArray())
            .Select(entryPoint => entryPoint.GetProperty("function_idx").GetInt32())];
    }
}
