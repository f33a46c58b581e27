using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Execution.Blocks;
using Kraken.Fields;
using Kraken.State.Commitment;
using Kraken.Trie;

namespace Kraken.BlockProof.Hints;

/// <summary>The hints of os/state.cairo and os/aliases.cairo, with those of the tries, over the states around the blocks.</summary>
internal static class StateHints
{
    private const string Number = "number of the state update";
    private const string State = "state of the block";
    private const string Aliases = "aliases";

    private static readonly Felt AliasContract = 2;

    /// <summary>The hints by their text.</summary>
    /// <param name="blocks">The states around each block, in order.</param>
    public static IReadOnlyDictionary<string, HintFactory> Over(IReadOnlyList<BlockState> blocks) => new Dictionary<string, HintFactory>(
        PatriciaHints.Over(new AnyState(blocks)))
    {
        ["state_start"] = _ => r =>
        {
            int number = r.Scopes.TryGet(Number, out int last) ? last + 1 : 0;
            r.Scopes.Set(Number, number);
            r.Scopes.Set(State, number < blocks.Count
                ? blocks[number]
                : throw new HintException("NoState", $"the witness has {blocks.Count} blocks, and the state of one more is asked for"));
        },
        ["contracts_below_aliases"] = Below,
        ["state_roots"] = ids =>
        {
            (HintId contractsBefore, HintId contractsAfter) = (ids["contracts_before"], ids["contracts_after"]);
            (HintId classesBefore, HintId classesAfter) = (ids["classes_before"], ids["classes_after"]);
            return r =>
            {
                (StateRoots before, StateRoots after) = (StateOf(r).Before.Roots, StateOf(r).After.Roots);
                contractsBefore.Set(r, before.Contracts);
                contractsAfter.Set(r, after.Contracts);
                classesBefore.Set(r, before.Classes);
                classesAfter.Set(r, after.Classes);
            };
        },
        ["storage_roots"] = ids =>
        {
            (HintId address, HintId before, HintId after) = (ids["change.address"], ids["root_before"], ids["root_after"]);
            return r =>
            {
                Felt contract = address.Felt(r);
                before.Set(r, StateOf(r).Before.StorageRootOf(contract));
                after.Set(r, StateOf(r).After.StorageRootOf(contract));
            };
        },
        ["alias_counter"] = ids =>
        {
            HintId counter = ids["counter"];
            return r =>
            {
                ICommitmentReader before = StateOf(r).Before;
                Dictionary<Felt, Felt> given = [];
                r.Scopes.Set(Aliases, given);
                counter.Set(r, StoredAlias(before, Felt.Zero));
            };
        },
        ["alias_of_key"] = ids =>
        {
            (HintId key, HintId next, HintId alias) = (ids["key"], ids["next"], ids["alias"]);
            return r =>
            {
                Dictionary<Felt, Felt> given = r.Scopes.Get<Dictionary<Felt, Felt>>(Aliases);
                Felt named = key.Felt(r);
                if (!given.TryGetValue(named, out Felt known))
                {
                    known = StoredAlias(StateOf(r).Before, named);
                    given.Add(named, known.IsZero ? next.Felt(r) : known);
                }

                alias.Set(r, known);
            };
        },
        ["is_unaliased"] = ids =>
        {
            (HintId address, HintId isUnaliased) = (ids["change.address"], ids["is_unaliased"]);
            return r => isUnaliased.Set(r, address.Felt(r) <= AliasAllocation.LastUnaliased);
        },
        ["key_is_small"] = ids =>
        {
            (HintId key, HintId isSmall) = (ids["key"], ids["is_small"]);
            return r => isSmall.Set(r, key.Felt(r) < AliasAllocation.FirstAlias);
        },
    };

    private static Action<HintRun> Below(HintBinder ids)
    {
        (HintId squashed, HintId end) = (ids["squashed"], ids["squashed_end"]);
        (HintId below, HintId isRead) = (ids["below"], ids["is_read"]);
        int size = ids.SizeOf("Access");
        return r =>
        {
            Relocatable start = squashed.Pointer(r);
            Felt[] keys = [.. Enumerable.Range(0, (int)(end.Pointer(r).Offset - start.Offset) / size)
                .Select(i => r.Memory.GetFelt(start + ((long)i * size)))];
            below.Set(r, keys.Count(key => key < AliasContract));
            isRead.Set(r, keys.Contains(AliasContract));
        };
    }

    private static Felt StoredAlias(ICommitmentReader state, Felt key) =>
        PatriciaTrie<PedersenTrieHash>.Get(state, state.StorageRootOf(AliasContract), StateCommitter.Height, key);

    private static BlockState StateOf(HintRun run) => run.Scopes.Get<BlockState>(State);

    /// <summary>The nodes of all states; a node is the same in each that has it.</summary>
    private sealed class AnyState(IReadOnlyList<BlockState> blocks) : ITrieNodeReader
    {
        public bool TryGetNode(in Felt hash, out TrieNode node)
        {
            foreach (BlockState block in blocks)
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
