using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;

namespace Kraken.BlockProof.Statement;

/// <summary>
/// The public output of the block program: consecutive blocks lead from one block hash to another. The layout is that of
/// docs/block-proof.md; every felt of it is read, and what contradicts itself is refused.
/// </summary>
public sealed record BlockStatement
{
    /// <summary>The most blocks of one statement; a door's bound, far above what a proof has room for.</summary>
    public const int MaxBlocks = 1 << 14;

    private const string Last = "number of the last block";

    /// <summary>What the output begins with.</summary>
    public static readonly Felt Version = Felt.FromShortString("KRAKEN_BLOCKS1");

    /// <summary>The number of the first block, from 1 on: no proof leads to block 0.</summary>
    public required ulong FirstBlock { get; init; }

    /// <summary>The number of the last block.</summary>
    public ulong LastBlock => FirstBlock + (ulong)Blocks.Length - 1;

    /// <summary>The hash of the block before the first.</summary>
    public required Felt ParentHash { get; init; }

    /// <summary>Where the blocks lead: what consensus signed.</summary>
    public Felt LastHash => Blocks[^1].Hash;

    /// <summary>The root of the state before the first block.</summary>
    public required Felt RootBefore { get; init; }

    /// <summary>The root of the state after the last block.</summary>
    public required Felt RootAfter { get; init; }

    /// <summary>The hash of what the protocol lets chains choose; see <see cref="Execution.Blocks.ChainInfo"/>.</summary>
    public required Felt ConfigHash { get; init; }

    /// <summary>The blocks in order; at least one.</summary>
    public required ImmutableArray<ProvedBlock> Blocks { get; init; }

    /// <summary>The messages to L1 of all blocks, in order.</summary>
    public ImmutableArray<MessageToL1> MessagesToL1 { get; init; } = [];

    /// <summary>The messages from L1 that the blocks consumed, in order.</summary>
    public ImmutableArray<ConsumedMessage> MessagesToL2 { get; init; } = [];

    /// <summary>What a proof of blocks states.</summary>
    /// <param name="configHash">The chain's config hash.</param>
    /// <param name="parent">The header of the block before the first, with its hash.</param>
    /// <param name="blocks">The blocks, at least one, with their hashes.</param>
    /// <param name="oldHashes">For each block the hash of the one ten below, zero below height 10.</param>
    public static BlockStatement Of(Felt configHash, BlockHeader parent, IReadOnlyList<Block> blocks, IReadOnlyList<Felt> oldHashes)
    {
        ArgumentNullException.ThrowIfNull(parent);
        ArgumentNullException.ThrowIfNull(blocks);
        ArgumentOutOfRangeException.ThrowIfZero(blocks.Count);
        return new BlockStatement
        {
            FirstBlock = blocks[0].Header.Number,
            ParentHash = parent.Hash,
            RootBefore = parent.StateRoot,
            RootAfter = blocks[^1].Header.StateRoot,
            ConfigHash = configHash,
            Blocks = [.. blocks.Zip(oldHashes, ProvedBlock.Of)],
            MessagesToL1 = [.. blocks.SelectMany(block => block.Receipts).SelectMany(receipt => receipt.Messages)],
            MessagesToL2 = [.. blocks.SelectMany(ConsumedMessage.OfBlock)],
        };
    }

    /// <summary>Reads an output to its last felt.</summary>
    /// <param name="statement">What it states, or null.</param>
    /// <param name="error">Why it is no statement, or null.</param>
    public static bool TryParse(
        ReadOnlySpan<Felt> output,
        [NotNullWhen(true)] out BlockStatement? statement,
        [NotNullWhen(false)] out StatementError? error)
    {
        StatementReader reader = new(output);
        statement = Read(ref reader);
        reader.End();
        error = reader.Error;
        statement = error is null ? statement : null;
        return error is null;
    }

