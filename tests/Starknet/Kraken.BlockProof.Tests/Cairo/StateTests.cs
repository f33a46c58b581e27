using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Text.Json;
using Kraken.BlockProof.Hints;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Execution.Blocks;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Tests;
using Kraken.State;
using Kraken.State.Commitment;
using Kraken.State.Journal;
using Kraken.Trie;
using Xunit;

namespace Kraken.BlockProof.Tests.Cairo;

/// <summary>os/state.cairo and os/aliases.cairo against Kraken.State and Kraken.Execution, and a real block's aliases.</summary>
public sealed class StateTests(ITestOutputHelper log)
{
    private const string Main = "state_update.cairo";

    private static readonly Felt Aliases = 2;
    private static readonly SystemContracts System = VersionedConstants.ForVersion("0.14.4")!.System;

    [Fact]
    public void RandomBlocksHaveTheirRootsAndDiffs()
    {
        for (int seed = 0; seed < 30; seed++)
        {
            AccessedState state = new();
            Random random = new(seed);
            Block[] blocks = [.. Enumerable.Range(0, 1 + (seed % 3)).Select(number => state.Random(random, seed, number))];
            (Felt[] output, long steps) = CairoTest.Run(Main, Hints([.. blocks.Select(block => block.Proved())]));
            Assert.Equal(blocks.SelectMany(block => block.Expected), output);
            log.WriteLine($"{seed}: {blocks.Sum(block => block.Accesses.Count)} accesses, {steps} steps");
        }
    }

    /// <summary>Which aliases the genuine sequencer gave in a block of the main network, and in which order.</summary>
    [Fact]
    public void AliasesAreThoseThatARealBlockGave()
    {
        JsonElement diff = SharedData.Json("starknet/blocks/v0.14.1_mainnet_4130000.state_update.json").GetProperty("state_diff");
        Dictionary<Felt, (Felt Key, Felt Value)[]> cells = diff.GetProperty("storage_diffs").EnumerateObject().ToDictionary(
            contract => Felt.Parse(contract.Name),
            contract => contract.Value.EnumerateArray().Select(c => (FeederBlock.Felt(c, "key"), FeederBlock.Felt(c, "value"))).ToArray());
        Dictionary<Felt, Felt> nonces = diff.GetProperty("nonces").EnumerateObject()
            .ToDictionary(nonce => Felt.Parse(nonce.Name), nonce => Felt.Parse(nonce.Value.GetString()!));
        Dictionary<Felt, Felt> given = cells[Aliases].ToDictionary(cell => cell.Key, cell => cell.Value);
        cells.Remove(Aliases);
        Assert.Equal(12, given.Count);

        AccessedState state = new();
        foreach ((Felt contract, (Felt Key, Felt Value)[] changed) in cells)
        {
            foreach ((Felt key, Felt value) in changed)
            {
                state.Set(new(CellKind.Storage, contract, key, 0, value + 1));
                Know(key);
            }

            Know(contract);
        }

        foreach ((Felt contract, Felt nonce) in nonces)
        {
            state.Set(new(CellKind.Nonce, contract, 0, 0, nonce - 1));
            Know(contract);
        }

        state.Set(new(CellKind.Storage, Aliases, 0, 0, given[0] - (given.Count - 1)));
        state.Commit(false);
        foreach ((Felt contract, (Felt Key, Felt Value)[] changed) in cells)
        {
            foreach ((Felt key, Felt value) in changed)
            {
                state.Set(new(CellKind.Storage, contract, key, 0, value));
            }
        }

        foreach ((Felt contract, Felt nonce) in nonces)
        {
            state.Set(new(CellKind.Nonce, contract, 0, 0, nonce));
        }

        Block block = state.Commit(false, [.. given.Select(cell => new Access(CellKind.Storage, Aliases, cell.Key, 0, cell.Value))]);
        Assert.Equal(block.Expected, CairoTest.Run(Main, Hints([block])).Output);

        // What had an alias before the block is in its diff, but not among the new aliases.
        void Know(Felt key)
        {
            if (key >= 128 && !given.ContainsKey(key))
            {
                state.Set(new(CellKind.Storage, Aliases, key, 0, 1000));
            }
        }
    }

