using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Cairo0.Library;

/// <summary>squash_dict: keys from the smallest on, and of each key its accesses from the first on.</summary>
internal static class SquashHints
{
    private const string Accesses = "access_indices";
    private const string Keys = "keys";
    private const string Key = "key";
    private const string Left = "current_access_indices";
    private const string Current = "current_access_index";

    public static readonly (string Name, HintFactory Factory)[] All =
    [
        ("SQUASH_DICT", Start),
        ("SQUASH_DICT_INNER_FIRST_ITERATION", ids =>
        {
            HintId cells = ids["range_check_ptr"];
            return r =>
            {
                var left = new Queue<int>(IndicesOf(r));
                int first = left.Dequeue();
                r.Scopes.Set(Left, left);
                r.Scopes.Set(Current, first);
                r.Memory.Insert(cells.Pointer(r), (Felt)first);
            };
        }),
        ("SQUASH_DICT_INNER_SKIP_LOOP", ids =>
        {
            HintId flag = ids["should_skip_loop"];
            return r => flag.Set(r, r.Scopes.Get<Queue<int>>(Left).Count == 0);
        }),
        ("SQUASH_DICT_INNER_CHECK_ACCESS_INDEX", ids =>
        {
            HintId delta = ids["loop_temps.index_delta_minus1"];
            return r =>
            {
                int next = r.Scopes.Get<Queue<int>>(Left).TryDequeue(out int index)
                    ? index
                    : throw new HintException("EmptyCurrentAccessIndices", "current_access_indices is empty");
                delta.Set(r, next - r.Scopes.Get<int>(Current) - 1);
                r.Scopes.Set(Current, next);
            };
        }),
        ("SQUASH_DICT_INNER_CONTINUE_LOOP", ids =>
        {
            HintId flag = ids["loop_temps.should_continue"];
            return r => flag.Set(r, r.Scopes.Get<Queue<int>>(Left).Count != 0);
        }),
        ("SQUASH_DICT_INNER_LEN_ASSERT", _ => r => HintRun.Require(
            r.Scopes.Get<Queue<int>>(Left).Count == 0,
            "CurrentAccessIndicesNotEmpty",
            "assertion failed: len(current_access_indices) == 0")),
        ("SQUASH_DICT_INNER_USED_ACCESSES_ASSERT", ids =>
        {
            HintId used = ids["n_used_accesses"];
            return r => HintRun.Require(
                used.Felt(r) == IndicesOf(r).Count,
                "NumUsedAccessesAssertFail",
                "assertion failed: ids.n_used_accesses == len(access_indices[key])");
        }),
        ("SQUASH_DICT_INNER_ASSERT_LEN_KEYS", _ => r => HintRun.Require(
            r.Scopes.Get<Queue<Felt>>(Keys).Count == 0, "KeysNotEmpty", "assertion failed: len(keys) == 0")),
        ("SQUASH_DICT_INNER_NEXT_KEY", ids =>
        {
            HintId next = ids["next_key"];
            return r =>
            {
                Felt key = r.Scopes.Get<Queue<Felt>>(Keys).TryDequeue(out Felt first)
                    ? first
                    : throw new HintException("EmptyKeys", "No keys left but remaining_accesses > 0.");
                r.Scopes.Set(Key, key);
                next.Set(r, key);
            };
        }),
    ];

    private static Action<HintRun> Start(HintBinder ids)
    {
        (HintId accesses, HintId difference, HintId count) = (ids["dict_accesses"], ids["ptr_diff"], ids["n_accesses"]);
        (HintId bigKeys, HintId firstKey) = (ids["big_keys"], ids["first_key"]);
        int size = ids.SizeOf("DictAccess");
        return r =>
        {
            HintRun.Require(
                (difference.Integer(r) % size).IsZero,
                "PtrDiffNotDivisibleByDictAccessSize",
                "Accesses array size must be divisible by DictAccess.SIZE");
            Relocatable start = accesses.Pointer(r);
            var indices = new Dictionary<Felt, List<int>>();
            int accessCount = HintRun.Count(count.Felt(r), "NAccessesTooBig");
            for (int i = 0; i < accessCount; i++)
            {
                Felt key = r.Memory.GetFelt(start + ((long)i * size));
                if (!indices.TryGetValue(key, out List<int>? list))
                {
                    indices.Add(key, list = []);
                }

                list.Add(i);
            }

            Felt[] keys = [.. indices.Keys.Order()];
            HintRun.Require(keys.Length != 0, "EmptyKeys", "there is no access to squash");

            // What the scope keeps takes about as much room as the accesses, and scopes may lie within one another.
            r.Memory.Account((long)accessCount * size);
            r.Scopes.Set(Accesses, indices);
            bigKeys.Set(r, !keys[^1].TryToUInt128(out _));
            r.Scopes.Set(Key, keys[0]);
            r.Scopes.Set(Keys, new Queue<Felt>(keys.Skip(1)));
            firstKey.Set(r, keys[0]);
        };
    }

    private static List<int> IndicesOf(HintRun run) => run.Scopes.Get<Dictionary<Felt, List<int>>>(Accesses)[run.Scopes.Get<Felt>(Key)];
}
