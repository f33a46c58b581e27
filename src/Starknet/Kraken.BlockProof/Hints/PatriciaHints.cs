using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Kraken.Trie;

namespace Kraken.BlockProof.Hints;

/// <summary>The hints of lib/patricia.cairo over the nodes that the witness has.</summary>
internal static class PatriciaHints
{
    private const string Plan = "siblings of both tries";
    private const int RangeBits = 128;

    // How a node is taken, as lib/patricia.cairo numbers it.
    private const int EnterBinary = 0;
    private const int EnterEdge = 1;
    private const int EnterLeaf = 2;
    private const int Write = 3;
    private const int WriteBottom = 4;

    /// <summary>The hints by their text.</summary>
    /// <param name="nodes">The nodes of both tries on the ways to the keys, and those that edges beside the ways lead to.</param>
    public static IReadOnlyDictionary<string, HintFactory> Over(ITrieNodeReader nodes) => new Dictionary<string, HintFactory>
    {
        ["patricia_start"] = ids => Start(ids, nodes),
        ["edge_node"] = ids =>
        {
            (HintId hash, HintId bottom, HintId path) = (ids["hash"], ids["bottom"], ids["path"]);
            (HintId length, HintId isLong) = (ids["length"], ids["is_long"]);
            return r =>
            {
                TrieNode node = r.Scopes.Get<PatriciaPlan>(Plan).TryGetNode(hash.Felt(r), out TrieNode known)
                    ? known
                    : throw Missing(hash.Felt(r));
                bottom.Set(r, node.Left);
                path.Set(r, node.Right);
                length.Set(r, (int)node.Length);
                isLong.Set(r, node.Length > RangeBits);
            };
        },
        ["binary_node"] = ids =>
        {
            (HintId hash, HintId left, HintId right) = (ids["hash"], ids["left"], ids["right"]);
            return r =>
            {
                TrieNode node = NodeOf(nodes, hash.Felt(r));
                left.Set(r, node.Left);
                right.Set(r, node.Right);
            };
        },
        ["is_entered"] = ids =>
        {
            (HintId access, HintId end, HintId start) = (ids["access"], ids["walk.end"], ids["start"]);
            (HintId height, HintId isEntered) = (ids["height"], ids["is_entered"]);
            return r => isEntered.Set(r, HoldsNext(r, access, end, start.Integer(r), PatriciaPlan.SizeOf((int)height.Integer(r))));
        },
        ["absent_key_follows"] = ids =>
        {
            (HintId access, HintId end, HintId low) = (ids["access"], ids["walk.end"], ids["low"]);
            (HintId high, HintId follows) = (ids["high"], ids["follows"]);
            return r => follows.Set(r, HoldsNext(r, access, end, low.Integer(r), high.Integer(r) - low.Integer(r)));
        },
        ["absent_keys_beside"] = AbsentKeysBeside,
        ["child_action"] = ChildAction,
    };

    private static Action<HintRun> Start(HintBinder ids, ITrieNodeReader nodes)
    {
        (HintId accesses, HintId end) = (ids["accesses"], ids["end"]);
        (HintId height, HintId oldRoot, HintId newRoot) = (ids["height"], ids["old_root"], ids["new_root"]);
        int size = ids.SizeOf("Access");
        return r =>
        {
            Relocatable start = accesses.Pointer(r);
            BigInteger[] keys = new BigInteger[(end.Pointer(r).Offset - start.Offset) / size];
            for (int i = 0; i < keys.Length; i++)
            {
                keys[i] = r.Memory.GetInteger(start + ((long)i * size));
            }

            r.Scopes.Set(Plan, new PatriciaPlan(nodes, (int)height.Integer(r), keys, oldRoot.Felt(r), newRoot.Felt(r)));
        };
    }

    private static Action<HintRun> ChildAction(HintBinder ids)
    {
        (HintId access, HintId end, HintId start) = (ids["access"], ids["walk.end"], ids["start"]);
        (HintId height, HintId hash, HintId action) = (ids["height"], ids["hash"], ids["action"]);
        return r =>
        {
            (BigInteger first, int levels) = (start.Integer(r), (int)height.Integer(r));
            PatriciaPlan plan = r.Scopes.Get<PatriciaPlan>(Plan);
            bool isEdge = levels != 0 && plan.TryGetNode(hash.Felt(r), out TrieNode node) && node.IsEdge;
            bool isEntered = HoldsNext(r, access, end, first, PatriciaPlan.SizeOf(levels));
            action.Set(r, isEntered ? (levels == 0 ? EnterLeaf : isEdge ? EnterEdge : EnterBinary)
                : isEdge && !plan.IsInBoth(first, levels, hash.Felt(r)) ? WriteBottom : Write);
        };
    }

    private static Action<HintRun> AbsentKeysBeside(HintBinder ids)
    {
        (HintId access, HintId end, HintId start, HintId height) = (ids["access"], ids["walk.end"], ids["start"], ids["height"]);
        (HintId bottomStart, HintId bottomHeight) = (ids["bottom_start"], ids["bottom_height"]);
        HintId areAbsent = ids["are_absent"];
        int size = ids.SizeOf("Access");
        return r =>
        {
            (BigInteger first, BigInteger bottom) = (start.Integer(r), bottomStart.Integer(r));
            BigInteger past = first + PatriciaPlan.SizeOf((int)height.Integer(r));
            BigInteger pastBottom = bottom + PatriciaPlan.SizeOf((int)bottomHeight.Integer(r));
            IEnumerable<BigInteger> keys = Keys(r, access.Pointer(r), end.Pointer(r), size).TakeWhile(key => key >= first && key < past);
            areAbsent.Set(r, keys.Any(key => key < bottom || key >= pastBottom));
        };
    }

    private static IEnumerable<BigInteger> Keys(HintRun run, Relocatable access, Relocatable end, int size)
    {
        for (Relocatable at = access; at != end; at += size)
        {
            yield return run.Memory.GetInteger(at);
        }
    }

    // Earlier keys were taken already, so the next one tells whether there is any.
    private static bool HoldsNext(HintRun run, HintId access, HintId end, BigInteger start, BigInteger size)
    {
        Relocatable next = access.Pointer(run);
        if (next == end.Pointer(run))
        {
            return false;
        }

        BigInteger key = run.Memory.GetInteger(next);
        return key >= start && key < start + size;
    }

    private static TrieNode NodeOf(ITrieNodeReader nodes, Felt hash) =>
        nodes.TryGetNode(hash, out TrieNode node) ? node : throw Missing(hash);

    private static HintException Missing(Felt hash) => new("MissingTrieNode", $"the witness lacks node {hash}");
}
