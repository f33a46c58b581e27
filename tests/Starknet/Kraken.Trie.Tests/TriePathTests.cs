using System;
using System.Numerics;
using Kraken.Fields;
using Xunit;

namespace Kraken.Trie.Tests;

/// <summary>Paths against integers of any size.</summary>
public sealed class TriePathTests
{
    [Fact]
    public void BitsAreThoseOfTheInteger()
    {
        Random random = new(5);
        for (int i = 0; i < 20_000; i++)
        {
            BigInteger first = Draw(random);
            BigInteger second = random.Next(3) == 0 ? first ^ (BigInteger.One << random.Next(251)) : Draw(random);
            int to = random.Next(252);
            int from = random.Next(4) == 0 ? to & ~63 : random.Next(to + 1);
            TriePath path = PathOf(first);
            Assert.Equal((first & Ones(to)) >> from, path.Slice(from, to).ToFelt().ToBigInteger());
            BigInteger with = ((first >> to) << to) | ((second & Ones(to - from)) << from);
            Assert.Equal(with, path.WithSlice(from, to, PathOf(second)).ToFelt().ToBigInteger());
            Assert.Equal((int)(first ^ second).GetBitLength() - 1, path.HighestDifference(PathOf(second)));
            Assert.Equal((int)((first ^ second) & Ones(to)).GetBitLength() - 1, path.HighestDifference(PathOf(second), to));
            Assert.Equal(first.CompareTo(second), path.CompareTo(PathOf(second)));
            int bit = random.Next(251);
            Assert.Equal(first ^ (BigInteger.One << bit), path.Flip(bit).ToFelt().ToBigInteger());
            Assert.Equal(!((first >> bit) & 1).IsZero, path.Bit(bit));
            Assert.Equal(first <= Ones(bit), path.IsBelow(bit));
        }
    }

    private static BigInteger Ones(int bits) => (BigInteger.One << bits) - 1;

    private static TriePath PathOf(BigInteger value) => new(Felt.FromBigInteger(value));

    private static BigInteger Draw(Random random)
    {
        byte[] bytes = new byte[33];
        random.NextBytes(bytes.AsSpan(0, 32));
        return new BigInteger(bytes) & Ones(random.Next(3) == 0 ? 251 : random.Next(252));
    }
}
