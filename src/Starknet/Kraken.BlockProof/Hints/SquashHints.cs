using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;

namespace Kraken.BlockProof.Hints;

/// <summary>The hints of lib/squash.cairo: keys from the smallest on, and of each key its accesses from the first on.</summary>
internal static class SquashHints
{
    private const string Order = "squash order";

    public static IReadOnlyDictionary<string, HintFactory> All { get; } = new Dictionary<string, HintFactory>
    {
        ["squash_start"] = Start,
        ["squash_first_index"] = ids =>
        {
            (HintId accesses, HintId end, HintId left, HintId index) = (ids["accesses"], ids["end"], ids["left"], ids["index"]);
            int size = ids.SizeOf("Access");
            return r =>
            {
                BigInteger taken = ((end.Pointer(r).Offset - accesses.Pointer(r).Offset) / size) - left.Integer(r);
                index.Set(r, OrderOf(r).FirstAfter.TryGetValue(taken, out int first) ? first : throw NoAccess(taken));
            };
        },
        ["squash_has_more"] = ids =>
        {
            HintId more = ids["more"];
            Func<HintRun, long> index = IndexOfAccess(ids);
            return r => more.Set(r, NextOf(r, index(r)) >= 0);
        },
        ["squash_skipped"] = ids =>
        {
            HintId skipped = ids["skipped"];
            Func<HintRun, long> index = IndexOfAccess(ids);
            return r => skipped.Set(r, NextOf(r, index(r)) - index(r) - 1);
        },
    };

    private static Action<HintRun> Start(HintBinder ids)
    {
        (HintId accesses, HintId count) = (ids["accesses"], ids["count"]);
        int size = ids.SizeOf("Access");
        return r =>
        {
            Relocatable start = accesses.Pointer(r);
            int[] next = new int[HintRun.Count(count.Felt(r))];
            Array.Fill(next, -1);
            Dictionary<BigInteger, int> firstAfter = [];
            int taken = 0;
            foreach (IGrouping<Felt, int> key in Enumerable.Range(0, next.Length)
                .GroupBy(i => r.Memory.GetFelt(start + ((long)i * size))).OrderBy(key => key.Key))
            {
                int[] indices = [.. key];
                firstAfter.Add(taken, indices[0]);
                taken += indices.Length;
                for (int i = 1; i < indices.Length; i++)
                {
                    next[indices[i - 1]] = indices[i];
                }
            }

            r.Scopes.Set(Order, new AccessOrder(firstAfter, next));
        };
    }

    private static AccessOrder OrderOf(HintRun run) => run.Scopes.Get<AccessOrder>(Order);

    private static Func<HintRun, long> IndexOfAccess(HintBinder ids)
    {
        (HintId accesses, HintId access) = (ids["accesses"], ids["access"]);
        int size = ids.SizeOf("Access");
        return r => (access.Pointer(r).Offset - accesses.Pointer(r).Offset) / size;
    }

    private static int NextOf(HintRun run, long index) =>
        (ulong)index < (ulong)OrderOf(run).Next.Length ? OrderOf(run).Next[index] : throw NoAccess(index);

    private static HintException NoAccess(BigInteger index) => new("NoSuchAccess", $"no key starts or goes on at access {index}");

    /// <summary>In which order accesses are taken.</summary>
    /// <param name="FirstAfter">A key's first access, by the number of accesses of smaller keys.</param>
    /// <param name="Next">Of each access the next one of its key, -1 behind the last.</param>
    private sealed record AccessOrder(Dictionary<BigInteger, int> FirstAfter, int[] Next);
}
