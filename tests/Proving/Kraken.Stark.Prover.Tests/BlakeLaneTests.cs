using System;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Threading;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Simd;
using Kraken.Stark.Prover.Tests.Oracles;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>The BLAKE2s lanes of every width against one message at a time; the widths are compared wherever the tests run.</summary>
public sealed unsafe class BlakeLaneTests : IDisposable
{
    // SAFETY: pointers go into buffers that the pool keeps until the test ends, at least as long as the widest lanes ask for.
    private static readonly uint[] Edges =
        [0, 1, M31.Modulus - 1, M31.Modulus, M31.Modulus + 1, (2 * M31.Modulus) - 1, 2 * M31.Modulus, (2 * M31.Modulus) + 1, uint.MaxValue];

    private readonly BufferPool pool = new();

    public void Dispose() => pool.Dispose();

    [Fact]
    public void WordsFollowTheirScalars()
    {
        CheckWords<BlakeLanes8>();
        CheckWords<BlakeLanes16>();
    }

    [Fact]
    public void CompressionsAreSingleOnes()
    {
        CheckCompression<BlakeLanes8>();
        CheckCompression<BlakeLanes16>();
    }

    [Fact]
    public void FirstWordsOfNoncesAreThoseOfTheHash()
    {
        CheckFirstWords<BlakeLanes8>();
        CheckFirstWords<BlakeLanes16>();
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(8, true)]
    [InlineData(13, false)]
    [InlineData(17, true)]
    public void SearchesOfAllWidthsFindTheFirstNonce(int bits, bool isReduced)
    {
        uint[] prefix = Words(8, bits);
        ulong expected = 0;
        while ((NonceOracle.Word0(prefix, expected, isReduced) & ((1u << bits) - 1)) != 0)
        {
            expected++;
        }

        CancellationToken none = TestContext.Current.CancellationToken;
        Assert.Equal(expected, ProofOfWork.Blake<BlakeLanes8>(prefix, bits, 20, isReduced, none));
        Assert.Equal(expected, ProofOfWork.Blake<BlakeLanes16>(prefix, bits, 20, isReduced, none));
        Assert.Equal(expected, ProofOfWork.Blake(prefix, bits, 20, isReduced, none));
    }

    /// <summary>With so few low bits the search goes over to the next high word, as the order (high, low) says.</summary>
    [Fact]
    public void TheHighWordAdvancesAfterTheLowBits()
    {
        const int LowBits = 15;
        for (int seed = 0; seed < 64; seed++)
        {
            uint[] prefix = Words(8, seed);
            ulong nonce = ProofOfWork.Blake(prefix, 16, LowBits, false, TestContext.Current.CancellationToken);
            Assert.InRange((uint)nonce, 0u, (1u << LowBits) - 1);
            Assert.Equal(0u, NonceOracle.Word0(prefix, nonce, false) & 0xffff);
            if (nonce >> 32 == 0)
            {
                continue;
            }

            // None of the smaller nonces of high word 0 is good.
            Assert.DoesNotContain(Enumerable.Range(0, 1 << LowBits), low => (NonceOracle.Word0(prefix, (ulong)low, false) & 0xffff) == 0);
            return;
        }

        Assert.Fail("no search went over 2^15 nonces in 64 trials of chance 0.6 each");
    }

