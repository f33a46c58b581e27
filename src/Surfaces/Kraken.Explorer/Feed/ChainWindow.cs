using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Starknet.Blocks;

namespace Kraken.Explorer.Feed;

/// <summary>
/// The headers of the last minute's blocks, at least the latest few, fetched as the chain grows. For one thread at a time.
/// </summary>
internal sealed class ChainWindow(NodeReader node, TimeProvider clock)
{
    private const int MinBlocks = 10;
    private const int MaxBlocks = 120;
    private const double Seconds = 60;

    private readonly LinkedList<BlockHeader> headers = [];

    /// <summary>The headers, newest first.</summary>
    public IReadOnlyCollection<BlockHeader> Headers => headers;

    /// <summary>
    /// Transactions of the last minute's blocks by the second; of the window's time where the minute has more blocks than it holds.
    /// </summary>
    public double TransactionsPerSecond
    {
        get
        {
            double covered = headers.Count == MaxBlocks ? Math.Clamp(AgeOf(headers.Last!.Value), 1, Seconds) : Seconds;
            return headers.Where(IsRecent).Sum(header => (double)header.Commitments.TransactionCount) / covered;
        }
    }

    /// <summary>Takes the chain's new blocks in; starts anew when the chain is not the one seen before.</summary>
    public async Task AdvanceAsync(ulong height, CancellationToken cancellation)
    {
        if (headers.First is { } newest && (newest.Value.Number > height || height - newest.Value.Number > MaxBlocks))
        {
            headers.Clear();
        }

        List<BlockHeader> added = [];
        for (ulong number = height; added.Count < MaxBlocks && headers.First?.Value.Number != number; number--)
        {
            if (await node.HeaderAsync(new BlockId.ByNumber(number), cancellation).ConfigureAwait(false) is not { } header)
            {
                break;
            }

            added.Add(header);
            if (number == 0 || (headers.Count == 0 && added.Count >= MinBlocks && !IsRecent(header)))
            {
                break;
            }
        }

        Join(added);
        while (headers.Count > MaxBlocks || (headers.Count > MinBlocks && !IsRecent(headers.Last!.Value)))
        {
            headers.RemoveLast();
        }
    }

    private void Join(List<BlockHeader> added)
    {
        if (added.Count > 0 && headers.First is { } newest && added[^1].ParentHash != newest.Value.Hash)
        {
            headers.Clear();
        }

        foreach (BlockHeader header in Enumerable.Reverse(added))
        {
            headers.AddFirst(header);
        }
    }

    private bool IsRecent(BlockHeader header) => AgeOf(header) <= Seconds;

    private double AgeOf(BlockHeader header) => (clock.GetUtcNow() - BlockSummary.TimeOf(header)).TotalSeconds;
}