    /// <summary>A contract whose list begins with an access that nobody made, and one that is continued by another list.</summary>
    [Fact]
    public void AccessesThatNobodyMadeAreFound()
    {
        Block block = new AccessedState().Random(new Random(3), 3, 0);
        foreach (Func<Relocatable, bool, Relocatable> altered in (Func<Relocatable, bool, Relocatable>[])
        [
            (storage, isEnd) => isEnd ? storage + 3 : storage,
            (storage, _) => storage + 3,
        ])
        {
            VmError? error = CairoTest.TryRun(Main, Hints([block], altered), out _);
            Assert.Equal(VmErrorKind.DiffAssertValues, error?.Kind);
        }
    }

    [Fact]
    [LiesAbout("state_roots", "storage_roots", "contracts_below_aliases", "alias_counter", "alias_of_key", "is_unaliased", "key_is_small")]
    public void ALieAboutTheStateIsFound()
    {
        AccessedState state = new();
        Random random = new(11);
        Block[] blocks = [state.Random(random, 11, 0), state.Random(random, 11, 1)];
        string[] roots = ["contracts_before", "contracts_after", "classes_before", "classes_after"];
        for (int i = 0; i < roots.Length; i++)
        {
            Assert.Equal(2, Lies("state_roots", roots, honest => [.. honest[..i], honest[i] + 1, .. honest[(i + 1)..]]));
        }

        string[] storage = ["root_before", "root_after"];
        Assert.NotEqual(0, Lies("storage_roots", storage, honest => [honest[0] + 1, honest[1]]));
        Assert.NotEqual(0, Lies("storage_roots", storage, honest => [honest[0], honest[1] + 1]));
        Assert.NotEqual(0, Lies("storage_roots", storage, honest => honest[0] == honest[1] ? null : [honest[1], honest[0]]));
        string[] below = ["below", "is_read"];
        Assert.Equal(2, Lies("contracts_below_aliases", below, honest => [honest[0] + 1, honest[1]]));
        Assert.Equal(2, Lies("contracts_below_aliases", below, honest => [honest[0] - 1, honest[1]]));
        Assert.Equal(2, Lies("contracts_below_aliases", below, honest => [honest[0], 1 - honest[1]]));
        Assert.Equal(2, Lies("alias_counter", ["counter"], honest => [honest[0] + 1]));
        Assert.Equal(1, Lies("alias_counter", ["counter"], honest => honest[0] == 0 ? null : [0]));
        Assert.NotEqual(0, Lies("alias_of_key", ["alias"], honest => [honest[0] + 1]));
        Assert.NotEqual(0, Lies("alias_of_key", ["alias"], honest => honest[0] == 0 ? null : [0]));
        Assert.NotEqual(0, Lies("is_unaliased", ["is_unaliased"], honest => [1 - honest[0]]));
        Assert.NotEqual(0, Lies("key_is_small", ["is_small"], honest => [1 - honest[0]]));

        int Lies(string hint, string[] variables, Func<Felt[], Felt[]?> alter) =>
            AlteredHint.MustMatter(Main, Hints(blocks), hint, variables, alter);
    }

    private static Dictionary<string, HintFactory> Hints(Block[] blocks, Func<Relocatable, bool, Relocatable>? alteredStorage = null)
    {
        int next = 0;
        return new(StateHints.Over([.. blocks.Select(block => block.State)]))
        {
            ["blocks_under_test"] = ids =>
            {
                HintId count = ids["blocks"];
                return r =>
                {
                    next = 0;
                    count.Set(r, blocks.Length);
                };
            },
            ["block_under_test"] = ids =>
            {
                (HintId contracts, HintId contractsEnd) = (ids["contracts"], ids["contracts_end"]);
                (HintId classes, HintId classesEnd) = (ids["classes"], ids["classes_end"]);
                return r =>
                {
                    (MaybeRelocatable[] outer, Felt[] declared) = blocks[next++].Cells(r.Memory, alteredStorage);
                    Place(outer, contracts, contractsEnd);
                    Place([.. declared.Select(cell => (MaybeRelocatable)cell)], classes, classesEnd);

                    void Place(MaybeRelocatable[] cells, HintId start, HintId end)
                    {
                        Relocatable at = r.Memory.Place(cells);
                        start.Set(r, at);
                        end.Set(r, at + cells.Length);
                    }
                };
            },
        };
    }

    /// <summary>An access to a cell; a read has the value twice.</summary>
    private sealed record Access(CellKind Kind, Felt Owner, Felt Key, Felt Before, Felt After);

