using System;
using System.Collections.Generic;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Kraken.State.Codecs;
using Xunit;

namespace Kraken.State.Tests.Codecs;

/// <summary>Headers and receipts of the store: one record has one encoding, so that a damaged one is refused or is another.</summary>
public sealed class RecordCodecTests
{
    [Fact]
    public void EveryFlippedBitOfAReceiptIsRefusedOrIsAnother()
    {
        foreach (TransactionReceipt receipt in Receipts())
        {
            byte[] bytes = ReceiptCodec.Encode(receipt);
            Assert.True(ReceiptCodec.TryDecode(bytes, out TransactionReceipt? same));
            Assert.Equal(bytes, ReceiptCodec.Encode(same));
            Assert.True(Flipped(bytes, flipped =>
                ReceiptCodec.TryDecode(flipped, out TransactionReceipt? other) ? ReceiptCodec.Encode(other) : null) > 0);
        }
    }

    [Fact]
    public void EveryFlippedBitOfAHeaderIsRefusedOrIsAnother()
    {
        BlockHeader header = new()
        {
            Hash = 1,
            ParentHash = 2,
            Number = 3,
            StateRoot = 4,
            SequencerAddress = 5,
            Timestamp = 6,
            GasPrices = new(new(1, 2), new(3, 4), new(5, UInt128.MaxValue)),
            L1DataAvailability = L1DataAvailability.Blob,
            StarknetVersion = "0.14.4\u00e9",
            Commitments = new(7, 8, 9, 10, 11, 12, 13),
        };
        byte[] bytes = HeaderCodec.Encode(header);
        Assert.True(HeaderCodec.TryDecode(bytes, out BlockHeader? same));
        Assert.Equal(header, same);
        Assert.True(
            Flipped(bytes, flipped => HeaderCodec.TryDecode(flipped, out BlockHeader? other) ? HeaderCodec.Encode(other!) : null) > 0);
    }

    private static IEnumerable<TransactionReceipt> Receipts()
    {
        TransactionReceipt plain = new()
        {
            TransactionHash = 1,
            Type = TransactionType.Invoke,
            ActualFee = new(5, FeeUnit.Fri),
            Gas = new(1, 2, 3),
            Events = [new(1, [2, 3], [4])],
            Messages = [new(1, 2, [3])],
        };
        return
        [
            plain,
            plain with { RevertReason = "no", ContractAddress = 7 },
            plain with { RevertReason = "", Type = TransactionType.L1Handler, MessageHash = [1, 2] },
        ];
    }

    // How many of the records with one bit flipped are taken; each of them is the encoding of what was read.
    private static int Flipped(byte[] bytes, Func<byte[], byte[]?> again)
    {
        int taken = 0;
        for (int bit = 0; bit < 8 * bytes.Length; bit++)
        {
            byte[] flipped = [.. bytes];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            if (again(flipped) is { } encoded)
            {
                Assert.Equal(flipped, encoded);
                taken++;
            }
        }

        return taken;
    }
}
