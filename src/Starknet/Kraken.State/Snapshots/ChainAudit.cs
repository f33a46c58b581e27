using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Transactions;
using Kraken.State.Commitment;
using Kraken.State.Store;
using Kraken.Storage;
using Kraken.Trie;

namespace Kraken.State.Snapshots;

/// <summary>
/// Checks the store of a chain that nobody vouches for. What holds afterwards rests on the hash of block 0, which comes from the genesis
/// file, and on the committee's signatures.
/// </summary>
/// <remarks>
/// No depth covers what a node keeps for itself of older states (values and trie nodes that only they have) and how often it uses a node:
/// reads of old states rest on these.
/// </remarks>
public sealed class ChainAudit
{
    private readonly ChainStore store;
    private readonly IKeyValueStore records;
    private readonly StoreValues values;
    private readonly AuditBasis basis;

    private ChainAudit(IKeyValueStore records, AuditBasis basis)
    {
        store = new ChainStore(records);
        this.records = records;
        values = new StoreValues(records);
        this.basis = basis;
    }

    /// <summary>Checks a store; it returns where all is well.</summary>
    /// <param name="records">The store, which is completed where it lacks what follows from the rest.</param>
    /// <param name="basis">What is known of the chain.</param>
    /// <param name="depth">How much is checked.</param>
    /// <returns>The latest header.</returns>
    /// <exception cref="InvalidDataException">It is another chain's, or something of it is wrong: the text says what.</exception>
    public static BlockHeader Require(IKeyValueStore records, AuditBasis basis, AuditDepth depth)
    {
        ArgumentNullException.ThrowIfNull(basis);
        try
        {
            ChainAudit audit = new(records, basis);
            BlockHeader latest = audit.RequireHeaders(depth);
            audit.RequireRoots(latest);
            if (depth == AuditDepth.Whole)
            {
                audit.RequireContents(latest.Number);
                audit.RequireState();
            }

            return latest;
        }
        catch (Exception damage) when (damage is not (InvalidDataException or IOException or OutOfMemoryException))
        {
            // Records that no program of this chain wrote may fail anywhere in what reads them.
            throw new InvalidDataException($"the chain's store is damaged: {damage.Message}", damage);
        }
    }

    private BlockHeader RequireHeaders(AuditDepth depth)
    {
        ulong number = store.LatestNumber ?? throw new InvalidDataException("expected a chain with a block, got none");
        BlockHeader latest = HeaderOf(number);

        // Downwards from the one that the committee signed: each vouches for the one before.
        Felt expected = latest.Hash;
        for (ulong at = number; ; at--)
        {
            BlockHeader header = HeaderOf(at);
            Felt hash = BlockHash.Compute(header);
            if (header.Number != at || header.Hash != hash || hash != expected)
            {
                throw Wrong($"the header of block {at}", expected, hash);
            }

            if (at == number || depth == AuditDepth.Whole)
            {
                RequireCertificate(header);
            }

            expected = header.ParentHash;
            if (at == 0)
            {
                return header.Hash == basis.GenesisHash ? latest : throw Wrong("block 0 of this chain", basis.GenesisHash, header.Hash);
            }
        }
    }

    private void RequireCertificate(BlockHeader header)
    {
        if (header.Number == 0)
        {
            // Nobody decides it: its certificate is empty.
            if (store.Certificate(0) is { Length: > 0 and var length })
            {
                throw new InvalidDataException($"the commit certificate of block 0: expected none, got one of {length} bytes");
            }

            return;
        }

        byte[] certificate = store.Certificate(header.Number) ?? [];
        if (basis.FindProblem(header.Number, header.Hash, certificate) is { } problem)
        {
            throw new InvalidDataException($"the commit certificate of block {header.Number}: {problem}");
        }
    }

    private void RequireRoots(BlockHeader latest)
    {
        StateRoots roots = store.Commitment.Roots;
        if (roots.Global != latest.StateRoot)
        {
            throw Wrong($"the roots of the tries after block {latest.Number}", latest.StateRoot, roots.Global);
        }

        RequireNode<PedersenTrieHash>(roots.Contracts);
        RequireNode<PoseidonTrieHash>(roots.Classes);
    }

    private void RequireNode<THash>(Felt root)
        where THash : struct, ITrieHash
    {
        if (!root.IsZero && (!store.Commitment.TryGetNode(root, out TrieNode node) || node.Hash<THash>() != root))
        {
            throw new MissingTrieNodeException(root, StateCommitter.Height);
        }
    }

