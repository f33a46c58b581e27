using System;
using System.Diagnostics.CodeAnalysis;
using Kraken.Serialization;
using Kraken.Starknet.Blocks;

namespace Kraken.State.Codecs;

/// <summary>Block headers as bytes in the store, and in files that are handed on; the hash is part of the bytes.</summary>
public static class HeaderCodec
{
    /// <summary>The bytes of a header.</summary>
    public static byte[] Encode(BlockHeader header)
    {
        ByteWriter writer = new();
        writer.Felt(header.Hash);
        writer.Felt(header.ParentHash);
        writer.UInt64(header.Number);
        writer.Felt(header.StateRoot);
        writer.Felt(header.SequencerAddress);
        writer.UInt64(header.Timestamp);
        WritePrice(writer, header.GasPrices.L1Gas);
        WritePrice(writer, header.GasPrices.L1DataGas);
        WritePrice(writer, header.GasPrices.L2Gas);
        writer.Byte((byte)header.L1DataAvailability);
        writer.Text(header.StarknetVersion);
        writer.Felt(header.Commitments.Transactions);
        writer.Felt(header.Commitments.Events);
        writer.Felt(header.Commitments.Receipts);
        writer.Felt(header.Commitments.StateDiff);
        writer.UInt64(header.Commitments.TransactionCount);
        writer.UInt64(header.Commitments.EventCount);
        writer.UInt64(header.Commitments.StateDiffLength);
        return writer.ToArray();
    }

    /// <summary>Reads a header; false when the bytes are not exactly one.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out BlockHeader? header)
    {
        ByteReader reader = new(bytes);
        header = new()
        {
            Hash = reader.Felt(),
            ParentHash = reader.Felt(),
            Number = reader.UInt64(),
            StateRoot = reader.Felt(),
            SequencerAddress = reader.Felt(),
            Timestamp = reader.UInt64(),
            GasPrices = new(ReadPrice(ref reader), ReadPrice(ref reader), ReadPrice(ref reader)),
            L1DataAvailability = (L1DataAvailability)reader.Byte(),
            StarknetVersion = reader.Text(int.MaxValue),
            Commitments =
                new(reader.Felt(), reader.Felt(), reader.Felt(), reader.Felt(), reader.UInt64(), reader.UInt64(), reader.UInt64()),
        };
        if (!reader.Succeeded || !Enum.IsDefined(header.L1DataAvailability))
        {
            header = null;
        }

        return header is not null;
    }

    private static void WritePrice(ByteWriter writer, GasPrice price)
    {
        writer.UInt128(price.InWei);
        writer.UInt128(price.InFri);
    }

    private static GasPrice ReadPrice(ref ByteReader reader) => new(reader.UInt128(), reader.UInt128());
}
