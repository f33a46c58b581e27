using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.BlockProof.Replay;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.BlockProof.Stateless;

/// <summary>Compares headers and content of successive blocks with the hash of the last one.</summary>
public static class HeaderChain
{
    /// <summary>Finds where blocks are not those that the hash of the last one stands for.</summary>
    /// <param name="parent">The header before the first block.</param>
    /// <param name="blocks">The blocks, at least one; their execution is not looked at.</param>
    /// <param name="lastHash">The hash of the last one, which is believed.</param>
    /// <returns>The first difference, from the last block backwards; null when there is none.</returns>
    public static ReplayMismatch? FindMismatch(BlockHeader parent, IReadOnlyList<DecidedBlock> blocks, Felt lastHash)
    {
        ArgumentNullException.ThrowIfNull(parent);
        ArgumentNullException.ThrowIfNull(blocks);
        if (blocks.Count == 0)
        {
            return new ReplayMismatch("range", "at least one block", "none");
        }

        Felt expected = lastHash;
        ulong number = parent.Number + (ulong)blocks.Count;
        for (int i = blocks.Count - 1; i >= 0; i--, number--)
        {
            if (FindMismatch(blocks[i], number, expected) is { } mismatch)
            {
                return mismatch;
            }

            expected = blocks[i].Block.Header.ParentHash;
        }

        return FindMismatch(parent, number, expected);
    }

    /// <summary>Finds where a block is not the one that a hash stands for.</summary>
    /// <param name="block">The block; its execution is not looked at.</param>
    /// <param name="number">Its height.</param>
    /// <param name="expected">The hash, which is believed.</param>
    public static ReplayMismatch? FindMismatch(DecidedBlock block, ulong number, Felt expected)
    {
        ArgumentNullException.ThrowIfNull(block);
        return FindMismatch(block.Block.Header, number, expected) ?? InContent(
            number,
            block.Block.Header.Commitments,
            ContentCommitments.Compute(block.Block.Transactions, block.Block.Receipts, block.Diff));
    }

    /// <summary>Finds where a header is not the one that a hash stands for.</summary>
    /// <param name="number">Its height.</param>
    /// <param name="expected">The hash, which is believed.</param>
    public static ReplayMismatch? FindMismatch(BlockHeader header, ulong number, Felt expected)
    {
        ArgumentNullException.ThrowIfNull(header);
        string where = $"block {number}, hash of the header";
        if (header.Number != number)
        {
            return new ReplayMismatch($"block {number}, number", $"{number}", $"{header.Number}");
        }

        if (header.Hash != expected)
        {
            return new ReplayMismatch($"block {number}, stated hash", expected.ToString(), header.Hash.ToString());
        }

        try
        {
            Felt computed = BlockHash.Compute(header);
            return computed == expected ? null : new ReplayMismatch(where, expected.ToString(), computed.ToString());
        }
        catch (ArgumentException)
        {
            return new ReplayMismatch($"block {number}, protocol version", "a short string", header.StarknetVersion);
        }
    }

    private static ReplayMismatch? InContent(ulong number, BlockCommitments header, BlockCommitments content) =>
        header.Differences(content)
            .Select(pair => new ReplayMismatch($"block {number}, {pair.What}", pair.Expected.ToString(), pair.Got.ToString()))
            .FirstOrDefault();
}
