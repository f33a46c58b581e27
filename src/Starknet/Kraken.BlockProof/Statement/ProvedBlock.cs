using System;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;

namespace Kraken.BlockProof.Statement;

/// <summary>A block as a statement has it.</summary>
/// <param name="Hash">The block hash, which the program computed from header and content.</param>
/// <param name="OldHash">The hash that the block writes for the one ten below; zero below height 10.</param>
public sealed record ProvedBlock(Felt Hash, Felt OldHash, ulong Transactions, ulong Reverted)
{
    /// <summary>How far below a block the one lies whose hash it writes.</summary>
    public const ulong OldHashDistance = 10;

    /// <summary>What a proof states of a block.</summary>
    /// <param name="block">The block, with its hash.</param>
    /// <param name="oldHash">The hash of the block ten below, zero below height 10.</param>
    public static ProvedBlock Of(Block block, Felt oldHash)
    {
        ArgumentNullException.ThrowIfNull(block);
        return new ProvedBlock(
            block.Header.Hash,
            oldHash,
            (ulong)block.Transactions.Length,
            (ulong)block.Receipts.Count(receipt => receipt.Status == ExecutionStatus.Reverted));
    }
}
