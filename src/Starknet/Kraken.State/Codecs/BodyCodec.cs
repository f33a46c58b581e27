using System;
using System.Collections.Immutable;
using Kraken.Serialization;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.State.Codecs;

/// <summary>The transactions and the receipts of a block as bytes.</summary>
internal static class BodyCodec
{
    internal static byte[] Encode(ImmutableArray<Transaction> transactions)
    {
        ByteWriter writer = new();
        writer.List(transactions, TransactionCodec.Write);
        return writer.ToArray();
    }

    internal static byte[] Encode(ImmutableArray<TransactionReceipt> receipts)
    {
        ByteWriter writer = new();
        writer.List(receipts, ReceiptCodec.Write);
        return writer.ToArray();
    }

    internal static bool TryDecode(ReadOnlySpan<byte> bytes, out ImmutableArray<Transaction> transactions)
    {
        ByteReader reader = new(bytes);
        ImmutableArray<Transaction>.Builder items = ImmutableArray.CreateBuilder<Transaction>();
        int count = reader.Count(int.MaxValue, TransactionCodec.Smallest);
        for (int i = 0; i < count; i++)
        {
            if (TransactionCodec.Read(ref reader) is not { } transaction)
            {
                reader.Fail();
                break;
            }

            items.Add(transaction);
        }

        transactions = items.ToImmutable();
        return reader.Succeeded;
    }

    internal static bool TryDecode(ReadOnlySpan<byte> bytes, out ImmutableArray<TransactionReceipt> receipts)
    {
        ByteReader reader = new(bytes);
        receipts = ListCodec.List(ref reader, ReceiptCodec.Smallest, ReceiptCodec.Read);
        return reader.Succeeded;
    }
}
