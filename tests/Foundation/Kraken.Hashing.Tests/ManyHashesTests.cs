using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Curves;
using Kraken.Fields;
using Kraken.Fields.Packed;
using Kraken.Hashing.Packed;
using Xunit;

namespace Kraken.Hashing.Tests;

/// <summary>Hashes of many inputs at once, and of inputs with special digits, against one after the other and the definition.</summary>
public sealed class ManyHashesTests
{
    [Fact]
    public void PedersenOfInputsWithSpecialDigits()
    {
        Felt[] inputs = [.. SpecialInputs()];
        for (int i = 0; i < inputs.Length; i++)
        {
            CheckPedersen(inputs[i], inputs[(i + 1) % inputs.Length]);
            CheckPedersen(inputs[i], Felt.Zero);
            CheckPedersen(Felt.Zero, inputs[i]);
        }
    }

    [Fact]
    public void PedersenOfManyPairsIsThatOfEach()
    {
        Felt[] inputs = [.. SpecialInputs(), .. RandomInputs(200)];
        foreach (int count in Enumerable.Range(0, 75).Append(inputs.Length))
        {
            Felt[] a = inputs[..count];
            Felt[] b = [.. inputs.Reverse().Take(count)];
            Felt[] hashes = new Felt[count];
            Pedersen.HashPairs(a, b, hashes);
            Assert.Equal(a.Zip(b, Pedersen.Hash), hashes);
            Pedersen.HashPairs(a, b, a);
            Assert.Equal(hashes, a);
        }

        Assert.Throws<ArgumentException>(() => Pedersen.HashPairs(new Felt[2], new Felt[1], new Felt[2]));
        Assert.Throws<ArgumentException>(() => Pedersen.HashPairs(new Felt[2], new Felt[2], new Felt[3]));
    }

    [Fact]
    public void AffineSumsAreThoseOfTheScalarTwin()
    {
        Assert.SkipUnless(FeltLanes.IsSupported, "eight lanes take AVX-512");
        AffineSums sums = new(new PedersenTable(FeltLanes.Scale));
        Felt[] inputs = [.. SpecialInputs(), .. RandomInputs(100)];
        for (int i = 0; i < 40; i++)
        {
            // Groups of other sizes in turn: what one leaves behind is not to be seen by the next.
            int count = FeltLanes.Count * (1 + (i * 5 % AffineSums.MaxGroups));
            Felt[] a = [.. Enumerable.Range(0, count).Select(k => inputs[((i * 31) + k) % inputs.Length])];
            Felt[] b = [.. Enumerable.Range(0, count).Select(k => inputs[((i * 17) + (k * 7)) % inputs.Length])];
            Felt[] expected = [.. a.Zip(b, (x, y) => Pedersen.ScalarSum(x, y).AffineX())];
            Assert.True(sums.TryHash(a, b, b));
            Assert.Equal(expected, b);
        }
    }

    [Fact]
    public void AffineSumsOfPointsOfOneXAreRefused()
    {
        Assert.SkipUnless(FeltLanes.IsSupported, "eight lanes take AVX-512");

        // No inputs are known whose points meet: here all points are the same.
        AffineSums sums = new(new PedersenTable(Felt.Zero));
        Felt[] inputs = [.. RandomInputs(24)];
        Felt[] hashes = [.. inputs];
        Assert.False(sums.TryHash(inputs, inputs, hashes));
        Assert.Equal(inputs, hashes);
    }

    [Fact]
    public void PermutationsOfManyStatesAreThoseOfEach()
    {
        Felt[] inputs = [.. SpecialInputs(), .. RandomInputs(200)];
        foreach (int count in Enumerable.Range(0, 30))
        {
            Felt[] states = [.. Enumerable.Range(0, 3 * count).Select(i => inputs[(i * 7) % inputs.Length])];
            Felt[] expected = [.. states];
            for (int i = 0; i < count; i++)
            {
                Poseidon.Permute(expected.AsSpan(3 * i, 3));
            }

            Poseidon.PermuteMany(states);
            Assert.Equal(expected, states);
        }

        Assert.Throws<ArgumentException>(() => Poseidon.PermuteMany(new Felt[4]));
    }

