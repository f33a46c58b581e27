using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Prover.Adapter;
using Kraken.Cairo.Prover.Input;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>Values and their ids: the border between small and big ones, limbs, and what no cell has.</summary>
public sealed class ProverMemoryTests
{
    private static readonly Felt Border = Power(72);
    private static readonly Felt Largest = Felt.Zero - Felt.One;

    [Fact]
    public void ValuesBelowTheBorderAreSmall()
    {
        ValueTable table = new();
        Felt[] values = [Felt.Zero, Felt.One, Border - Felt.One, Border, Border + Felt.One, Largest, Power(128), Power(251)];
        uint[] ids = [.. values.Select(table.IdOf)];
        Assert.Equal([0u, 1, 2, First, First + 1, First + 2, First + 3, First + 4], ids);

        // Seen again they keep their ids.
        Assert.Equal(ids, values.Select(table.IdOf));
        ProverMemory memory = table.Build([ProverMemory.NoId, .. ids]);
        Assert.Equal((9, 3, 5), (memory.AddressCount, memory.SmallCount, memory.BigCount));
        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal(values[i], memory.ValueOf(ids[i]));
            Assert.Equal(values[i], memory.ValueAt((uint)i + 1));
            Assert.Equal(ids[i], memory.IdOf((uint)i + 1));
        }
    }

    [Fact]
    public void LimbsAreDigitsOfNineBits()
    {
        Random random = new(6);
        byte[] bytes = new byte[31];
        List<Felt> values = [Felt.Zero, Felt.One, Border - Felt.One, Border, Largest, Power(63), Power(64), Power(65), Power(251)];
        for (int i = 0; i < 50; i++)
        {
            random.NextBytes(bytes);
            values.Add(Felt.FromBigInteger(new BigInteger(bytes.AsSpan(0, 1 + (i % 31)), isUnsigned: true)));
        }

        ValueTable table = new();
        uint[] ids = [.. values.Select(table.IdOf)];
        ProverMemory memory = table.Build([ProverMemory.NoId]);
        uint[] limbs = new uint[ProverMemory.BigLimbs];
        for (int i = 0; i < values.Count; i++)
        {
            memory.LimbsOf(ids[i], limbs);
            Assert.All(limbs, limb => Assert.InRange(limb, 0u, 511u));
            BigInteger sum = BigInteger.Zero;
            for (int k = limbs.Length - 1; k >= 0; k--)
            {
                sum = (sum << 9) + limbs[k];
            }

            Assert.Equal(values[i], Felt.FromBigInteger(sum));
            Assert.True(ids[i] >= First || limbs.Skip(ComponentParameters.SmallLimbs).All(limb => limb == 0));
        }
    }

    [Fact]
    public void WhatIsNoCellHasNoValue()
    {
        ProverMemory memory = new([ProverMemory.NoId, 0, First], [7], [Border]);
        Assert.Throws<KeyNotFoundException>(() => memory.ValueAt(0));
        Assert.Throws<KeyNotFoundException>(() => memory.ValueAt(3));
        Assert.Throws<KeyNotFoundException>(() => memory.ValueOf(1));
        Assert.Throws<KeyNotFoundException>(() => memory.ValueOf(First + 1));
        Assert.Throws<KeyNotFoundException>(() => memory.ValueOf(ProverMemory.NoId));

        // Hints are answered all the same: with the first id, and with zero limbs.
        Assert.Equal(0u, memory.IdOf(3));
        Assert.Equal(0u, memory.IdOf(uint.MaxValue));
        uint[] limbs = [.. Enumerable.Repeat(9u, ProverMemory.BigLimbs)];
        memory.LimbsOf(First + 1, limbs);
        Assert.All(limbs, limb => Assert.Equal(0u, limb));
        limbs.AsSpan().Fill(9);
        memory.LimbsOf(5, limbs);
        Assert.All(limbs, limb => Assert.Equal(0u, limb));
    }

    private static uint First => ComponentParameters.FirstBigId;

    private static Felt Power(int bits) => Felt.FromBigInteger(BigInteger.One << bits);
}
