using System;
using System.Linq;
using Kraken.Fields;
using Xunit;

namespace Kraken.Serialization.Tests;

/// <summary>
/// The bytes of each kind of value, and the reader at its bounds: what a limit allows is read, one more fails, and after a failure
/// nothing is read.
/// </summary>
public sealed class ByteBoundTests
{
    [Fact]
    public void EveryKindHasItsBytes()
    {
        ByteWriter writer = new();
        writer.Byte(0xab);
        writer.Boolean(true);
        writer.Boolean(false);
        writer.Int32(-2);
        writer.UInt64(0x0102030405060708);
        writer.UInt128(UInt128.MaxValue - 1);
        writer.Felt(0x1234);
        writer.Bytes([9, 8]);
        writer.Text("é");
        string expected = "ab" + "01" + "00" + "feffffff" + "0807060504030201" + "fe" + new string('f', 30) + new string('0', 60) + "1234"
            + "02000000" + "0908" + "02000000" + "c3a9";
        Assert.Equal(expected, Convert.ToHexStringLower(writer.ToArray()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void ByteStringsAreReadUpToTheirLimit(int length)
    {
        ByteWriter writer = new();
        writer.Bytes([.. Enumerable.Repeat((byte)'x', length)]);
        byte[] encoded = writer.ToArray();
        ByteReader exact = new(encoded);
        Assert.Equal(length, exact.Bytes(length).Length);
        Assert.True(exact.Succeeded);
        ByteReader text = new(encoded);
        Assert.Equal(new string('x', length), text.Text(length));
        ByteReader less = new(encoded);
        Assert.Empty(less.Bytes(length - 1));
        Assert.True(less.Failed);
        ByteReader lessText = new(encoded);
        Assert.Empty(lessText.Text(length - 1));
        Assert.True(lessText.Failed);
    }

    [Fact]
    public void FeltListsAreReadUpToTheirLimit()
    {
        ByteWriter writer = new();
        writer.Felts(new Felt[] { 1, 2, 3 });
        ByteReader exact = new(writer.ToArray());
        Assert.Equal([(Felt)1, (Felt)2, (Felt)3], exact.Felts(3));
        Assert.True(exact.Succeeded);
        ByteReader less = new(writer.ToArray());
        Assert.Empty(less.Felts(2));
        Assert.True(less.Failed);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(255)]
    public void BooleansAreZeroOrOne(byte value)
    {
        ByteReader reader = new([value]);
        Assert.False(reader.Boolean());
        Assert.True(reader.Failed);
    }

    [Fact]
    public void AfterAFailureNothingSucceeds()
    {
        ByteReader reader = new([2, 1, 1, 1]);
        reader.Boolean();
        Assert.True(reader.Failed);
        Assert.False(reader.Succeeded);
        reader.Int32();
        reader.Byte();
        Assert.True(reader.Failed);
        Assert.False(reader.Succeeded);
    }

    [Fact]
    public void EachKindFailsOnTheLastMissingByte()
    {
        Assert.True(Fails(0, (ref ByteReader r) => r.Byte()));
        Assert.True(Fails(3, (ref ByteReader r) => r.Int32()));
        Assert.True(Fails(7, (ref ByteReader r) => r.UInt64()));
        Assert.True(Fails(15, (ref ByteReader r) => r.UInt128()));
        Assert.True(Fails(31, (ref ByteReader r) => r.Felt()));
        Assert.False(Fails(1, (ref ByteReader r) => r.Byte()));
        Assert.False(Fails(4, (ref ByteReader r) => r.Int32()));
        Assert.False(Fails(8, (ref ByteReader r) => r.UInt64()));
        Assert.False(Fails(16, (ref ByteReader r) => r.UInt128()));
        Assert.False(Fails(32, (ref ByteReader r) => r.Felt()));
    }

    [Theory]
    [InlineData(4, 1, 4, false)]
    [InlineData(4, 1, 3, true)]
    [InlineData(4, 3, 12, false)]
    [InlineData(4, 3, 11, true)]
    [InlineData(int.MaxValue, int.MaxValue, 100, true)]
    public void CountsFitTheBytesThatAreLeft(int count, int itemBytes, int left, bool fails)
    {
        ByteWriter writer = new();
        writer.Int32(count);
        byte[] encoded = [.. writer.ToArray(), .. new byte[left]];
        ByteReader reader = new(encoded);
        Assert.Equal(fails ? 0 : count, reader.Count(int.MaxValue, itemBytes));
        Assert.Equal(fails, reader.Failed);
    }

    private delegate T Reading<T>(ref ByteReader reader);

    private static bool Fails<T>(int bytes, Reading<T> read)
    {
        ByteReader reader = new(new byte[bytes]);
        read(ref reader);
        return reader.Failed;
    }
}
