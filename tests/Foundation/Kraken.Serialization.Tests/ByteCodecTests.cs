using System;
using System.Collections.Immutable;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Kraken.Fields;
using Xunit;

namespace Kraken.Serialization.Tests;

/// <summary>What was written reads back, and nothing else does: cut, extended and inflated bytes fail without an exception.</summary>
public sealed class ByteCodecTests
{
    [Fact]
    public void EveryKindOfValueReadsBack() =>
        Prop.ForAll<byte[], ulong, string>((bytes, number, text) =>
        {
            string written = text ?? string.Empty;
            ImmutableArray<Felt> felts = [.. bytes.Select(value => (Felt)(ulong)value - Felt.One)];
            Reading read = Read(Write(bytes, number, written, felts));
            return read.Succeeded && read.Bytes.SequenceEqual(bytes) && read.Number == number && read.Felts.SequenceEqual(felts)
                && read.Text == System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(written));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void NoPrefixAndNoExtensionReads()
    {
        byte[] whole = Write([1, 2, 3], ulong.MaxValue, "text", [1, -Felt.One]);
        Assert.True(Read(whole).Succeeded);
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.False(Read(whole[..length]).Succeeded, $"{length} of {whole.Length} bytes");
        }

        Assert.False(Read([.. whole, 0]).Succeeded);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(3)]
    public void ACountThatTheBytesCannotHoldIsNotBelieved(int count)
    {
        ByteWriter writer = new();
        writer.Int32(count);
        writer.Felt(1);
        writer.Felt(2);
        long before = GC.GetAllocatedBytesForCurrentThread();
        ByteReader reader = new(writer.ToArray());
        Assert.Empty(ListCodec.Felts(ref reader));
        Assert.True(reader.Failed);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 100_000);
    }

    [Fact]
    public void AnElementOfTheFieldsSizeIsRefused()
    {
        byte[] prime = [8, 0, 0, 0, 0, 0, 0, 17, .. new byte[23], 1];
        ByteReader reader = new(prime);
        Assert.Equal(Felt.Zero, reader.Felt());
        Assert.True(reader.Failed);
        prime[^1] = 0;
        reader = new ByteReader(prime);
        Assert.Equal(-Felt.One, reader.Felt());
        Assert.True(reader.Succeeded);
    }

    [Fact]
    public void AListStopsAtItsFirstBrokenItem()
    {
        ByteWriter writer = new();
        writer.List<byte>([1, 0, 2, 1], static (output, item) => output.Byte(item));
        int read = 0;
        ByteReader reader = new(writer.ToArray());
        ListCodec.List(ref reader, 1, (ref ByteReader input) => (++read, input.Boolean()));
        Assert.True(reader.Failed);
        Assert.Equal(3, read);
    }

    [Fact]
    public void TextThatIsNoUtf8Fails()
    {
        ByteReader reader = new([2, 0, 0, 0, (byte)'a', 0xff]);
        Assert.Empty(reader.Text(10));
        Assert.True(reader.Failed);
    }

    private static byte[] Write(byte[] bytes, ulong number, string text, ImmutableArray<Felt> felts)
    {
        ByteWriter writer = new();
        writer.Bytes(bytes);
        writer.Boolean(true);
        writer.UInt64(number);
        writer.UInt128(number);
        writer.Text(text);
        writer.Felts(felts);
        return writer.ToArray();
    }

    private static Reading Read(byte[] encoded)
    {
        ByteReader reader = new(encoded);
        byte[] bytes = reader.Bytes(int.MaxValue);
        bool flag = reader.Boolean();
        ulong number = reader.UInt64();
        UInt128 wide = reader.UInt128();
        string text = reader.Text(int.MaxValue);
        ImmutableArray<Felt> felts = ListCodec.Felts(ref reader);
        return new(reader.Succeeded && flag && wide == number, bytes, number, text, felts);
    }

    private sealed record Reading(bool Succeeded, byte[] Bytes, ulong Number, string Text, ImmutableArray<Felt> Felts);
}
