using System;
using System.Buffers.Binary;
using System.Linq;
using System.Runtime.InteropServices;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Stark.Channels;
using Xunit;

namespace Kraken.Stark.Tests;

/// <summary>The channels against their definition written out with the plain hashes, and what must not collide.</summary>
public sealed class ChannelLawTests
{
    private static readonly QM31[] Felts = [.. Enumerable.Range(1, 9).Select(i => new QM31(i, -i, i * i, 1 << i))];

    [Fact]
    public void BlakeDigestsAreHashesOfDigestAndMessage()
    {
        for (int count = 0; count <= Felts.Length; count++)
        {
            Blake2sChannel channel = new();
            channel.MixU64(5);
            byte[] expected = Blake([.. Bytes(channel.Digest), .. Felts.Take(count).SelectMany(Words)]);
            channel.MixFelts(Felts.AsSpan(0, count));
            Assert.Equal(expected, Bytes(channel.Digest));
        }
    }

    [Fact]
    public void LongMessagesAreMixedWhole()
    {
        // Above the buffer on the stack: 512 bytes are sixteen times the digest's 32.
        foreach (int words in (int[])[119, 120, 121, 500])
        {
            uint[] message = [.. Enumerable.Range(0, words).Select(i => (uint)i * 0x9E3779B9)];
            Blake2sChannel channel = new();
            channel.MixU32s(message);
            Assert.Equal(Blake([.. new byte[32], .. MemoryMarshal.AsBytes(message.AsSpan())]), Bytes(channel.Digest));
        }
    }

    [Fact]
    public void BlakeDrawsAreHashesOfDigestCounterAndZero()
    {
        Blake2sChannel channel = new();
        channel.MixU64(9);
        byte[] digest = Bytes(channel.Digest);
        uint[] words = new uint[8];
        for (uint counter = 0; counter < 5; counter++)
        {
            Assert.Equal(8, channel.DrawU32s(words));
            byte[] number = new byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(number, counter);
            byte[] expected = Blake([.. digest, .. number, 0]);
            Assert.Equal(Enumerable.Range(0, 8).Select(i => BinaryPrimitives.ReadUInt32LittleEndian(expected.AsSpan(4 * i))), words);
        }

        // Drawing leaves the digest alone.
        Assert.Equal(digest, Bytes(channel.Digest));
    }

    [Fact]
    public void BlakeWorkIsTheHashOfPrefixAndNonce()
    {
        Blake2sChannel channel = new();
        channel.MixU64(3);
        byte[] prefix = new byte[52];
        BinaryPrimitives.WriteUInt32LittleEndian(prefix, 0x12345678);
        Bytes(channel.Digest).CopyTo(prefix.AsSpan(16));
        BinaryPrimitives.WriteUInt32LittleEndian(prefix.AsSpan(48), 7);
        byte[] hashed = Blake(prefix);
        Assert.Equal(hashed, Bytes(channel.PowPrefix(7)));
        int good = 0;
        for (ulong nonce = 0; nonce < 1000; nonce++)
        {
            byte[] number = new byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(number, nonce);
            bool expected = (Blake([.. hashed, .. number])[0] & 0x7f) == 0;
            Assert.Equal(expected, channel.VerifyPow(7, nonce));
            good += expected ? 1 : 0;
        }

        Assert.InRange(good, 1, 30);
    }

    [Fact]
    public void WorkOfMoreBitsIsWorkOfAnotherPrefix()
    {
        Assert.Equal(64, CountWork(new Blake2sChannel(), 0));
        Assert.Equal(64, CountWork(new Blake2sM31Channel(), 0));
        Assert.Equal(64, CountWork(new Poseidon252Channel(), 0));
        Assert.Equal(0, CountWork(new Blake2sChannel(), 63));
        Assert.Equal(0, CountWork(new Poseidon252Channel(), 63));
    }

    [Fact]
    public void PoseidonDigestsAreHashesOfDigestAndWords()
    {
        Poseidon252Channel channel = new();
        channel.MixU64(77);
        Assert.Equal(Poseidon.Hash(Felt.Zero, 77), channel.Digest);
        Felt before = channel.Digest;
        channel.MixRoot(Felt.Parse("0x1234"));
        Assert.Equal(Poseidon.Hash(before, Felt.Parse("0x1234")), channel.Digest);
        before = channel.Digest;
        channel.MixFelts(Felts.AsSpan(0, 3));

        // Two secure elements a word behind a leading one, the odd one alone in the last word.
        Felt[] words = [before, Packed(Felts[0], Felts[1]), Packed(Felts[2])];
        Assert.Equal(Poseidon.HashMany(words), channel.Digest);
    }

