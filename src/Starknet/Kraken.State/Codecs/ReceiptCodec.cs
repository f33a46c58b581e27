using System;
using System.Collections.Immutable;
using Kraken.Fields;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.State.Codecs;

/// <summary>Receipts as bytes in the store.</summary>
internal static class ReceiptCodec
{
    internal const int Smallest = Felt.ByteCount;

    internal static void Write(ValueWriter writer, TransactionReceipt receipt)
    {
        writer.Felt(receipt.TransactionHash);
        writer.Byte((byte)receipt.Type);
        writer.UInt128(receipt.ActualFee.Amount);
        writer.Byte((byte)receipt.ActualFee.Unit);
        writer.Bool(receipt.RevertReason is not null);
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
        writer.Bool(receipt.ContractAddress.HasValue);
        writer.Felt(receipt.ContractAddress.GetValueOrDefault());
        writer.Bytes(receipt.MessageHash.AsSpan());
    }

    internal static TransactionReceipt Read(ref ValueReader reader)
    {
        Felt hash = reader.Felt();
        TransactionType type = (TransactionType)reader.Byte();
        FeePayment fee = new(reader.UInt128(), (FeeUnit)reader.Byte());
        bool reverted = reader.Bool();
        string reason = reader.Text();
        GasConsumed gas = new(reader.UInt64(), reader.UInt64(), reader.UInt64());
        ImmutableArray<ContractEvent> events = reader.List(Felt.ByteCount, static (ref ValueReader input) => new ContractEvent(input.Felt(), input.Felts(), input.Felts()));
        ImmutableArray<MessageToL1> messages = reader.List(Felt.ByteCount, static (ref ValueReader input) => new MessageToL1(input.Felt(), input.Felt(), input.Felts()));
        bool hasAddress = reader.Bool();
        Felt address = reader.Felt();
        return new()
        {
            TransactionHash = hash,
            Type = Enum.IsDefined(type) ? type : reader.Fail<TransactionType>(),
            ActualFee = fee,
            RevertReason = reverted ? reason : null,
            Gas = gas,
            Events = events,
            Messages = messages,
            ContractAddress = hasAddress ? address : null,
            MessageHash = [.. reader.Bytes()],
        };
    }
}