    [Fact]
    public void SearchesOutOfRangeAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ProofOfWork.Blake(new uint[8], 33, 20, false, CancellationToken.None));
        Assert.Throws<ArgumentOutOfRangeException>(() => ProofOfWork.Blake(new uint[8], 8, 14, false, CancellationToken.None));
    }

    [Fact]
    public void ASearchThatIsEndedSaysSo()
    {
        using CancellationTokenSource ended = new();
        ended.Cancel();
        Assert.Throws<OperationCanceledException>(() => ProofOfWork.Blake(new uint[8], 32, 20, false, ended.Token));
    }

    private void CheckWords<T>()
        where T : struct, IBlakeLanes<T>
    {
        uint* buffer = pool.Rent(64).Words;
        uint[] words = [.. Edges, .. Words(T.Width, 3)];
        for (int first = 0; first + T.Width <= words.Length; first++)
        {
            uint[] x = words[first..(first + T.Width)];
            uint[] y = [.. x.Reverse()];
            T left = Take<T>(buffer, x), right = Take<T>(buffer, y);
            Assert.Equal(x.Zip(y, (a, b) => a + b), Give(buffer, left + right));
            Assert.Equal(x.Zip(y, (a, b) => a ^ b), Give(buffer, left ^ right));
            Assert.Equal(x.Select(a => BitOperations.RotateRight(a, 16)), Give(buffer, T.RotateRight16(left)));
            Assert.Equal(x.Select(a => BitOperations.RotateRight(a, 12)), Give(buffer, T.RotateRight12(left)));
            Assert.Equal(x.Select(a => BitOperations.RotateRight(a, 8)), Give(buffer, T.RotateRight8(left)));
            Assert.Equal(x.Select(a => BitOperations.RotateRight(a, 7)), Give(buffer, T.RotateRight7(left)));
            Assert.Equal(x.Select(a => a % M31.Modulus), Give(buffer, T.Reduce(left)));
            uint zeros = x.Select((a, lane) => (a & 0x7fff_ffff) == 0 ? 1u << lane : 0).Aggregate((a, b) => a | b);
            Assert.Equal(zeros, T.ZeroLanes(left, 0x7fff_ffff));
        }

        Assert.Equal(Enumerable.Repeat(77u, T.Width), Give(buffer, T.Create(77)));
        Assert.Equal(Enumerable.Range(0, T.Width).Select(i => uint.MaxValue - 2 + (uint)i), Give(buffer, T.Count(uint.MaxValue - 2)));
        Assert.Equal(T.Width == 32 ? uint.MaxValue : (1u << T.Width) - 1, T.ZeroLanes(T.Create(0x8000_0000), 0x7fff_ffff));
    }

    private void CheckCompression<T>()
        where T : struct, IBlakeLanes<T>
    {
        int groups = T.Width / 8;
        Span<uint> states = pool.Rent(groups * Blake2sLanes.StateWords).Span(0, groups * Blake2sLanes.StateWords);
        Span<uint> message = pool.Rent(16 * T.Width).Span(0, 16 * T.Width);
        foreach ((uint bytes, bool last) in ((uint, bool)[])[(64, false), (64, true), (0, true), (uint.MaxValue - 63, true)])
        {
            Words(states.Length, (int)bytes).CopyTo(states);
            Words(message.Length, 9).CopyTo(message);
            uint[] before = states.ToArray();
            fixed (uint* s = states, m = message)
            {
                Blake2sLanes.Compress<T>(s, m, bytes, last);
            }

            for (int lane = 0; lane < T.Width; lane++)
            {
                int first = ((lane / 8) * Blake2sLanes.StateWords) + (lane % 8);
                uint[] single = [.. Enumerable.Range(0, 8).Select(w => before[first + (8 * w)])];
                uint[] words = new uint[16];
                uint[] after = new uint[8];
                for (int w = 0; w < 16; w++)
                {
                    words[w] = message[(T.Width * w) + lane];
                }

                Blake2s.Compress(single, words, bytes, last ? uint.MaxValue : 0);
                for (int w = 0; w < 8; w++)
                {
                    after[w] = states[first + (8 * w)];
                }

                Assert.Equal(single, after);
            }
        }
    }

    private void CheckFirstWords<T>()
        where T : struct, IBlakeLanes<T>
    {
        uint* start = pool.Rent(BlakePowKernel<T>.StartWords).Words;
        uint* buffer = pool.Rent(T.Width).Words;
        foreach ((uint high, uint low) in ((uint, uint)[])[(0, 0), (0, uint.MaxValue - 3), (5, 1u << 20), (uint.MaxValue, 77)])
        {
            uint[] prefix = Words(8, (int)low);
            BlakePowKernel<T>.Prepare([.. prefix, 0xdead, high], start);
            for (int again = 0; again < 2; again++)
            {
                uint first = low + (uint)(again * T.Width);
                uint[] got = Give(buffer, BlakePowKernel<T>.FirstWord(start, T.Count(first)));
                ulong nonce = (ulong)high << 32;
                Assert.Equal(Enumerable.Range(0, T.Width).Select(i => NonceOracle.Word0(prefix, nonce | (first + (uint)i), false)), got);
            }
        }
    }

    private static T Take<T>(uint* buffer, uint[] words)
        where T : struct, IBlakeLanes<T>
    {
        words.CopyTo(new Span<uint>(buffer, words.Length));
        return T.Load(buffer);
    }

    private static uint[] Give<T>(uint* buffer, T value)
        where T : struct, IBlakeLanes<T>
    {
        value.Store(buffer);
        return new Span<uint>(buffer, T.Width).ToArray();
    }

    private static uint[] Words(int count, int seed)
    {
        uint[] words = new uint[count];
        new Random(seed).NextBytes(MemoryMarshal.AsBytes(words.AsSpan()));
        return words;
    }
}
