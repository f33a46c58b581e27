using System;
using System.Text.Json;
using System.Threading;
using Kraken.Rpc.Protocol;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Receipts;

namespace Kraken.Rpc.Methods;

/// <summary>
/// Events by filter, page by page. The chain's index tells which blocks may have them; the others are not read. A page ends early,
/// with a token to go on, where the blocks it looks at or the bytes it reads or writes become too many.
/// </summary>
internal sealed class EventMethods(ChainView view, RpcOptions options)
{
    internal void Register(RpcMethodTable table) => table.AddRunning("starknet_getEvents", ["filter"], Events);

    private void Events(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        EventFilter filter = call.Get("filter", node => EventFilter.Read(node, options.MaxElements, options.MaxBodyBytes));
        Check(filter);
        ChainSnapshot chain = view.Take();
        EventRange range = EventRange.Of(filter, chain);
        EventCursor start = filter.Token is { } token ? StartOf(token, filter, range, chain) : new(range.From, 0);
        result.WriteStartObject();
        result.WriteStartArray("events");
        EventCursor? next = WritePage(result, filter, start, range, chain, cancellation);
        result.WriteEndArray();
        if (next is { } cursor)
        {
            result.WriteString("continuation_token", cursor.ToToken(filter));
        }

        result.WriteEndObject();
    }

    private static EventCursor StartOf(string token, EventFilter filter, EventRange range, ChainSnapshot chain)
    {
        // A tag may name a later block by now: then the pages go on where they were.
        bool fromTag = filter.From is BlockId.ByTag;
        return EventCursor.TryParse(token, filter, out EventCursor start)
            && (fromTag || start.Block >= range.From)
            && start.Block <= range.To
            && (start.Skip == 0 || start.Skip < chain.WeighedAt(start.Block)?.EventCount)
            ? start
            : throw new RpcFailureException(RpcError.InvalidContinuationToken);
    }

    private void Check(EventFilter filter)
    {
        if (filter.ChunkSize > (ulong)options.MaxEventPage)
        {
            throw new RpcFailureException(RpcError.PageSizeTooBig(filter.ChunkSize, options.MaxEventPage));
        }

        if (filter.ChunkSize == 0)
        {
            throw new RpcFailureException(RpcError.InvalidParams("filter.chunk_size: expected at least 1, got 0"));
        }

        if (filter.KeyCount > options.MaxEventKeys)
        {
            throw new RpcFailureException(RpcError.TooManyKeys(filter.KeyCount, options.MaxEventKeys));
        }
    }

    /// <summary>Writes matching events from a cursor on, and gives the cursor of what follows the page, or null at the end.</summary>
    private EventCursor? WritePage(
        Utf8JsonWriter result, EventFilter filter, EventCursor start, EventRange range, ChainSnapshot chain, CancellationToken cancellation)
    {
        int written = 0;
        int scanned = 0;
        int read = 0;
        long bytes = 0;
        IEventSearch search = chain.SearchEvents(filter);
        for (ulong number = Next(search, start.Block, range.To, chain);
            number <= range.To && IsThere(number, chain);
            number = Next(search, number + 1, range.To, chain))
        {
            cancellation.ThrowIfCancellationRequested();
            if (scanned++ == options.MaxEventScan)
            {
                return new(number, 0);
            }

            if (!HasEvents(number, chain))
            {
                continue;
            }

            if (read++ == options.MaxEventBlocks || bytes >= options.MaxEventReadBytes)
            {
                return new(number, 0);
            }

            CountedBlock block = chain.WeighedAt(number) ?? throw new RpcFailureException(RpcError.BlockNotFound);
            bytes += block.Bytes;
            bool isDecided = number <= chain.Latest.Number;
            if (WriteBlock(result, filter, block.Block, isDecided, number == start.Block ? start.Skip : 0, ref written) is { } full)
            {
                return full;
            }
        }

        return null;
    }

    /// <summary>Writes a block's matching events; gives the cursor of the first that no longer fits the page.</summary>
    private EventCursor? WriteBlock(Utf8JsonWriter result, EventFilter filter, Block block, bool isDecided, int skip, ref int written)
    {
        int seen = 0;
        for (int index = 0; index < block.Receipts.Length; index++)
        {
            TransactionReceipt receipt = block.Receipts[index];
            for (int inner = 0; inner < receipt.Events.Length; inner++, seen++)
            {
                if (seen < skip || !filter.Matches(receipt.Events[inner]))
                {
                    continue;
                }

                if (written == (int)filter.ChunkSize || result.BytesCommitted + result.BytesPending >= options.MaxEventPageBytes)
                {
                    return new(block.Header.Number, seen);
                }

                BlockStatus finality = isDecided ? BlockStatus.AcceptedOnL2 : BlockStatus.PreConfirmed;
                EmittedEventJson.Write(result, block, new(index, inner), finality, withFinality: false);
                written++;
            }
        }

        return null;
    }

    private static ulong Next(IEventSearch search, ulong from, ulong to, ChainSnapshot chain) =>
        from > chain.Latest.Number ? from : search.Next(from, Math.Min(to, chain.Latest.Number));

    private static bool IsThere(ulong number, ChainSnapshot chain) => number <= chain.Latest.Number || chain.PreConfirmed is not null;

    private static bool HasEvents(ulong number, ChainSnapshot chain) =>
        number > chain.Latest.Number || chain.HeaderAt(number) is not { Commitments.EventCount: 0 };
}
