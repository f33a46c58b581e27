using System;
using System.Numerics;
using Kraken.Starknet.Blocks;

namespace Kraken.Explorer.Chain;

/// <summary>A block in numbers.</summary>
/// <param name="Number">Its height.</param>
/// <param name="Time">When it was made.</param>
/// <param name="Seconds">Its distance to the one before; null where that was not read.</param>
/// <param name="Events">How many they emitted.</param>
/// <param name="L2GasPrice">In fri.</param>
/// <param name="Fees">What its transactions paid together, in fri; null where they were not read.</param>
internal sealed record BlockFigures(
    ulong Number, DateTimeOffset Time, double? Seconds, ulong Transactions, ulong Events, BigInteger L2GasPrice, BigInteger? Fees)
{
    /// <summary>The numbers that a header tells.</summary>
    /// <param name="header">The block.</param>
    /// <param name="before">The one before; null where it is not known.</param>
    public static BlockFigures Of(BlockHeader header, BlockHeader? before) => new(
        header.Number,
        BlockSummary.TimeOf(header),
        before is null ? null : (BlockSummary.TimeOf(header) - BlockSummary.TimeOf(before)).TotalSeconds,
        header.Commitments.TransactionCount,
        header.Commitments.EventCount,
        (BigInteger)header.GasPrices.L2Gas.InFri,
        null);
}
