using System;
using System.Linq;
using System.Threading;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>Nonces of every channel, and of one that this prover has no kernel for.</summary>
public sealed class ProofOfWorkTests
{
    [Fact]
    public void NoWorkIsNonceZero()
    {
        Assert.Equal(0UL, ProofOfWork.Grind<Blake2sChannel, Blake2sHash>(new(), 0, TestContext.Current.CancellationToken));
        Assert.Equal(0UL, ProofOfWork.Grind<Blake2sM31Channel, Blake2sHash>(new(), 0, TestContext.Current.CancellationToken));
        Assert.Equal(0UL, ProofOfWork.Grind<Poseidon252Channel, Felt>(new(), 0, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void WorkLeavesTheChannelAsItWas(int bits)
    {
        Blake2sM31Channel reduced = new();
        Poseidon252Channel poseidon = new();
        reduced.MixU64(5);
        poseidon.MixU64(5);
        (Blake2sHash before, Felt digest) = (reduced.Digest, poseidon.Digest);
        ulong first = ProofOfWork.Grind<Blake2sM31Channel, Blake2sHash>(reduced, bits, TestContext.Current.CancellationToken);
        ulong second = ProofOfWork.Grind<Poseidon252Channel, Felt>(poseidon, bits, TestContext.Current.CancellationToken);
        Assert.True(reduced.VerifyPow(bits, first));
        Assert.True(poseidon.VerifyPow(bits, second));
        Assert.Equal(before, reduced.Digest);
        Assert.Equal(digest, poseidon.Digest);

        // Work for other digests or more bits is other work.
        Assert.Equal(first, ProofOfWork.Grind<Blake2sM31Channel, Blake2sHash>(reduced, bits, TestContext.Current.CancellationToken));
        Assert.NotEqual(poseidon.PowPrefix(bits), poseidon.PowPrefix(bits + 1));
    }

    [Fact]
    public void BitsOutOfRangeAreNoWork()
    {
        foreach (int bits in (int[])[-1, 64, int.MaxValue])
        {
            Assert.False(new Blake2sChannel().VerifyPow(bits, 0));
            Assert.False(new Poseidon252Channel().VerifyPow(bits, 0));
        }

        Assert.True(new Poseidon252Channel().VerifyPow(0, 17));
    }

    /// <summary>The order is high word, then low word below 2^lowBits: with ten low bits the nonce after 1023 is 2^32.</summary>
    [Theory]
    [InlineData(0UL, 0UL)]
    [InlineData(700UL, 700UL)]
    [InlineData(1023UL, 1023UL)]
    [InlineData(1024UL, 1UL << 32)]
    [InlineData(1UL << 32, 1UL << 32)]
    [InlineData((1UL << 32) + 5, (1UL << 32) + 5)]
    [InlineData((1UL << 32) + 1024, 2UL << 32)]
    public void OtherChannelsAreAskedNonceByNonce(ulong smallest, ulong expected) => Assert.Equal(
        expected, ProofOfWork.Grind<PlainChannel, Felt>(new(smallest), 1, TestContext.Current.CancellationToken));

    [Fact]
    public void ASearchEndsWhenItIsTold()
    {
        using CancellationTokenSource ended = new();
        ended.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => ProofOfWork.Grind<Poseidon252Channel, Felt>(new(), 60, ended.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => ProofOfWork.Grind<Blake2sChannel, Blake2sHash>(new(), 32, ended.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => ProofOfWork.Grind<PlainChannel, Felt>(new(ulong.MaxValue), 1, ended.Token));
    }

    /// <summary>A channel that takes every nonce from one on.</summary>
    private sealed class PlainChannel(ulong smallest) : IMerkleChannel<Felt>
    {
        public static string Name => "plain";

        public static int GrindLowBits => 10;

        public static Felt EmptyRoot => Felt.Zero;

        public static Felt HashLeaf(ReadOnlySpan<M31> row) => row.ToArray().Aggregate(Felt.Zero, (sum, value) => sum + (ulong)value.Value);

        public static Felt HashNode(in Felt left, in Felt right) => left + right;

        public static void HashNodes(ReadOnlySpan<Felt> left, ReadOnlySpan<Felt> right, Span<Felt> parents) =>
            throw new NotSupportedException();

        public bool VerifyPow(int bits, ulong nonce) => nonce >= smallest;

        public void MixRoot(in Felt root) => throw new NotSupportedException();

        public void MixFelts(ReadOnlySpan<QM31> felts) => throw new NotSupportedException();

        public void MixU64(ulong value) => throw new NotSupportedException();

        public QM31 DrawSecureFelt() => throw new NotSupportedException();

        public void DrawSecureFelts(Span<QM31> felts) => throw new NotSupportedException();

        public int DrawU32s(Span<uint> words) => throw new NotSupportedException();
    }
}
