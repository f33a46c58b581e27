using System;
using System.Collections.Generic;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Rpc.Methods;
using Kraken.Rpc.Protocol;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;

namespace Kraken.Rpc.Subscriptions;

/// <summary>
/// Tells of a transaction's status, first of the one that it has, as soon as it is known, and then of each change. Where several changes
/// come at once the last one is told.
/// </summary>
/// <param name="id">The name by which the subscriber knows it.</param>
/// <param name="begun">The moment at which it begins.</param>
/// <param name="hash">The transaction's hash.</param>
internal sealed class StatusSubscription(string id, ChainMoment begun, Felt hash, TransactionFinder finder) : Subscription(id, begun)
{
    private byte[] told = [];
    private (ulong Number, BlockStatus Finality)? decided;

    /// <inheritdoc/>
    internal override bool LooksAhead => decided is null;

    /// <inheritdoc/>
    internal override ulong BlocksBehind(ChainSnapshot chain) => 0;

    /// <inheritdoc/>
    protected override IEnumerable<Notification> AdvanceTo(ChainMoment moment)
    {
        // Of a decided one nothing changes but the finality of its block.
        if ((decided is { } block && moment.Chain.FinalityAt(block.Number) == block.Finality) || StatusNow() is not { } status)
        {
            yield break;
        }

        if (!status.AsSpan().SequenceEqual(told))
        {
            told = status;
            yield return new("starknet_subscriptionTransactionStatus", writer => Write(writer, status));
        }
    }

    private byte[]? StatusNow()
    {
        try
        {
            if (finder.TryFind(hash) is not { } found)
            {
                return null;
            }

            byte[] status = Json(writer => TransactionStatusJson.Write(writer, found));
            decided = found is FoundTransaction.Included included ? (included.Location.BlockNumber, included.Finality) : null;
            return status;
        }
        catch (RpcFailureException)
        {
            // Its block was taken back between the looks: the next moment tells what became of it.
            return null;
        }
    }

    /// <inheritdoc/>
    protected override void Rewind(ulong number) => decided = null;

    private void Write(Utf8JsonWriter writer, byte[] status)
    {
        writer.WriteStartObject();
        writer.WriteFelt("transaction_hash", hash);
        writer.WritePropertyName("status");
        writer.WriteRawValue(status, skipInputValidation: true);
        writer.WriteEndObject();
    }

    private static byte[] Json(Action<Utf8JsonWriter> write)
    {
        using System.IO.MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            write(writer);
        }

        return json.ToArray();
    }
}
