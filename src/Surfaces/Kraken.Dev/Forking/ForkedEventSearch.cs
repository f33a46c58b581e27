using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Rpc.Client;
using Kraken.Rpc.Protocol;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;

namespace Kraken.Dev.Forking;

/// <summary>
/// Finds the blocks of a forked network in which events may be by asking it for such events, and those of the own chain after them. What
/// the network does not tell of is not found; where it tells nothing that can be used, each block is looked into.
/// </summary>
/// <param name="remote">The network.</param>
/// <param name="last">The number of its last block.</param>
/// <param name="query">Which events.</param>
/// <param name="own">The search in the own chain.</param>
internal sealed class ForkedEventSearch(RemoteChain remote, ulong last, EventQuery query, IEventSearch own) : IEventSearch
{
    private const int PageSize = 100;

    // A network may answer page after page without an event.
    private const int MaxPages = 16;

    private readonly Queue<ulong> told = [];
    private string? token;
    private bool hasBegun;
    private bool isUseless;

    /// <inheritdoc/>
    public ulong Next(ulong from, ulong to)
    {
        if (from > last)
        {
            return own.Next(from, to);
        }

        if (isUseless || Find(from) is not { } found)
        {
            return Math.Min(from, to + 1);
        }

        return found <= last ? Math.Min(found, to + 1)
            : to > last ? own.Next(last + 1, to)
            : to + 1;
    }

    // Behind the last block where there is none any more; null where nothing is known of the block.
    private ulong? Find(ulong from)
    {
        for (int page = 0; page <= MaxPages; page++)
        {
            while (told.TryPeek(out ulong number) && number < from)
            {
                told.Dequeue();
            }

            if (told.TryPeek(out ulong next))
            {
                return next;
            }

            if (hasBegun && token is null)
            {
                return last + 1;
            }

            if (page == MaxPages || !TryAsk(from))
            {
                break;
            }
        }

        return null;
    }

    private bool TryAsk(ulong from)
    {
        // Of several contracts one question with none asks for more, and every version of the interface knows it.
        Felt? contract = query.Addresses.Length == 1 ? query.Addresses[0] : null;
        EventPage page;
        try
        {
            page = remote.Ask("events", (node, cancellation) => node.EventsAsync(
                contract, query.Keys, new BlockId.ByNumber(from), new BlockId.ByNumber(last), PageSize, token, cancellation));
        }
        catch (RpcFailureException)
        {
            isUseless = true;
            return false;
        }

        foreach (ulong number in page.Events.Select(item => item.BlockNumber).Where(number => number >= from && number <= last).Distinct())
        {
            told.Enqueue(number);
        }

        (token, hasBegun) = (page.Token, true);
        return true;
    }
}
