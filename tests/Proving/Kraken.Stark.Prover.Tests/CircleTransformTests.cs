using System;
using System.Linq;
using System.Runtime.InteropServices;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Transforms;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>The vectorised circle FFT against the scalar one, at every size up to several cache parts.</summary>
public sealed class CircleTransformTests : IDisposable
{
    private const int MaxLog = 18;
    private static readonly TwiddleTable Twiddles = new(MaxLog);
    private readonly BufferPool pool = new();

    public void Dispose() => pool.Dispose();

    [Fact]
    public void InterpolationEqualsScalar()
    {
        for (int log = 1; log <= MaxLog; log++)
        {
            using ColumnBlock block = RandomBlock(log, log);
            uint[] expected = block.Rows(1).ToArray();
            CircleFft.Interpolate(MemoryMarshal.Cast<uint, M31>(expected.AsSpan()), Twiddles.Tree);
            ColumnTransforms.Interpolate(block, Twiddles);
            Assert.Equal(expected, block.Rows(1).ToArray());
        }
    }

    [Fact]
    public void EvaluationEqualsScalar()
    {
        for (int log = 1; log <= MaxLog; log++)
        {
            using ColumnBlock block = RandomBlock(log, log);
            uint[] expected = block.Rows(1).ToArray();
            CircleFft.Evaluate(MemoryMarshal.Cast<uint, M31>(expected.AsSpan()), Twiddles.Tree);
            ColumnTransforms.Evaluate(block, Twiddles);
            Assert.Equal(expected, block.Rows(1).ToArray());
        }
    }

    [Fact]
    public void ExtensionEqualsScalar()
    {
        foreach ((int log, int blowup) in Extensions())
        {
            using ColumnBlock trace = RandomBlock(log, log);
            using ColumnBlock extension = new(pool, log + blowup, trace.Count);
            uint[] coefficients = trace.Rows(1).ToArray();
            CircleFft.Interpolate(MemoryMarshal.Cast<uint, M31>(coefficients.AsSpan()), Twiddles.Tree);
            M31[] expected = CircleFft.Extend(MemoryMarshal.Cast<uint, M31>(coefficients), blowup, Twiddles.Tree);
            ColumnTransforms.Extend(trace, extension, 0, Twiddles);
            Assert.Equal(MemoryMarshal.Cast<M31, uint>(expected).ToArray(), extension.Rows(1).ToArray());
        }
    }

    [Fact]
    public void TheFirstPartOfTheSlotsDeterminesTheRest()
    {
        foreach ((int log, int blowup) in Extensions())
        {
            using ColumnBlock trace = RandomBlock(log, log);
            using ColumnBlock extension = new(pool, log + blowup, trace.Count);
            ColumnTransforms.Extend(trace, extension, 0, Twiddles);
            uint[] expected = extension.Rows(0).ToArray();
            extension.Rows(0)[(1 << log)..].Fill(7);
            ColumnTransforms.ExtendFromPart(extension, blowup, Twiddles);
            Assert.Equal(expected, extension.Rows(0).ToArray());
        }
    }

    [Fact]
    public void PartsOfTheExtensionAreEvaluatedByTheirOwnFactors()
    {
        foreach ((int log, int blowup) in Extensions())
        {
            using ColumnBlock trace = RandomBlock(log, log);
            using ColumnBlock extension = new(pool, log + blowup, trace.Count);
            ColumnTransforms.Extend(trace, extension, 0, Twiddles);
            ColumnTransforms.Interpolate(trace, Twiddles);
            for (int part = 0; part < 1 << blowup; part++)
            {
                using ColumnBlock values = new(pool, log, trace.Count);
                trace.Rows(0).CopyTo(values.Rows(0));
                ColumnTransforms.Evaluate(values, new TwiddleTable(new TwiddleTree(log, blowup, part)));
                Assert.Equal(extension.Rows(0).Slice(part << log, 1 << log).ToArray(), values.Rows(0).ToArray());
            }
        }
    }

    /// <summary>What is asked for of an extension is what the whole of it has there, and the coefficients stay.</summary>
    [Fact]
    public void ValuesOfSomeSlotsAreThoseOfAll()
    {
        Random random = new(5);
        foreach ((int log, int blowup) in Extensions())
        {
            using ColumnBlock coefficients = RandomBlock(log, log);
            uint[] before = coefficients.Rows(0).ToArray();
            using ColumnBlock all = ColumnTransforms.Values(coefficients, log + blowup, log + blowup, Twiddles, pool);
            using ColumnBlock some = new(pool, log + blowup, 1);
            uint last = (1u << (log + blowup)) - 1;
            uint[] drawn = [.. Enumerable.Range(0, 9).Select(_ => (uint)random.Next((int)last + 1)).Order()];
            uint[] whole = [.. Enumerable.Range(0, (int)last + 1).Select(i => (uint)i)];
            foreach (uint[] slots in (uint[][])[[0], [last], [0, last], drawn, whole])
            {
                some.Rows(0).Fill(7);
                ColumnTransforms.ValuesAt(new(coefficients, 0), new(some, 0), slots, Twiddles);
                Assert.Equal(slots.Select(slot => all.Rows(0)[(int)slot]), slots.Select(slot => some.Rows(0)[(int)slot]));
            }

            Assert.Equal(before, coefficients.Rows(0).ToArray());
            ColumnTransforms.Evaluate(coefficients, Twiddles);
            using ColumnBlock expected = new(pool, log + blowup, 2);
            ColumnTransforms.Extend(coefficients, expected, 0, Twiddles);
            Assert.Equal(expected.Rows(0).ToArray(), all.Rows(0).ToArray());
        }
    }

    private static System.Collections.Generic.IEnumerable<(int Log, int Blowup)> Extensions()
    {
        for (int log = 1; log < MaxLog; log++)
        {
            for (int blowup = 1; blowup <= 5 && log + blowup <= MaxLog; blowup++)
            {
                yield return (log, blowup);
            }
        }
    }

    private ColumnBlock RandomBlock(int logSize, int seed)
    {
        Random random = new(seed);
        ColumnBlock block = new(pool, logSize, 2);
        for (int column = 0; column < 2; column++)
        {
            foreach (ref uint value in block.Rows(column))
            {
                value = (uint)random.Next(0, (int)M31.Modulus);
            }
        }

        return block;
    }
}