    private void RequireContents(ulong latest)
    {
        long transactions = 0;
        HashSet<Felt> classes = [];
        for (ulong number = 0; number <= latest; number++)
        {
            Block block = store.Block(number)!;
            StateDiff diff = store.StateDiff(number) ?? throw new InvalidDataException($"the diff of block {number} is missing");
            BlockCommitments found = ContentCommitments.Compute(block.Transactions, block.Receipts, diff);
            if (found != block.Header.Commitments)
            {
                throw new InvalidDataException($"the content of block {number}: expected {block.Header.Commitments}, got {found}");
            }

            if (store.NumberOf(block.Header.Hash) != number)
            {
                throw new InvalidDataException($"block {number} is not found by its hash");
            }

            RequireTransactions(block);
            transactions += block.Transactions.Length;
            foreach (DeclaredClass declared in diff.DeclaredClasses)
            {
                RequireClass(declared);
                classes.Add(declared.ClassHash);
            }

            if (number >= store.OldestState && StateTables.RootsAt(records, number).Global is var root && root != block.Header.StateRoot)
            {
                throw Wrong($"the roots of the tries after block {number}", block.Header.StateRoot, root);
            }
        }

        new StoreCounts(records).Require(latest, transactions, classes.Count);
    }

    private void RequireTransactions(Block block)
    {
        ImmutableArray<Transaction> transactions = block.Transactions;
        for (int i = 0; i < transactions.Length; i++)
        {
            Felt hash = transactions[i].WithHash(basis.Chain).Hash;
            if (hash != transactions[i].Hash)
            {
                throw Wrong($"transaction {i} of block {block.Header.Number}", transactions[i].Hash, hash);
            }

            if (store.Find(hash) != new TransactionLocation(block.Header.Number, i))
            {
                throw new InvalidDataException($"transaction {hash} of block {block.Header.Number} is not found by its hash");
            }
        }
    }

    private void RequireClass(DeclaredClass declared)
    {
        SierraClass sierra =
            store.Sierra(declared.ClassHash) ?? throw new InvalidDataException($"class {declared.ClassHash} is missing");
        if (ClassHash.Compute(sierra) is var hash && hash != declared.ClassHash)
        {
            throw Wrong("a declared class", declared.ClassHash, hash);
        }

        CasmClass casm = basis.Compile(sierra) ?? throw new InvalidDataException($"class {hash} does not compile");
        Felt compiled = CompiledClassHash.Blake(casm);
        if (compiled != declared.CompiledClassHash && CompiledClassHash.Poseidon(casm) != declared.CompiledClassHash)
        {
            throw Wrong($"the compiled class of {hash}", declared.CompiledClassHash, compiled);
        }

        if (store.Casm(hash) is not { } stored || !CasmClassJson.ToBytes(stored).AsSpan().SequenceEqual(CasmClassJson.ToBytes(casm)))
        {
            throw new InvalidDataException($"the compiled class of {hash} is not what the class compiles to");
        }
    }

    // Every leaf has its values, and there are no more values than the leaves have.
    private void RequireState()
    {
        IStateReader state = store.State;
        ICommitmentReader commitment = store.Commitment;
        Dictionary<byte, long> expected = [];
        foreach (TrieLeaf leaf in TrieLeaves.Of<PedersenTrieHash>(commitment, commitment.Roots.Contracts, StateCommitter.Height))
        {
            Felt root = commitment.StorageRootOf(leaf.Key);
            (Felt classHash, Felt nonce) = (state.ClassHashAt(leaf.Key), state.NonceAt(leaf.Key));
            RequireLeaf(leaf, StateCommitment.ContractLeaf(classHash, root, nonce), "contract");
            values.Count(expected, classHash, nonce, root);
            foreach (TrieLeaf cell in TrieLeaves.Of<PedersenTrieHash>(commitment, root, StateCommitter.Height))
            {
                RequireLeaf(cell, state.StorageAt(leaf.Key, cell.Key), $"storage of {leaf.Key}");
                values.CountStorage(expected);
            }
        }

        foreach (TrieLeaf leaf in TrieLeaves.Of<PoseidonTrieHash>(commitment, commitment.Roots.Classes, StateCommitter.Height))
        {
            RequireLeaf(leaf, StateCommitment.ClassLeaf(state.CompiledClassHashOf(leaf.Key)), "class");
            values.CountClass(expected);
        }

        values.Require(expected);
    }

    private static void RequireLeaf(in TrieLeaf leaf, Felt value, string what)
    {
        if (leaf.Value != value)
        {
            throw Wrong($"the {what} at {leaf.Key}", leaf.Value, value);
        }
    }

    private BlockHeader HeaderOf(ulong number) =>
        store.Header(number) ?? throw new InvalidDataException($"the header of block {number} is missing");

    private static InvalidDataException Wrong(string what, Felt expected, Felt got) => new($"{what}: expected {expected}, got {got}");
}