    /// <summary>The accesses of a block, the values of its contracts before it, and what must come out.</summary>
    private sealed record Block(
        List<Access> Accesses, Dictionary<Felt, (Felt Class, Felt Nonce)> Contracts, BlockState State, Felt[] Expected)
    {
        /// <summary>
        /// The same block with no other nodes than those on the ways to what it accesses, and after it those at the ends of edges that
        /// lead past.
        /// </summary>
        public Block Proved()
        {
            Felt[] aliased = [0, .. Accesses.SelectMany(access => (Felt[])[access.Owner, access.Key])];
            ILookup<Felt, Felt> cells = Accesses.Where(access => access.Kind == CellKind.Storage)
                .Select(access => (access.Owner, access.Key)).Concat(aliased.Select(key => (Owner: Aliases, Key: key)))
                .Distinct().ToLookup(cell => cell.Owner, cell => cell.Key);
            Felt[] classes = [.. Accesses.Where(access => access.Kind == CellKind.CompiledClass).Select(access => access.Owner)];
            return this with { State = new(Only(State.Before, false), Only(State.After, true)) };

            ProvedCommitment Only(ICommitmentReader whole, bool forUpdate)
            {
                Dictionary<Felt, TrieNode> nodes = [];
                PatriciaTrie<PedersenTrieHash>.Prove(
                    whole, whole.Roots.Contracts, StateCommitter.Height, [Aliases, .. Contracts.Keys], nodes, forUpdate);
                PatriciaTrie<PoseidonTrieHash>.Prove(whole, whole.Roots.Classes, StateCommitter.Height, classes, nodes, forUpdate);
                foreach (IGrouping<Felt, Felt> contract in cells)
                {
                    Felt root = whole.StorageRootOf(contract.Key);
                    PatriciaTrie<PedersenTrieHash>.Prove(whole, root, StateCommitter.Height, contract, nodes, forUpdate);
                }

                return new(whole, nodes);
            }
        }

        /// <summary>The lists of accesses to contracts and classes.</summary>
        public (MaybeRelocatable[] Contracts, Felt[] Classes) Cells(VmMemory memory, Func<Relocatable, bool, Relocatable>? altered)
        {
            Dictionary<Felt, PlacedContract> contracts = [];
            List<MaybeRelocatable> outer = [];
            List<Felt> classes = [];
            foreach (Access access in Accesses)
            {
                if (access.Kind == CellKind.CompiledClass)
                {
                    classes.AddRange([access.Owner, access.Before, access.After]);
                    continue;
                }

                if (!contracts.TryGetValue(access.Owner, out PlacedContract before))
                {
                    (Felt owned, Felt nonce) = Contracts[access.Owner];
                    Relocatable storage = memory.AddSegment();
                    Relocatable start = altered?.Invoke(storage, false) ?? storage;
                    Relocatable end = altered?.Invoke(storage, true) ?? storage;
                    before = new(memory.Place(owned, nonce, start, end), owned, nonce, storage, storage);
                }

                PlacedContract after = before;
                switch (access.Kind)
                {
                    case CellKind.Storage:
                        memory.Load(before.End, (Felt[])[access.Key, access.Before, access.After]);
                        after.End = before.End + 3;
                        break;
                    case CellKind.Nonce:
                        after.Nonce = access.After;
                        break;
                    default:
                        after.Class = access.After;
                        break;
                }

                after.At = after == before ? before.At : memory.Place(after.Class, after.Nonce, after.Storage, after.End);
                contracts[access.Owner] = after;
                outer.AddRange([access.Owner, before.At, after.At]);
            }

            return ([.. outer], [.. classes]);
        }
    }

    /// <summary>A commitment of which only some nodes are known.</summary>
    private sealed class ProvedCommitment(ICommitmentReader whole, Dictionary<Felt, TrieNode> nodes) : ICommitmentReader
    {
        public StateRoots Roots => whole.Roots;

        public Felt StorageRootOf(in Felt contract) => whole.StorageRootOf(contract);

        public bool TryGetNode(in Felt hash, out TrieNode node) => nodes.TryGetValue(hash, out node);
    }

    /// <summary>A contract's values and where they stand.</summary>
    private record struct PlacedContract(Relocatable At, Felt Class, Felt Nonce, Relocatable Storage, Relocatable End);

