using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Trie;

namespace Kraken.State.Commitment;

/// <summary>
/// The part of a state that proofs against its roots give: reads are answered by the proven leaves, and what is not proven, present or
/// absent, throws <see cref="StateProofException"/>. Diffs are committed on it as on a whole state, once it has the neighbours of what
/// they write (<see cref="StateNeighbours"/>). Not safe for several threads while proofs are added.
/// </summary>
/// <param name="roots">The roots, which are believed.</param>
public sealed class ProvenState(StateRoots roots) : IStateReader, ICommitmentReader
{
    private const int Height = StateCommitter.Height;

    private readonly TrieProof<PedersenTrieHash> contracts = new();
    private readonly TrieProof<PoseidonTrieHash> classes = new();
    private readonly Dictionary<Felt, ContractLeaf> leaves = [];
    private readonly Dictionary<Felt, Felt> compiled = [];

    /// <inheritdoc/>
    public StateRoots Roots => roots;

    /// <summary>The nodes of the contracts trie and of the storage tries, by hash.</summary>
    public IReadOnlyDictionary<Felt, TrieNode> ContractNodes => contracts.Nodes;

    /// <summary>The nodes of the class trie, by hash.</summary>
    public IReadOnlyDictionary<Felt, TrieNode> ClassNodes => classes.Nodes;

    /// <summary>What the proven leaves of contracts are made of, three zeros where there is no contract.</summary>
    public IReadOnlyDictionary<Felt, ContractLeaf> Leaves => leaves;

    /// <summary>Adds the answer to a query: all that was asked for must be proven by what was added so far.</summary>
    /// <param name="query">What was asked for.</param>
    /// <param name="proof">The answer, of unknown origin.</param>
    /// <exception cref="StateProofException">Something of it is not so, or is missing.</exception>
    public void Add(StorageProofQuery query, StorageProof proof)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(proof);
        Require("the root of the contracts trie", roots.Contracts, proof.ContractsRoot);
        Require("the root of the class trie", roots.Classes, proof.ClassesRoot);
        RequireCount("leaves of contracts", query.Contracts.Length, proof.Leaves.Length);
        RequireCount("storage proofs", query.Storage.Length, proof.Storage.Length);
        Add("class trie", classes, proof.Classes, query.Classes.Length);
        foreach (Felt classHash in query.Classes)
        {
            Leaf("class trie", classes, roots.Classes, classHash);
        }

        Add("contracts trie", contracts, proof.Contracts, query.Contracts.Length);
        foreach ((Felt address, ContractLeaf leaf) in query.Contracts.Zip(proof.Leaves))
        {
            Add(address, leaf);
        }