    [Fact]
    public void PoseidonDrawsAreThePermutationOfDigestAndCounter()
    {
        Poseidon252Channel channel = new();
        channel.MixU64(1);
        for (ulong counter = 0; counter < 3; counter++)
        {
            Felt[] state = [channel.Digest, counter, 3];
            Poseidon.Permute(state);
            QM31 drawn = channel.DrawSecureFelt();
            for (int k = 0; k < 4; k++)
            {
                Assert.Equal(Digit(state[0], k) % M31.Modulus, drawn[k].Value);
            }
        }
    }

    /// <summary>What is mixed decides, not only its value: order, length, and where one message ends and the next begins.</summary>
    [Fact]
    public void MessagesDoNotCollide()
    {
        CheckCollisions<Blake2sChannel>(channel => Bytes(channel.Digest));
        CheckCollisions<Blake2sM31Channel>(channel => Bytes(channel.Digest));
        CheckCollisions<Poseidon252Channel>(channel => channel.Digest.ToString());
    }

    [Fact]
    public void LeavesOfOtherLengthsDoNotCollide()
    {
        M31[] zeros = new M31[40];
        Assert.Equal(40, Enumerable.Range(1, 40).Select(length => Blake2sChannel.HashLeaf(zeros.AsSpan(0, length))).Distinct().Count());
        Assert.Equal(40, Enumerable.Range(1, 40).Select(length => Blake2sM31Channel.HashLeaf(zeros.AsSpan(0, length))).Distinct().Count());
        Assert.Equal(40, Enumerable.Range(1, 40).Select(length => Poseidon252Channel.HashLeaf(zeros.AsSpan(0, length))).Distinct().Count());
    }

    [Fact]
    public void PoseidonLeafWordsHoldEightElements()
    {
        M31[] row = [.. Enumerable.Range(1, 9).Select(i => M31.FromCanonical(M31.Modulus - (uint)i))];
        Felt power = 1UL << 31;
        Felt expected = row[..8].Aggregate(Felt.Zero, (word, value) => (word * power) + (ulong)value.Value);
        Assert.Equal(expected, Poseidon252Channel.PackLeafWord(row.AsSpan(0, 8)));
        Felt one = (ulong)row[8].Value + (Felt.FromCanonicalLimbs(0, 0, 0, 1UL << 56) * 1UL);
        Assert.Equal(one, Poseidon252Channel.PackLeafWord(row.AsSpan(8)));
        Assert.Equal(Poseidon.HashMany([expected, one]), Poseidon252Channel.HashLeaf(row));
    }

    /// <summary>Every length below eight is told by its tag, also where all digits are the largest or none.</summary>
    [Fact]
    public void PoseidonLeafWordsAreTaggedWithTheirLength()
    {
        Felt power = 1UL << 31;
        for (int length = 0; length <= Poseidon252Channel.ElementsPerFelt; length++)
        {
            foreach (uint digit in (uint[])[0, 1, M31.Modulus - 1])
            {
                M31[] row = [.. Enumerable.Repeat(M31.FromCanonical(digit), length)];
                Felt tag = length < Poseidon252Channel.ElementsPerFelt ? Felt.FromCanonicalLimbs(0, 0, 0, (ulong)length << 56) : Felt.Zero;
                Felt expected = row.Aggregate(Felt.Zero, (word, value) => (word * power) + (ulong)value.Value) + tag;
                Assert.Equal(expected, Poseidon252Channel.PackLeafWord(row));
            }
        }
    }

    /// <summary>More nodes than one block of lanes has, and the parents in the children's place.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(67)]
    public void ManyNodesAreHashedAsEachAlone(int count)
    {
        CheckNodes<Blake2sChannel, Blake2sHash>(count, i => Blake2sChannel.HashLeaf([i]));
        CheckNodes<Blake2sM31Channel, Blake2sHash>(count, i => Blake2sM31Channel.HashLeaf([i]));
        CheckNodes<Poseidon252Channel, Felt>(count, i => Poseidon252Channel.HashLeaf([i]));
    }