    /// <summary>A state whose accesses are noted.</summary>
    private sealed class AccessedState
    {
        private static readonly Felt[] Addresses =
            [5, 15, 16, 127, 128, 129, .. Enumerable.Range(1, 6).Select(i => Felt.FromBigInteger(BigInteger.Pow(3, 20 * i)))];

        private static readonly Felt[] Keys =
            [0, 1, 127, 128, .. Enumerable.Range(1, 8).Select(i => Felt.FromBigInteger(BigInteger.Pow(5, 13 * i) >> (i % 3)))];

        private IStateReader parent = EmptyState.Instance;
        private ICommitmentReader commitment = EmptyCommitment.Instance;
        private JournaledState journal = new(EmptyState.Instance);
        private List<Access> accesses = [];

        /// <summary>Accesses a cell; the access's value before is the state's.</summary>
        public void Set(Access access)
        {
            Felt before = access.Kind switch
            {
                CellKind.Storage => journal.StorageAt(access.Owner, access.Key),
                CellKind.Nonce => journal.NonceAt(access.Owner),
                CellKind.ClassHash => journal.ClassHashAt(access.Owner),
                _ => journal.CompiledClassHashOf(access.Owner),
            };
            accesses.Add(access with { Before = before });
            switch (access.Kind)
            {
                case CellKind.Storage:
                    journal.SetStorage(access.Owner, access.Key, access.After);
                    break;
                case CellKind.Nonce:
                    journal.SetNonce(access.Owner, access.After);
                    break;
                case CellKind.ClassHash:
                    journal.SetClassHash(access.Owner, access.After);
                    break;
                default:
                    journal.SetCompiledClassHash(access.Owner, access.After);
                    break;
            }
        }

        /// <summary>Ends a block.</summary>
        /// <param name="gives">Whether aliases are given as Kraken.Execution gives them.</param>
        /// <param name="unseen">Changes that the program is not told of.</param>
        public Block Commit(bool gives, params Access[] unseen)
        {
            List<Access> seen = accesses;
            accesses = [];
            foreach (Access access in unseen)
            {
                Set(access);
            }

            if (gives)
            {
                AliasAllocation.Run(journal, System);
            }

            StateDiff diff = StateDiffs.Of(journal.Changes());
            CommitmentOverlay after = new(commitment, StateCommitter.Commit(parent, commitment, diff));
            Block block = new(
                seen,
                seen.Where(access => access.Kind != CellKind.CompiledClass).Select(access => access.Owner).Distinct()
                    .ToDictionary(owner => owner, owner => (parent.ClassHashAt(owner), parent.NonceAt(owner))),
                new(commitment, after),
                [commitment.Roots.Global, after.Roots.Global, StateDiffHash.Compute(diff), diff.Length]);
            (parent, commitment, accesses) = (new DiffOverlay(parent, diff), after, []);
            journal = new(parent);
            return block;
        }

        /// <summary>A block of random accesses, with all that stands near the contract of aliases.</summary>
        public Block Random(Random random, int seed, int number)
        {
            if (number % 2 == 0 || seed == 11)
            {
                Set(new(CellKind.Storage, 1, number, 0, 1000 + number));
            }

            if (seed % 4 == 1)
            {
                Set(new(CellKind.ClassHash, 0, 0, 0, 0));
            }

            if (seed % 4 is 1 or 2)
            {
                Set(new(CellKind.ClassHash, Aliases, 0, 0, 0));
            }

            for (int i = 0; i < seed; i++)
            {
                Felt address = Addresses[random.Next(Addresses.Length)];
                Felt key = Keys[random.Next(Keys.Length)];
                Set(random.Next(6) switch
                {
                    0 => new(CellKind.Nonce, address, 0, 0, journal.NonceAt(address) + 1),
                    1 => new(CellKind.ClassHash, address, 0, 0, 1 + random.Next(3)),
                    2 => new(CellKind.ClassHash, address, 0, 0, journal.ClassHashAt(address)),
                    3 => new(CellKind.Storage, address, key, 0, journal.StorageAt(address, key)),
                    _ => new(CellKind.Storage, address, key, 0, random.Next(3)),
                });
                Felt declared = 1 + random.Next(100);
                Felt known = journal.CompiledClassHashOf(declared);
                Set(new(CellKind.CompiledClass, declared, 0, 0, known == 0 && random.Next(2) == 0 ? declared * 7 : known));
            }

            return Commit(true);
        }
    }
}