        foreach ((ContractKeys contract, ImmutableArray<KeyValuePair<Felt, TrieNode>> nodes) in query.Storage.Zip(proof.Storage))
        {
            Add($"storage trie of {contract.Address}", contracts, nodes, contract.Keys.Length);
            foreach (Felt key in contract.Keys)
            {
                StorageAt(contract.Address, key);
            }
        }
    }

    /// <summary>Adds nodes of the contracts trie and of storage tries, and nodes of the class trie; nothing is read of them yet.</summary>
    /// <exception cref="StateProofException">A node is malformed.</exception>
    public void Add(IEnumerable<TrieNode> ofContracts, IEnumerable<TrieNode> ofClasses)
    {
        Add("contracts trie", contracts, [.. ofContracts.Select(Hashed<PedersenTrieHash>)], int.MaxValue);
        Add("class trie", classes, [.. ofClasses.Select(Hashed<PoseidonTrieHash>)], int.MaxValue);
    }

    /// <summary>Adds what the leaf of a contract is made of.</summary>
    /// <exception cref="StateProofException">It is not what is proven.</exception>
    public void Add(in Felt address, ContractLeaf leaf)
    {
        Felt proven = Leaf("contracts trie", contracts, roots.Contracts, address);
        if (leaf.StorageRoot is null || leaf.Hash != proven)
        {
            throw new StateProofException(
                $"class, nonce and storage root of contract {address}",
                proven.IsZero ? "none" : $"those of leaf {proven}",
                leaf.StorageRoot is { } root
                    ? $"class {leaf.ClassHash}, nonce {leaf.Nonce}, storage root {root} of leaf {leaf.Hash}"
                    : "no storage root");
        }

        leaves[address] = leaf;
    }

    /// <summary>Adds a class's compiled class hash, as whoever compiled it says: it is compared with the leaf when it is read.</summary>
    public void AddClass(in Felt classHash, in Felt compiledClassHash) => compiled[classHash] = compiledClassHash;

    /// <inheritdoc/>
    public Felt StorageAt(in Felt contract, in Felt key) =>
        Leaf($"storage trie of {contract}", contracts, StorageRootOf(contract), key);

    /// <inheritdoc/>
    public Felt NonceAt(in Felt contract) => Contract(contract).Nonce;

    /// <inheritdoc/>
    public Felt ClassHashAt(in Felt contract) => Contract(contract).ClassHash;

    /// <inheritdoc/>
    public Felt StorageRootOf(in Felt contract) => Contract(contract).StorageRoot.GetValueOrDefault();

    /// <inheritdoc/>
    public Felt CompiledClassHashOf(in Felt classHash)
    {
        Felt proven = Leaf("class trie", classes, roots.Classes, classHash);
        if (proven.IsZero)
        {
            return Felt.Zero;
        }

        bool isKnown = compiled.TryGetValue(classHash, out Felt known);
        return isKnown && StateCommitment.ClassLeaf(known) == proven
            ? known
            : throw new StateProofException(
                $"compiled class hash of class {classHash}",
                $"that of leaf {proven}",
                isKnown ? $"{known} of leaf {StateCommitment.ClassLeaf(known)}" : "none");
    }

    /// <inheritdoc/>
    public bool TryGetNode(in Felt hash, out TrieNode node) => contracts.TryGetNode(hash, out node) || classes.TryGetNode(hash, out node);

    private ContractLeaf Contract(in Felt address)
    {
        if (leaves.TryGetValue(address, out ContractLeaf leaf))
        {
            return leaf;
        }

        Felt proven = Leaf("contracts trie", contracts, roots.Contracts, address);
        return proven.IsZero
            ? new ContractLeaf(default, default, Felt.Zero)
            : throw new StateProofException($"class, nonce and storage root of contract {address}", $"those of leaf {proven}", "none");
    }

    private static KeyValuePair<Felt, TrieNode> Hashed<THash>(TrieNode node)
        where THash : struct, ITrieHash => new(node.Hash<THash>(), node);

    private static void Add<THash>(string trie, TrieProof<THash> nodes, IReadOnlyList<KeyValuePair<Felt, TrieNode>> stated, int keys)
        where THash : struct, ITrieHash
    {
        long most = (long)keys * Height;
        if (stated.Count > most)
        {
            throw new StateProofException($"{trie}, nodes", $"at most {most}", Text(stated.Count));
        }

        if (!nodes.TryAdd(stated, out TrieProofError? error))
        {
            throw Refused(trie, error);
        }
    }

    private static Felt Leaf<THash>(string trie, TrieProof<THash> nodes, in Felt root, in Felt key)
        where THash : struct, ITrieHash =>
        nodes.TryGet(root, Height, key, out Felt value, out TrieProofError? error) ? value : throw Refused(trie, error);

    private static StateProofException Refused(string trie, TrieProofError error) =>
        new($"{trie}, {error.Where}", error.Expected, error.Got);

    private static void Require(string where, in Felt expected, in Felt got)
    {
        if (got != expected)
        {
            throw new StateProofException(where, expected.ToString(), got.ToString());
        }
    }

    private static void RequireCount(string where, int expected, int got)
    {
        if (got != expected)
        {
            throw new StateProofException(where, Text(expected), Text(got));
        }
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
