using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.BlockProof.Replay;

/// <summary>Compares state diffs entry by entry.</summary>
internal static class StateDiffComparison
{
    private const string Unchanged = "unchanged";

    public static IEnumerable<ReplayMismatch> Compare(StateDiff executed, StateDiff stated)
    {
        Dictionary<string, string> expected = Entries(executed);
        Dictionary<string, string> got = Entries(stated);
        return expected.Keys.Union(got.Keys)
            .Select(key => new ReplayMismatch(
                $"state diff, {key}", expected.GetValueOrDefault(key, Unchanged), got.GetValueOrDefault(key, Unchanged)))
            .Where(mismatch => mismatch.Expected != mismatch.Got);
    }

    private static Dictionary<string, string> Entries(StateDiff diff)
    {
        Dictionary<string, string> entries = [];
        void Add(string what, Felt of, Felt value) => entries[$"{what} {of}"] = value.ToString();
        foreach (ContractStorageDiff contract in diff.StorageDiffs)
        {
            foreach (StorageEntry entry in contract.Entries)
            {
                Add($"storage of {contract.Address} at", entry.Key, entry.Value);
            }
        }

        diff.DeployedContracts.ToList().ForEach(item => Add("deployed", item.Address, item.ClassHash));
        diff.ReplacedClasses.ToList().ForEach(item => Add("replaced", item.Address, item.ClassHash));
        diff.DeclaredClasses.ToList().ForEach(item => Add("declared", item.ClassHash, item.CompiledClassHash));
        diff.MigratedClasses.ToList().ForEach(item => Add("migrated", item.ClassHash, item.CompiledClassHash));
        diff.DeprecatedDeclaredClasses.ToList().ForEach(item => Add("declared of Cairo 0", item, default));
        diff.Nonces.ToList().ForEach(item => Add("nonce of", item.Address, item.Nonce));
        return entries;
    }
}
