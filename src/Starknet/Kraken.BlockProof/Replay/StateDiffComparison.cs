using System.Collections.Generic;
using System.Linq;
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

    private static Dictionary<string, string> Entries(StateDiff diff) =>
        diff.Entries().ToDictionary(Subject, entry => entry.Value.ToString());

    private static string Subject(StateDiffEntry entry) => entry.List switch
    {
        StateDiffList.Storage => $"storage of {entry.Owner} at {entry.Key}",
        StateDiffList.Nonce => $"nonce of {entry.Owner}",
        StateDiffList.Deployed => $"deployed {entry.Owner}",
        StateDiffList.Replaced => $"replaced {entry.Owner}",
        StateDiffList.Declared => $"declared {entry.Owner}",
        StateDiffList.Migrated => $"migrated {entry.Owner}",
        _ => $"declared of Cairo 0 {entry.Owner}",
    };
}
