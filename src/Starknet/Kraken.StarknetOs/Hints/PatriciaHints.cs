using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Kraken.StarknetOs.Patricia;
using Kraken.StarknetOs.Runs;
using Kraken.Trie;

namespace Kraken.StarknetOs.Hints;

/// <summary>The library's hints of updating a trie, by the keys of their texts.</summary>
internal static class PatriciaHints
{
    private const string Node = "node";
    private const string Left = "left_child";
    private const string Right = "right_child";
    private const string Map = "descent_map";
    private const string Descend = "descend";

    public static IReadOnlyDictionary<string, HintFactory> Over(OsRunState state) =>
        OfNodes(new BlockNodes(state.Blocks)).Concat(OfWays).Concat(OfSteps).ToDictionary();

    // What nodes are made of.
    private static Dictionary<string, HintFactory> OfNodes(ITrieNodeReader nodes) => new()
    {
        ["8c3591e4ab65e6841341fc3b40330c8c"] = ids => Start(ids, nodes),
        ["5a07c62596e0ca77c5fad15ed4c0c9f1"] = ids =>
        {
            (HintId height, HintId node) = (ids["height"], ids["node"]);
            return r => r.SetAp(height.Felt(r).IsZero || !NodeOf(nodes, node.Felt(r)).IsEdge);
        },
        ["97cb32d0803932b1f60695132bbb59e8"] = ids => OpenEdge(ids, nodes),
        ["84eb8ef5dc9905afa27631b3f5e9ffa9"] = ids => Open(nodes, ids["edge.bottom"], ids["hash_ptr.x"], ids["hash_ptr.y"]),
        ["7f969abbdbcafecef875cb5fe9516f98"] = ids =>
        {
            Action<HintRun> open = Open(nodes, ids["node"], ids["current_hash.x"], ids["current_hash.y"]);
            return r =>
            {
                open(r);
                r.SetAp(!Decode(r));
            };
        },
    };

    // Where the keys go, and where a descent leads.
    private static Dictionary<string, HintFactory> OfWays { get; } = new()
    {
        ["59e248afb28259f3432f1cc4978f9857"] = _ => r => r.SetAp(!Decode(r)),
        ["d335456cb6359e0bc26698dd9410b003"] = _ => r => r.SetAp(!Decode(r)),
        ["65fe67c1edf6fc582f1c1ce2ed6a7978"] = _ => r => r.SetAp(GoesRight(r)),
        ["5c7f56f25cf5e19a0208c4bbd85e81a9"] = _ => r => HintRun.Require(GoesRight(r), "Case", "expected a key on the right"),
        ["6a06048e113f937e0bc467bd5c84378f"] = ids =>
        {
            HintId bit = ids["bit"];
            return r => r.SetAp(GoesRight(r) != (bit.Felt(r) == Felt.One));
        },
        ["18abecd251dfb09924d1e9afc5ab0939"] = ids =>
        {
            (HintId path, HintId length, HintId bit) = (ids["edge.path"], ids["new_length"], ids["bit"]);
            return r => bit.Set(r, (path.Integer(r) >> (int)length.Integer(r)) & 1);
        },
        ["44ecdbfcd8dc25c329f43df38a6df0d3"] = ids =>
        {
            (HintId height, HintId path) = (ids["height"], ids["path"]);
            return r =>
            {
                (int Length, BigInteger Bits)? found = r.Scopes.Get<Descents>(Map).At((int)height.Integer(r), path.Integer(r));
                r.SetAp(found is not null);
                r.Scopes.Set(Descend, found ?? default);
            };
        },
        ["c8565e1ee3d61cc8afcc6d9103bfe642"] = ids =>
        {
            (HintId siblings, HintId word) = (ids["siblings"], ids["word"]);
            return r =>
            {
                (int length, BigInteger bits) = r.Scopes.Get<(int, BigInteger)>(Descend);
                r.Memory.Insert(siblings.Pointer(r), (Felt)length);
                word.Set(r, bits);
            };
        },
        ["f4dd89993d22469f570d875faf249b87"] = ids =>
        {
            (HintId length, HintId word) = (ids["length"], ids["word"]);
            return r =>
            {
                (int bitCount, BigInteger bits) = r.Scopes.Get<(int, BigInteger)>(Descend);
                length.Set(r, (BigInteger)bitCount);
                word.Set(r, bits);
            };
        },
    };

