using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State;
using Kraken.State.Commitment;
using Kraken.State.Store;

namespace Kraken.Sequencer.Blocks;

/// <summary>
/// The tree of blocks that were executed but not committed, over the last committed block. Bounded: the leaf that was not used for
/// longest makes room. Not safe for several threads.
/// </summary>
/// <param name="store">The committed chain.</param>
/// <param name="limits">How much is kept.</param>
public sealed class PreparedBlocks(ChainStore store, PreparedLimits limits)
{
    private readonly Dictionary<ValueId, Node> nodes = [];
    private long uses;

    /// <summary>How many blocks are kept.</summary>
    public int Count => nodes.Count;

    /// <summary>About how many bytes they take.</summary>
    public long HeldBytes => nodes.Values.Sum(node => node.Bytes);

    private BlockHeader Tip => store.Header(store.LatestNumber ?? throw new InvalidOperationException("the chain has no genesis block"))!;

    /// <summary>A prepared block by its hash; null when it is not kept.</summary>
    public PreparedBlock? Find(ValueId value)
    {
        if (!nodes.TryGetValue(value, out Node? node))
        {
            return null;
        }

        node.LastUse = ++uses;
        return node.Block;
    }

    /// <summary>
    /// What a block on top of <paramref name="value"/> is executed on; null when it is neither committed last nor kept, or too deep.
    /// </summary>
    public BlockParent? Parent(ValueId value)
    {
        BlockHeader tip = Tip;
        if (tip.Hash == value.Hash)
        {
            return new BlockParent(
                tip, store.State, store.Commitment, CommittedHash, () => BlockParent.GasOf(store.Block(tip.Number)!.Receipts));
        }

        if (!nodes.TryGetValue(value, out Node? node) || node.Depth >= limits.MaxBlocks)
        {
            return null;
        }

        node.LastUse = ++uses;
        Block block = node.Block.Block;
        return new BlockParent(
            block.Header, node.State(store), node.Commitment(store), number => HashOf(node, number),
            () => BlockParent.GasOf(block.Receipts));
    }

    /// <summary>What a block and those below it that are not committed took from the pool.</summary>
    public UncommittedContent Below(ValueId value)
    {
        HashSet<Felt> transactions = [];
        Dictionary<Felt, ulong> nonces = [];
        for (Node? node = nodes.GetValueOrDefault(value); node is not null; node = node.Parent)
        {
            transactions.UnionWith(node.Block.Block.Transactions.Select(transaction => transaction.Hash));
            foreach ((Felt account, ulong nonce) in NoncesOf(node.Block))
            {
                nonces.TryAdd(account, nonce);
            }
        }

        return new UncommittedContent(transactions, nonces);
    }

    /// <summary>The new nonce of each account that a block changes.</summary>
    internal static IEnumerable<KeyValuePair<Felt, ulong>> NoncesOf(PreparedBlock block) => block.StateDiff.Nonces.Select(update =>
        new KeyValuePair<Felt, ulong>(update.Address, update.Nonce.TryToUInt64(out ulong nonce) ? nonce : ulong.MaxValue));

    /// <summary>Keeps a block that was executed on a <see cref="Parent"/> of this tree.</summary>
    /// <returns>Its hash.</returns>
    /// <exception cref="ArgumentException">Its parent is neither the last committed block nor kept.</exception>
    public ValueId Add(PreparedBlock block)
    {
        BlockHeader header = block.Block.Header;
        ValueId value = new(header.Hash);
        if (nodes.ContainsKey(value))
        {
            return value;
        }

        Node? parent = nodes.GetValueOrDefault(new ValueId(header.ParentHash));
        if (parent is null && header.ParentHash != Tip.Hash)
        {
            throw new ArgumentException($"the parent {header.ParentHash} of block {header.Number} is not known");
        }

        Node node = new(block, parent) { LastUse = ++uses };
        nodes.Add(value, node);
        MakeRoom(node);
        return value;
    }

    /// <summary>A block was appended to the chain: what does not descend from it is dropped.</summary>
    public void Committed(ValueId value)
    {
        nodes.TryGetValue(value, out Node? tip);
        foreach ((ValueId other, Node node) in nodes.ToArray())
        {
            if (tip is null || node == tip || !node.DescendsFrom(tip))
            {
                nodes.Remove(other);
            }
        }

        foreach (Node node in nodes.Values)
        {
            node.ComeDown(tip!);
        }
    }

    private Felt HashOf(Node node, ulong number)
    {
        Node? ancestor = node;
        while (ancestor is not null && ancestor.Block.Block.Header.Number > number)
        {
            ancestor = ancestor.Parent;
        }

        return ancestor is not null && ancestor.Block.Block.Header.Number == number
            ? ancestor.Block.Block.Header.Hash
            : CommittedHash(number);
    }

    private Felt CommittedHash(ulong number) => store.Header(number)!.Hash;

    private void MakeRoom(Node newest)
    {
        long bytes = HeldBytes;
        while (nodes.Count > limits.MaxBlocks || bytes > limits.MaxBytes)
        {
            HashSet<Node> inner = [.. nodes.Values.Select(node => node.Parent).OfType<Node>()];
            if (nodes.Values.Where(node => node != newest && !inner.Contains(node)).MinBy(node => node.LastUse) is not { } oldest)
            {
                return;
            }

            nodes.Remove(new ValueId(oldest.Block.Block.Header.Hash));
            bytes -= oldest.Bytes;
        }
    }

    private sealed class Node(PreparedBlock block, Node? parent)
    {
        private DiffOverlay? state;
        private CommitmentOverlay? commitment;

        internal PreparedBlock Block => block;

        internal Node? Parent { get; private set; } = parent;

        internal long Bytes { get; } = block.HeldBytes;

        internal long LastUse { get; set; }

        internal int Depth => 1 + (Parent?.Depth ?? 0);

        internal bool DescendsFrom(Node other) => Parent is not null && (Parent == other || Parent.DescendsFrom(other));

        internal IStateReader State(ChainStore store) => state ??= new DiffOverlay(Parent?.State(store) ?? store.State, Block.StateDiff);

        internal ICommitmentReader Commitment(ChainStore store) =>
            commitment ??= new CommitmentOverlay(Parent?.Commitment(store) ?? store.Commitment, Block.Commitment);

        // The committed chain holds the new tip now: what lay over it lies over the chain.
        internal void ComeDown(Node tip)
        {
            Parent = Parent == tip ? null : Parent;
            state = null;
            commitment = null;
        }
    }
}