    [Fact]
    public void TheFirstGoodNonceOfManyIsFound()
    {
        const int Bits = 4;
        Poseidon252Channel channel = new();
        channel.MixU64(3);
        Felt prefix = channel.PowPrefix(Bits);
        for (ulong first = (1UL << 32) - 5; first < (1UL << 32) + 5; first++)
        {
            int expected = Enumerable.Range(0, 100).Where(i => channel.VerifyPow(Bits, first + (uint)i)).DefaultIfEmpty(-1).First();
            Assert.Equal(expected, Poseidon252Channel.FindGoodNonce(prefix, Bits, first, 100));
            Assert.Equal(expected == 0 ? 0 : -1, Poseidon252Channel.FindGoodNonce(prefix, Bits, first, 1));
        }

        Assert.Throws<ArgumentOutOfRangeException>(
            () => Poseidon252Channel.FindGoodNonce(prefix, Bits, 0, Poseidon252Channel.MaxNonces + 1));
    }

    private static void CheckNodes<TChannel, THash>(int count, Func<M31, THash> node)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        THash[] left = [.. Enumerable.Range(0, count).Select(i => node(i))];
        THash[] right = [.. Enumerable.Range(0, count).Select(i => node(-i - 1))];
        THash[] expected = [.. left.Zip(right, (l, r) => TChannel.HashNode(l, r))];
        THash[] parents = new THash[count];
        TChannel.HashNodes(left, right, parents);
        Assert.Equal(expected, parents);
        Assert.Throws<ArgumentException>(() => TChannel.HashNodes(left, right, new THash[count + 1]));
        TChannel.HashNodes(left, right, left);
        Assert.Equal(expected, left);
    }

    [Fact]
    public void SecureFeltsAreDrawnInPairs()
    {
        foreach (int count in (int[])[0, 1, 2, 3, 8])
        {
            Blake2sChannel many = new(), single = new();
            QM31[] drawn = new QM31[count];
            many.DrawSecureFelts(drawn);
            for (int i = 0; i < count; i += 2)
            {
                Assert.Equal(single.DrawSecureFelt(), drawn[i]);
            }

            Assert.Equal(count, drawn.Distinct().Count());
        }
    }

    private static void CheckCollisions<TChannel>(Func<TChannel, object> digest)
        where TChannel : class, IChannel, new()
    {
        Action<TChannel>[] messages =
        [
            _ => { },
            c => c.MixFelts(Felts.AsSpan(0, 1)),
            c => c.MixFelts(Felts.AsSpan(0, 2)),
            c => c.MixFelts([Felts[1], Felts[0]]),
            c => Twice(c, Felts.AsSpan(0, 1), Felts.AsSpan(1, 1)),
            c => c.MixFelts([Felts[0], QM31.Zero]),
            c => c.MixFelts([QM31.Zero]),
            c => c.MixU64(0),
            c => c.MixU64(1),
            c => c.MixU64(1UL << 32),
        ];
        string[] digests = [.. messages.Select(message =>
        {
            TChannel channel = new();
            message(channel);
            return digest(channel) is byte[] bytes ? Convert.ToHexString(bytes) : digest(channel).ToString()!;
        })];
        Assert.Equal(messages.Length, digests.Distinct().Count());
    }

    private static void Twice(IChannel channel, ReadOnlySpan<QM31> first, ReadOnlySpan<QM31> second)
    {
        channel.MixFelts(first);
        channel.MixFelts(second);
    }

    private static int CountWork(IChannel channel, int bits) =>
        Enumerable.Range(0, 64).Count(nonce => channel.VerifyPow(bits, (ulong)nonce));

    private static Felt Packed(params QM31[] values)
    {
        Felt word = Felt.One, power = 1UL << 31;
        foreach (QM31 value in values)
        {
            for (int k = 0; k < 4; k++)
            {
                word = (word * power) + (ulong)value[k].Value;
            }
        }

        return word;
    }

    /// <summary>Digit k of a felt in base 2^31.</summary>
    private static uint Digit(Felt value, int k)
    {
        value.ToCanonicalLimbs(out ulong l0, out ulong l1, out ulong l2, out ulong l3);
        System.Numerics.BigInteger number = (((((System.Numerics.BigInteger)l3 << 64) | l2) << 64 | l1) << 64) | l0;
        return (uint)((number >> (31 * k)) & 0x7fff_ffff);
    }

    private static byte[] Words(QM31 value) => [.. Enumerable.Range(0, 4).SelectMany(k => BitConverter.GetBytes(value[k].Value))];

    private static byte[] Bytes(Blake2sHash hash)
    {
        byte[] bytes = new byte[Blake2sHash.ByteCount];
        hash.WriteBytes(bytes);
        return bytes;
    }

    private static byte[] Blake(byte[] input)
    {
        byte[] output = new byte[Blake2sHash.ByteCount];
        Blake2s.Hash(input, output);
        return output;
    }
}
