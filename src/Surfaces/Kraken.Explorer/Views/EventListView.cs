using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Abi;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Events;
using Kraken.Explorer.Tables;
using Kraken.Explorer.Web;
using Kraken.Rpc.Client;
using Kraken.Starknet.Blocks;

namespace Kraken.Explorer.Views;

/// <summary>A page of events.</summary>
/// <param name="Query">What was asked for.</param>
/// <param name="From">The lowest block of the search.</param>
/// <param name="To">The highest block of the search.</param>
/// <param name="Table">The events, latest first.</param>
internal sealed record EventListView(EventQueryText Query, ulong From, ulong To, FoundEvents Found, DataTable Table)
{
    private static readonly ImmutableArray<TableColumn> Columns =
    [
        new("block", "Block", true), new("transaction", "Transaction"), new("contract", "Contract"), new("event", "Event"),
        new("values", "Values"), new("keys", "Keys"), new("data", "Data"),
    ];

    /// <summary>The next page; null on the last.</summary>
    public string? Older => Found.Older is { } older ? Routes.Events(Query with { Before = older.ToString() }) : null;

    /// <summary>Searches.</summary>
    public static async Task<EventListView> LoadAsync(
        ExplorerData data, EventQueryText query, EventWish wish, CancellationToken cancellation)
    {
        ulong height = await data.Node.HeightAsync(cancellation).ConfigureAwait(false);
        ulong to = Math.Min(query.ToBlock ?? height, height);
        ulong from = query.FromBlock ?? 0;
        FoundEvents found = await EventFinder.LatestAsync(
            data.Node, wish, (from, to), EventPlace.Parse(query.Before), ExplorerLimits.Events, cancellation).ConfigureAwait(false);
        CallDecoder decoder = new(data.Classes, BlockId.Latest);
        IReadOnlyList<DecodedEvent> decoded =
            await decoder.EventsAsync(found.Events.Select(happened => happened.Event), cancellation).ConfigureAwait(false);
        DataTable table = DataTable.Of(
            "events", "Events, latest first", Routes.Events(query), Columns, found.Events.Zip(decoded),
            pair => Row(pair.First, pair.Second));
        return new(query, from, to, found, table);
    }

    private static ImmutableArray<TableCell> Row(EmittedEvent happened, DecodedEvent decoded)
    {
        string values = string.Join(
            ", ", decoded.Members.Select(member => string.Create(CultureInfo.InvariantCulture, $"{member.Name}: {member.Value}")));
        return
        [
            TableCell.Block(happened.BlockNumber),
            TableCell.Transaction(happened.TransactionHash),
            TableCell.Contract(happened.Event.FromAddress),
            new TableCell(decoded.Name) { IsCode = true },
            new TableCell(values) { IsCode = true },
            Felts(happened.Event.Keys),
            Felts(happened.Event.Data),
        ];
    }

    private static TableCell Felts(ImmutableArray<Fields.Felt> felts) => new(DecodedCall.Felts(felts))
    {
        Short = felts.Length switch
        {
            0 => "",
            1 => ShortFelt.Of(felts[0]),
            int count => string.Create(CultureInfo.InvariantCulture, $"{ShortFelt.Of(felts[0])} and {count - 1} more"),
        },
        IsCode = true,
    };
}
