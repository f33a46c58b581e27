using System;
using System.Collections.Generic;
using Kraken.Explorer.Search;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Serialization;

namespace Kraken.Explorer.Events;

/// <summary>What somebody writes to look for events; empty texts ask nothing.</summary>
/// <param name="Contract">The address of who emitted them.</param>
/// <param name="Key">Their first key, as hexadecimal number or by the event's name.</param>
/// <param name="From">The lowest block.</param>
/// <param name="To">The highest block.</param>
/// <param name="Before">The place of the last event of the page before.</param>
internal sealed record EventQueryText(string Contract, string Key, string From, string To, string Before)
{
    private const int MaxName = 100;

    /// <summary>The lowest block; null for block 0.</summary>
    public ulong? FromBlock => WholeNumber.Read(From);

    /// <summary>The highest block; null for the latest.</summary>
    public ulong? ToBlock => WholeNumber.Read(To);

    /// <summary>The members that are not empty, as a query has them.</summary>
    public IEnumerable<(string Name, string Value)> Members()
    {
        foreach ((string name, string value) in ((string, string)[])
            [("contract", Contract), ("key", Key), ("from", From), ("to", To), ("before", Before)])
        {
            if (value.Length > 0)
            {
                yield return (name, value);
            }
        }
    }

    /// <summary>Reads it.</summary>
    /// <returns>What is looked for, or the member that means nothing with what was expected.</returns>
    public (EventWish? Wish, string Name, string Expected) Read()
    {
        Felt? contract = SearchQuery.Parse(Contract).Felt;
        Felt? key = KeyOf(Key);
        return Contract.Length > 0 && contract is null ? (null, "contract", "an address, 0x...")
            : Key.Length > 0 && key is null ? (null, "key", "a key, 0x..., or an event's name")
            : From.Length > 0 && FromBlock is null ? (null, "from", "a block's number")
            : To.Length > 0 && ToBlock is null ? (null, "to", "a block's number")
            : FromBlock > ToBlock ? (null, "to", $"a block from {From} on")
            : Before.Length > 0 && EventPlace.Parse(Before) is null ? (null, "before", "a place of an event, as 12-0-3")
            : (new EventWish(contract, key is { } first ? [[first]] : []), "", "");
    }

    private static Felt? KeyOf(string text)
    {
        if (text.Length is 0 or > MaxName)
        {
            return null;
        }

        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            return SearchQuery.Parse(text).Felt;
        }

        foreach (char letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter != '_')
            {
                return null;
            }
        }

        return Selector.FromName(text);
    }
}