    // Steps to the node that is looked at next.
    private static Dictionary<string, HintFactory> OfSteps { get; } = new()
    {
        ["0a0e074fe38521d2f5784a48972e36c6"] = ids =>
        {
            (HintId length, HintId word) = (ids["length"], ids["word"]);
            return r => Enter(r, NodeAt(r).After(word.Integer(r), (int)length.Integer(r)));
        },
        ["db5bd8406df63fca3f0e3f148021470a"] = _ => r => Enter(r, NodeAt(r)),
        ["52b6b6a7d72fbf5ee03c6950d84551ba"] = _ => r => Enter(r, Child(r, goesRight: false)),
        ["6cb9acda96d0e8fc83ed1abfcae1ef59"] = _ => r => Enter(r, Child(r, goesRight: true)),
        ["cd1eef860a348463c4ddd1ea89acea02"] = ids =>
        {
            HintId bit = ids["child_bit"];
            return r =>
            {
                bool goesRight = GoesRight(r);
                bit.Set(r, goesRight);
                Enter(r, Child(r, goesRight));
            };
        },
        ["8fe15deedd8e9b8f66adeb5859b645ba"] = ids =>
        {
            HintId bit = ids["bit"];
            return r => Enter(r, Child(r, goesRight: bit.Felt(r) == Felt.One));
        },
        ["22ca821e8ff5344a6f9bce16a7987f27"] = ids =>
        {
            HintId bit = ids["bit"];
            return r => Enter(r, Child(r, goesRight: bit.Felt(r) != Felt.One));
        },
    };

    private static Action<HintRun> Start(HintBinder ids, ITrieNodeReader nodes)
    {
        (HintId updates, HintId count, HintId height) = (ids["update_ptr"], ids["n_updates"], ids["height"]);
        (HintId oldRoot, HintId newRoot) = (ids["prev_root"], ids["new_root"]);
        int size = ids.SizeOf("DictAccess");
        return r =>
        {
            Relocatable start = updates.Pointer(r);
            BigInteger[] keys =
            [
                .. Enumerable.Range(0, HintRun.Count(count.Felt(r))).Select(i => r.Memory.GetInteger(start + ((long)i * size))),
            ];
            UpdateNode root = UpdateNode.Root(keys, (int)height.Integer(r));
            r.Scopes.Set(Node, root);
            r.Scopes.Set(Map, new Descents(
                nodes, root, CanonicNode.Of(nodes, oldRoot.Felt(r)), CanonicNode.Of(nodes, newRoot.Felt(r))));
        };
    }

    private static Action<HintRun> OpenEdge(HintBinder ids, ITrieNodeReader nodes)
    {
        (HintId hash, HintId edge, HintId result) = (ids["node"], ids["edge"], ids["hash_ptr.result"]);
        (HintId length, HintId path, HintId bottom) = (ids["edge.length"], ids["edge.path"], ids["edge.bottom"]);
        return r =>
        {
            TrieNode node = NodeOf(nodes, hash.Felt(r));
            edge.Set(r, r.Memory.AddSegment());
            length.Set(r, (BigInteger)(int)node.Length);
            path.Set(r, node.Right);
            bottom.Set(r, node.Left);
            result.Set(r, hash.Felt(r) - (Felt)(ulong)node.Length);
        };
    }

    private static Action<HintRun> Open(ITrieNodeReader nodes, HintId hash, HintId left, HintId right) => r =>
    {
        TrieNode node = NodeOf(nodes, hash.Felt(r));
        left.Set(r, node.Left);
        right.Set(r, node.Right);
    };

    // Sets the children of the node at hand, and says whether there are keys below both.
    private static bool Decode(HintRun run)
    {
        UpdateNode node = NodeAt(run);
        (UpdateNode left, UpdateNode right) = (node.Left, node.Right);
        run.Scopes.Set(Left, left);
        run.Scopes.Set(Right, right);
        return !left.IsEmpty && !right.IsEmpty;
    }

    private static bool GoesRight(HintRun run) => Child(run, goesRight: false).IsEmpty;

    private static UpdateNode Child(HintRun run, bool goesRight) => run.Scopes.Get<UpdateNode>(goesRight ? Right : Left);

    private static UpdateNode NodeAt(HintRun run) => run.Scopes.Get<UpdateNode>(Node);

    private static void Enter(HintRun run, UpdateNode node) => run.Scopes.Enter((Node, node), (Map, run.Scopes.Get<Descents>(Map)));

    private static TrieNode NodeOf(ITrieNodeReader nodes, Felt hash) => nodes.TryGetNode(hash, out TrieNode node)
        ? node
        : throw new HintException("MissingTrieNode", $"the witness lacks node {hash}");

    /// <summary>The nodes of all states around the blocks; a node is the same in each that has it.</summary>
    private sealed class BlockNodes(IReadOnlyList<RecordedBlock> blocks) : ITrieNodeReader
    {
        public bool TryGetNode(in Felt hash, out TrieNode node)
        {
            foreach (BlockState block in blocks.Select(block => block.Commitments))
            {
                if (block.Before.TryGetNode(hash, out node) || block.After.TryGetNode(hash, out node))
                {
                    return true;
                }
            }

            node = default;
            return false;
        }
    }
}
