using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Rpc.Client;

namespace Kraken.Explorer.Events;

/// <summary>
/// Finds the latest events by a method that gives the oldest first: it asks for a few blocks, then for more and more at once while they
/// hold little, and for fewer where they hold much. A search has at most <see cref="ExplorerLimits.EventCalls"/> calls.
/// </summary>
internal static class EventFinder
{
    private const ulong Growth = 8;

    /// <summary>The latest events at or below a block.</summary>
    /// <param name="node">The node that is asked.</param>
    /// <param name="wish">Which events.</param>
    /// <param name="blocks">The lowest and the highest block.</param>
    /// <param name="before">Only events before this place; null for all.</param>
    /// <param name="count">How many are enough.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<FoundEvents> LatestAsync(
        NodeReader node, EventWish wish, (ulong From, ulong To) blocks, EventPlace? before, int count, CancellationToken cancellation)
    {
        List<EmittedEvent> found = [];
        ulong high = before is null ? blocks.To : Math.Min(blocks.To, before.Block);
        ulong size = 1;
        for (int calls = 0; calls < ExplorerLimits.EventCalls && high >= blocks.From; calls++)
        {
            ulong low = high - blocks.From >= size ? high - size + 1 : blocks.From;
            EventPage page = await node.EventsAsync(wish, low, high, null, cancellation).ConfigureAwait(false);
            if (page.Token is not null && low < high)
            {
                size = Math.Max(1, (high - low + 1) / Growth);
                continue;
            }

            List<EmittedEvent> events = [.. page.Events];
            for (string? token = page.Token; token is not null && calls < ExplorerLimits.EventCalls; calls++)
            {
                EventPage next = await node.EventsAsync(wish, low, high, token, cancellation).ConfigureAwait(false);
                events.AddRange(next.Events);
                token = next.Token;
            }

            found.AddRange(Enumerable.Reverse(events).Where(happened => before is null || EventPlace.Of(happened).CompareTo(before) < 0));
            if (found.Count > count)
            {
                return new([.. found.Take(count)], low, EventPlace.Of(found[count - 1]));
            }

            if (low == blocks.From)
            {
                return new(found, low, null);
            }

            high = low - 1;
            size = events.Count * (int)Growth <= ExplorerLimits.EventChunk ? size * Growth : size;
        }

        return new(found, high + 1, high < blocks.From ? null : new EventPlace(high, ulong.MaxValue, ulong.MaxValue));
    }
}
