using System;
using System.Linq;
using Kraken.Casm.Classes;
using Kraken.Sierra;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Limits;
using Kraken.State.Codecs;
using Xunit;

namespace Kraken.State.Tests.Codecs;

/// <summary>
/// Classes as validators exchange them: one encoding for one content, never longer than the JSON, and foreign bytes never throw.
/// </summary>
public sealed class SierraClassCodecTests
{
    private static readonly SierraClass Small = new()
    {
        SierraProgram = [1, 6, 0, 0, 255, 256],
        ContractClassVersion = "0.1.0",
        EntryPoints = new EntryPoints<SierraEntryPoint> { External = [new(3, 0), new(4, ulong.MaxValue)] },
        Abi = "[{\"name\": \"\u00e9\u4e2d\ud83d\ude00\"}]",
    };

    [Fact]
    public void EveryClassOfTheChainComesBackWithItsHash()
    {
        foreach (SierraClass sierra in ChainContracts.All.Select(contract => contract.Class).Append(Small))
        {
            byte[] encoded = SierraClassCodec.Encode(sierra);
            Assert.True(encoded.Length <= ClassSize.JsonBytes(sierra));
            Assert.True(SierraClassCodec.TryDecode(encoded, encoded.Length, out SierraClass? decoded));
            Assert.Equal(ClassHash.Compute(sierra), ClassHash.Compute(decoded!));
            Assert.Equal(encoded, SierraClassCodec.Encode(decoded!));
            Assert.False(SierraClassCodec.TryDecode(encoded, encoded.Length - 1, out _));
        }
    }

    [Fact]
    public void OneContentHasOneEncoding()
    {
        byte[] encoded = SierraClassCodec.Encode(Small);
        int accepted = 0;
        for (int place = 0; place < encoded.Length; place++)
        {
            for (int value = 0; value < 256; value++)
            {
                byte[] changed = [.. encoded];
                changed[place] = (byte)value;
                if (SierraClassCodec.TryDecode(changed, 1_000, out SierraClass? decoded))
                {
                    Assert.Equal(changed, SierraClassCodec.Encode(decoded!));
                    accepted++;
                }
            }

            Assert.False(SierraClassCodec.TryDecode(encoded.AsSpan(0, place), 1_000, out _));
        }

        Assert.True(accepted > encoded.Length);
    }
}
