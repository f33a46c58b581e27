using System;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.Explorer.Chain;

/// <summary>A block in a row.</summary>
/// <param name="Number">Its height.</param>
/// <param name="Time">When it was made.</param>
internal sealed record BlockSummary(ulong Number, Felt Hash, DateTimeOffset Time, ulong TransactionCount, ulong EventCount)
{
    private static readonly long LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>The row of a block.</summary>
    public static BlockSummary Of(BlockHeader header) =>
        new(header.Number, header.Hash, TimeOf(header), header.Commitments.TransactionCount, header.Commitments.EventCount);

    /// <summary>When a block was made; the end of the calendar when its timestamp lies beyond.</summary>
    public static DateTimeOffset TimeOf(BlockHeader header) =>
        DateTimeOffset.FromUnixTimeSeconds((long)Math.Min(header.Timestamp, (ulong)LastSecond));
}