    [Fact]
    public void PermutationsStayRightOverManyRounds()
    {
        Felt[] states = new Felt[24];
        Felt[] expected = new Felt[24];
        for (int round = 0; round < 200; round++)
        {
            Poseidon.PermuteMany(states);
            for (int i = 0; i < 8; i++)
            {
                Poseidon.Permute(expected.AsSpan(3 * i, 3));
            }

            Assert.Equal(expected, states);
            states[round % 24] = expected[round % 24] = round % 2 == 0 ? Felt.MinusOne : -HadesConstants.RoundKeys[round % 3];
        }
    }

    [Fact]
    public void PoseidonOfManyPairsIsThatOfEach()
    {
        Felt[] inputs = [.. SpecialInputs(), .. RandomInputs(100)];
        foreach (int count in new[] { 0, 1, 4, 5, 8, 9, 63, 64, 65, 130 })
        {
            Felt[] a = [.. Enumerable.Range(0, count).Select(i => inputs[i % inputs.Length])];
            Felt[] b = [.. Enumerable.Range(0, count).Select(i => inputs[(i * 3 + 1) % inputs.Length])];
            Felt[] expected = [.. a.Zip(b, Poseidon.Hash)];
            Poseidon.HashPairs(a, b, b);
            Assert.Equal(expected, b);
        }

        Assert.Throws<ArgumentException>(() => Poseidon.HashPairs(new Felt[1], new Felt[1], new Felt[2]));
    }

    [Fact]
    public void PoseidonOfManyListsIsThatOfEach()
    {
        Random random = new(7);
        Felt[] inputs = [.. SpecialInputs(), .. RandomInputs(100)];
        PoseidonBatch batch = new();
        foreach (int count in new[] { 0, 1, 3, 8, 9, 64, 700 })
        {
            Felt[][] lists = [.. Enumerable.Range(0, count).Select(i => random.GetItems(inputs, random.Next(i % 50 == 49 ? 3_000 : 12)))];
            foreach (Felt[] list in lists)
            {
                int cut = random.Next(list.Length + 1);
                batch.Append(list.AsSpan(0, cut));
                batch.Append(list.AsSpan(cut));
                batch.EndList();
            }

            Assert.Equal(lists.Select(list => Poseidon.HashMany(list)), batch.TakeHashes());
        }
    }

    private static void CheckPedersen(Felt a, Felt b)
    {
        AffinePoint sum = PedersenPoints.Shift
            + Multiple(PedersenPoints.FirstLow, Low(a)) + Multiple(PedersenPoints.FirstHigh, High(a))
            + Multiple(PedersenPoints.SecondLow, Low(b)) + Multiple(PedersenPoints.SecondHigh, High(b));
        Assert.True(sum.X == Pedersen.Hash(a, b), $"the hash of {a} and {b}");
        Assert.Equal(sum, Pedersen.ScalarSum(a, b).ToAffine());
    }

    // Digits of zero, of the largest size of both signs, and with carries that run through all windows.
    private static IEnumerable<Felt> SpecialInputs()
    {
        BigInteger[] integers =
        [
            0, 1, 2, 4095, 4096, 4097, 8191, 8192, 8193, Repeat(4096), Repeat(4097), Repeat(8191), Repeat(1), Repeat(4095),
            (BigInteger.One << 247) - 1, BigInteger.One << 247, (BigInteger.One << 248) - 1, BigInteger.One << 248,
            (BigInteger.One << 248) + 1, (BigInteger.One << 251) - 1, BigInteger.One << 251, BigInteger.One << 250,
            (BigInteger.One << 251) + (BigInteger.One << 247), Felt.Modulus - 1, Felt.Modulus - 2, Felt.Modulus >> 1,
        ];
        return integers.Select(Felt.FromBigInteger);
    }

    private static BigInteger Repeat(int digit) =>
        Enumerable.Range(0, 19).Aggregate(BigInteger.Zero, (sum, window) => sum + ((BigInteger)digit << (13 * window)));

    private static IEnumerable<Felt> RandomInputs(int count)
    {
        Random random = new(20261129);
        byte[] bytes = new byte[32];
        for (int i = 0; i < count; i++)
        {
            random.NextBytes(bytes);
            yield return Felt.FromBytesBigEndianReduced(bytes);
        }
    }

    private static AffinePoint Multiple(AffinePoint point, BigInteger scalar) =>
        StarkCurve.Multiply(point, Felt.FromBigInteger(scalar)).ToAffine();

    private static BigInteger Low(Felt value) => value.ToBigInteger() & ((BigInteger.One << 248) - 1);

    private static BigInteger High(Felt value) => value.ToBigInteger() >> 248;
}
