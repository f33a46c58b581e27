using System;
using System.Globalization;
using Kraken.Rpc.Client;
using Kraken.Serialization;

namespace Kraken.Explorer.Events;

/// <summary>A place among the events of the chain, as addresses of pages name it: "block-transaction-event".</summary>
/// <param name="Block">The height.</param>
/// <param name="Transaction">The index in the block.</param>
/// <param name="Event">The index in the transaction.</param>
internal sealed record EventPlace(ulong Block, ulong Transaction, ulong Event) : IComparable<EventPlace>
{
    /// <summary>Where an event stands.</summary>
    public static EventPlace Of(EmittedEvent happened) => new(happened.BlockNumber, happened.TransactionIndex, happened.EventIndex);

    /// <summary>Reads a place; null when the text is none.</summary>
    public static EventPlace? Parse(string? text) =>
        text?.Split('-') is [var block, var transaction, var index]
        && WholeNumber.Read(block) is { } first && WholeNumber.Read(transaction) is { } second && WholeNumber.Read(index) is { } third
            ? new(first, second, third)
            : null;

    /// <inheritdoc/>
    public int CompareTo(EventPlace? other) => other is null
        ? 1
        : (Block, Transaction, Event).CompareTo((other.Block, other.Transaction, other.Event));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Block}-{Transaction}-{Event}");
}
