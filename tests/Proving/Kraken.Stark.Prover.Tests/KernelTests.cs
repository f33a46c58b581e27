using System;
using System.Linq;
using System.Runtime.InteropServices;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Fri;
using Kraken.Stark.Prover.Constraints;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Simd;
using Kraken.Stark.Prover.Transforms;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>Kernels against their scalar twins and against the verifier's own arithmetic.</summary>
public sealed class KernelTests : IDisposable
{
    private const int MaxLog = 12;
    private static readonly TwiddleTable Twiddles = new(MaxLog + 1);
    private static readonly QM31 Alpha = new(123456789, 987654321, 55, 2000000000);
    private readonly BufferPool pool = new();

    public void Dispose() => pool.Dispose();

    [Fact]
    public void CosetPrefixSumsEqualTheScalarOnes()
    {
        for (int log = 4; log <= MaxLog; log++)
        {
            using ColumnBlock block = Columns.Random(pool, log, 1, log);
            uint[] before = block.Rows(0).ToArray();
            M31 total = Interaction.Accumulate(new ColumnReference(block, 0), log, pool);
            M31 mean = total * M31.FromCanonical(1u << log).Inverse();
            M31 running = M31.Zero;
            for (uint k = 0; k < 1u << log; k++)
            {
                int slot = (int)CosetOrder.ToSlot(k, log);
                running = running + M31.FromCanonical(before[slot]) - mean;
                Assert.Equal(running.Value, block.Rows(0)[slot]);
            }

            Assert.True(running.IsZero);
        }
    }

    [Fact]
    public void WeightsGiveTheValueOutOfTheDomain()
    {
        CirclePoint<QM31> point = SecurePoint();
        for (int log = 2; log <= MaxLog; log++)
        {
            using ColumnBlock trace = Columns.Random(pool, log, 1, log);
            using ColumnBlock extension = new(pool, log + 1, 1);
            ColumnTransforms.Extend(trace, extension, 0, Twiddles);
            uint[] coefficients = trace.Rows(0).ToArray();
            CircleFft.Interpolate(MemoryMarshal.Cast<uint, M31>(coefficients.AsSpan()), Twiddles.Tree);
            QM31 expected = CirclePolynomial.EvaluateAt(MemoryMarshal.Cast<uint, M31>(coefficients.AsSpan()), point);
            using ColumnBlock weights = EvaluationWeights.Compute(pool, point, log, log + 1, Twiddles);
            Assert.Equal(expected, EvaluationWeights.Evaluate(new ColumnReference(extension, 0), weights));
        }
    }

    [Fact]
    public void FoldingEqualsTheVerifiers()
    {
        for (int log = 3; log <= MaxLog; log++)
        {
            using ColumnBlock values = Columns.Random(pool, log, 4, log);
            using ColumnBlock circle = new(pool, log - 1, 4);
            using ColumnBlock line = new(pool, log - 1, 4);
            FriHalving.Halve(values, circle, Alpha, true, Twiddles);
            FriHalving.Halve(values, line, Alpha, false, Twiddles);
            for (int row = 0; row < 1 << (log - 1); row += 3)
            {
                QM31[] pair = [Columns.Secure(values, 2 * row), Columns.Secure(values, (2 * row) + 1)];
                Assert.Equal(
                    FriFold.CircleCoset([.. pair], 2 * (uint)row, new CanonicCoset(log).CircleDomain, Alpha), Columns.Secure(circle, row));
                Assert.Equal(FriFold.LineCoset([.. pair], 2 * (uint)row, LineDomain.HalfOdds(log), Alpha), Columns.Secure(line, row));
            }
        }
    }

    [Fact]
    public void NoncesAreTheFirstGoodOnes()
    {
        foreach (int salt in Enumerable.Range(0, 4))
        {
            CheckNonce(new Blake2sChannel(), salt);
            CheckNonce(new Blake2sM31Channel(), salt);
        }
    }

    private static void CheckNonce<TChannel>(TChannel channel, int salt)
        where TChannel : IMerkleChannel<Blake2sHash>
    {
        channel.MixU64((ulong)salt);
        ulong nonce = ProofOfWork.Grind<TChannel, Blake2sHash>(channel, 12, TestContext.Current.CancellationToken);
        Assert.True(channel.VerifyPow(12, nonce));
        Assert.DoesNotContain(true, Enumerable.Range(0, (int)nonce).Select(smaller => channel.VerifyPow(12, (ulong)smaller)));
    }

    [Fact]
    public void PoseidonNoncesAreTheFirstGoodOnes()
    {
        // Thirteen bits: the nonce lies beyond those that are hashed at once.
        const int Bits = 13;
        Poseidon252Channel channel = new();
        channel.MixU64(7);
        ulong nonce = ProofOfWork.Grind<Poseidon252Channel, Felt>(channel, Bits);
        Assert.True(nonce >= 1 << ProofOfWork.LogChunk, $"{nonce}");
        Assert.True(channel.VerifyPow(Bits, nonce));
        Assert.DoesNotContain(true, Enumerable.Range(0, (int)nonce).Select(smaller => channel.VerifyPow(Bits, (ulong)smaller)));
    }

    private static CirclePoint<QM31> SecurePoint()
    {
        QM31 square = Alpha * Alpha;
        QM31 inverse = (QM31.One + square).Inverse();
        return new((QM31.One - square) * inverse, (Alpha + Alpha) * inverse);
    }
}
