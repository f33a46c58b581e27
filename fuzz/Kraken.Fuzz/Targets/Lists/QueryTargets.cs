using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Kraken.Explorer.Calling;
using Kraken.Explorer.Events;
using Kraken.Explorer.Search;
using Kraken.Rpc.Blocks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Kraken.Fuzz.Targets.Lists;

/// <summary>What stands behind the question mark of an address, or in a form: of the explorer's pages and of a node's blocks.</summary>
internal static class QueryTargets
{
    private const int MaxBlocks = 100;

    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new CodecTarget<object>("explorer-query", "the query of an explorer's page, or what a form sends", InputShape.Text, Read, Seeds)
        {
            // Parsed members, and each of the readings of all of them.
            Limits = new(1 << 18, 256, TimeSpan.FromSeconds(1)),
            Law = CheckPlaces,
        },
        new CodecTarget<object>(
            "blocks-query", "which blocks a follower asks for", InputShape.Text, ReadBlocks,
            () => Texts("?from=12&count=3", "?from=0&count=100"))
        {
            Limits = new(1 << 18, 256, TimeSpan.FromSeconds(1)),
        },
    ];

    private static object? Read(byte[] input)
    {
        QueryCollection query = Parse(input);
        SearchQuery search = SearchQuery.ParseField(query["q"]);
        EventQueryText events =
            new(Text(query, "contract"), Text(query, "key"), Text(query, "from"), Text(query, "to"), Text(query, "before"));
        CallRequest call = CallRequest.Of(query);
        bool isTaken = search.Number is not null || search.Felt is not null || search.Prefix.Length > 0
            || (events.Members().Any() && events.Read().Wish is not null) || call.BlockId is not null || call.Cell is not null;
        return isTaken ? query : null;
    }

    // A place that is taken is written as it was, but for zeros before its numbers.
    private static void CheckPlaces(object taken, byte[] input)
    {
        if (EventPlace.Parse(((QueryCollection)taken)["before"]) is { } place && EventPlace.Parse(place.ToString()) != place)
        {
            throw new BrokenLawException("a place is written as it is read");
        }
    }

    private static object? ReadBlocks(byte[] input)
    {
        if (BlockEndpoint.FindProblem(Parse(input), MaxBlocks, out ulong from, out int count) is not null)
        {
            return null;
        }

        return count is >= 0 and <= MaxBlocks ? (from, count) : throw new BrokenLawException("a count is within its bound");
    }

    // As a server has it: percent signs are read, and what is no UTF-8 is replaced.
    private static QueryCollection Parse(byte[] input) => new(QueryHelpers.ParseQuery(Encoding.Latin1.GetString(input)));

    private static string Text(QueryCollection query, string name) => query[name].ToString();

    private static IEnumerable<byte[]> Seeds() => Texts(
        "?q=class+0x4718f5a0fc34cc1af16a1cdee98ffb20c31f5cd61d6ab07201858f4287c938d", "?q=%2312", "?q=tx 0x00ab12cd",
        "?contract=0x1&key=Transfer&from=3&to=12&before=12-0-3", "?key=0x2&from=0",
        "?function=balance_of&arg0=0x1&arg1=%27text%27&block=latest", "?function=f&block=0x12ab&key=ERC20_balances", "?block=12&key=0x5");

    private static IEnumerable<byte[]> Texts(params string[] texts) => texts.Select(Encoding.Latin1.GetBytes);
}