    /// <summary>The output that states this.</summary>
    public ImmutableArray<Felt> ToFelts()
    {
        List<Felt> toL1 = [];
        foreach (MessageToL1 message in MessagesToL1)
        {
            toL1.AddRange([message.FromAddress, message.ToAddress, message.Payload.Length, .. message.Payload]);
        }

        List<Felt> toL2 = [];
        foreach (ConsumedMessage message in MessagesToL2)
        {
            toL2.AddRange([message.FromAddress, message.ToAddress, message.Nonce, message.Selector]);
            toL2.AddRange([message.Payload.Length, .. message.Payload]);
        }

        return
        [
            Version, FirstBlock, LastBlock, ParentHash, LastHash, RootBefore, RootAfter, ConfigHash, Blocks.Length,
            .. Blocks.SelectMany(block => (Felt[])[block.Hash, block.OldHash, block.Transactions, block.Reverted]),
            toL1.Count, .. toL1, toL2.Count, .. toL2,
        ];
    }

    private static BlockStatement Read(ref StatementReader reader)
    {
        reader.Exactly("version of the output", Version);
        ulong first = reader.Number("number of the first block", ulong.MaxValue - MaxBlocks, "a block number");
        if (reader.Error is null && first == 0)
        {
            reader.RefuseLast("number of the first block", "at least 1 (block 0 has no block before it)", "0");
        }

        ulong most = first + MaxBlocks - 1;
        ulong last = reader.Number(Last, most, string.Create(CultureInfo.InvariantCulture, $"{MaxBlocks} blocks from {first} on"));
        if (reader.Error is null && last < first)
        {
            reader.RefuseLast(Last, string.Create(CultureInfo.InvariantCulture, $"at least {first}, the first"), Text(last));
        }

        Felt parent = reader.Next("hash of the block before the first");
        Felt lastHash = reader.Next("hash of the last block");
        Felt before = reader.Next("state root before");
        Felt after = reader.Next("state root after");
        Felt config = reader.Next("config hash");
        ulong count = reader.Error is null ? last - first + 1 : 0;
        reader.Exactly("number of blocks", count);
        ImmutableArray<ProvedBlock> blocks = ReadBlocks(ref reader, first, (int)count, lastHash);
        return new BlockStatement
        {
            FirstBlock = first,
            ParentHash = parent,
            RootBefore = before,
            RootAfter = after,
            ConfigHash = config,
            Blocks = blocks,
            MessagesToL1 = reader.MessagesToL1(),
            MessagesToL2 = reader.MessagesToL2(),
        };
    }

    private static ImmutableArray<ProvedBlock> ReadBlocks(ref StatementReader reader, ulong first, int count, Felt lastHash)
    {
        List<ProvedBlock> blocks = [];
        for (int i = 0; i < count && reader.Error is null; i++)
        {
            ulong number = first + (ulong)i;
            string of = string.Create(CultureInfo.InvariantCulture, $" of block {number}");
            Felt hash = reader.Next("hash" + of);
            if (i == count - 1 && reader.Error is null && hash != lastHash)
            {
                reader.RefuseLast("hash" + of, $"{lastHash}, the hash of the last block", hash.ToString());
            }

            Felt old = ReadOldHash(ref reader, blocks, number, i);
            ulong transactions = reader.Number("transactions" + of, uint.MaxValue, "a count of transactions");
            ulong reverted = reader.Number("reverted transactions" + of, transactions, "the transactions of the block");
            blocks.Add(new ProvedBlock(hash, old, transactions, reverted));
        }

        return [.. blocks];
    }

    private static Felt ReadOldHash(ref StatementReader reader, List<ProvedBlock> blocks, ulong number, int index)
    {
        const int Distance = (int)ProvedBlock.OldHashDistance;
        string field = string.Create(CultureInfo.InvariantCulture, $"old hash of block {number}");
        if (number < Distance || index >= Distance)
        {
            Felt known = number < Distance ? default : blocks[index - Distance].Hash;
            reader.Exactly(field, known);
            return known;
        }

        return reader.Next(field);
    }

    private static string Text(ulong value) => value.ToString(CultureInfo.InvariantCulture);
}
