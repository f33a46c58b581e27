using System;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Kraken.Fields;
using Kraken.Serialization;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.State.Codecs;

/// <summary>Receipts as bytes in the store, and in files that are handed on.</summary>
public static class ReceiptCodec
{
    /// <summary>The bytes of a receipt.</summary>
    public static byte[] Encode(TransactionReceipt receipt)
    {
        ByteWriter writer = new();
        Write(writer, receipt);
        return writer.ToArray();
    }

    /// <summary>Reads a receipt; false when the bytes are not exactly one.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out TransactionReceipt? receipt)
    {
        ByteReader reader = new(bytes);
        receipt = Read(ref reader);
        if (!reader.Succeeded)
        {
            receipt = null;
        }

        return receipt is not null;
    }

    private static void Write(ByteWriter writer, TransactionReceipt receipt)
    {
        writer.Felt(receipt.TransactionHash);
        writer.Byte((byte)receipt.Type);
        writer.UInt128(receipt.ActualFee.Amount);
        writer.Byte((byte)receipt.ActualFee.Unit);
        writer.Boolean(receipt.RevertReason is not null);
        writer.Text(receipt.RevertReason ?? string.Empty);
        writer.UInt64(receipt.Gas.L1Gas);
        writer.UInt64(receipt.Gas.L1DataGas);
        writer.UInt64(receipt.Gas.L2Gas);
        writer.List(receipt.Events, static (output, item) =>
        {
            output.Felt(item.FromAddress);
            output.Felts(item.Keys);
            output.Felts(item.Data);
        });
        writer.List(receipt.Messages, static (output, item) =>
        {
            output.Felt(item.FromAddress);
            output.Felt(item.ToAddress);
            output.Felts(item.Payload);
        });
        writer.Boolean(receipt.ContractAddress.HasValue);
        writer.Felt(receipt.ContractAddress.GetValueOrDefault());
        writer.Bytes(receipt.MessageHash.AsSpan());
    }

    private static TransactionReceipt Read(ref ByteReader reader)
    {
        Felt hash = reader.Felt();
        TransactionType type = (TransactionType)reader.Byte();
        FeePayment fee = new(reader.UInt128(), (FeeUnit)reader.Byte());
        bool reverted = reader.Boolean();
        string reason = reader.Text(int.MaxValue);
        GasVector gas = new(reader.UInt64(), reader.UInt64(), reader.UInt64());
        ImmutableArray<ContractEvent> events = ListCodec.List(
            ref reader,
            Felt.ByteCount,
            static (ref ByteReader input) => new ContractEvent(input.Felt(), ListCodec.Felts(ref input), ListCodec.Felts(ref input)));
        ImmutableArray<MessageToL1> messages = ListCodec.List(
            ref reader,
            Felt.ByteCount,
            static (ref ByteReader input) => new MessageToL1(input.Felt(), input.Felt(), ListCodec.Felts(ref input)));
        bool hasAddress = reader.Boolean();
        Felt address = reader.Felt();

        // One receipt has one encoding: what is not there leaves no trace.
        if (!Enum.IsDefined(type) || !Enum.IsDefined(fee.Unit) || (!reverted && reason.Length > 0) || (!hasAddress && !address.IsZero))
        {
            reader.Fail();
        }

        return new()
        {
            TransactionHash = hash,
            Type = type,
            ActualFee = fee,
            RevertReason = reverted ? reason : null,
            Gas = gas,
            Events = events,
            Messages = messages,
            ContractAddress = hasAddress ? address : null,
            MessageHash = [.. reader.Bytes(int.MaxValue)],
        };
    }
}
