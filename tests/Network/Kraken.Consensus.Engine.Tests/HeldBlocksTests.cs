using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine.Machine;
using Kraken.Fields;
using Xunit;

namespace Kraken.Consensus.Engine.Tests;

/// <summary>The blocks of a height: no more than the limit, and what is needed stays while something else can go.</summary>
public sealed class HeldBlocksTests
{
    private static readonly EngineLimits Limits = new() { HeldBlocks = 4 };

    [Fact]
    public void WhatIsNeededStaysWhateverComes()
    {
        Random random = new(1);
        for (int run = 0; run < 200; run++)
        {
            HeldBlocks blocks = new(Limits);
            HashSet<ValueId> needed = [];
            for (int i = 1; i <= 40; i++)
            {
                ValueId value = new((Felt)i);
                if (needed.Count < Limits.HeldBlocks - 1 && random.Next(4) == 0)
                {
                    needed.Add(value);
                }

                blocks.Hold(value, new byte[i], needed.Contains);
                Assert.InRange(blocks.Values.Count, 1, Limits.HeldBlocks);
                Assert.Equal(i, blocks.Find(value)!.Value.Length);
                Assert.True(needed.All(other => blocks.Find(other) is not null), $"run {run}: a needed block went for block {i}");
            }
        }
    }

    [Fact]
    public void OneThatIsHeldIsNotReplaced()
    {
        HeldBlocks blocks = new(Limits);
        ValueId value = new((Felt)1);
        blocks.Hold(value, new byte[] { 1 }, _ => true);
        blocks.Hold(value, new byte[] { 2, 3 }, _ => true);
        Assert.Equal(1, blocks.Bytes);
        blocks.Clear();
        Assert.Null(blocks.Find(value));
        Assert.Equal(0, blocks.Bytes);
    }

    [Fact]
    public void WhenAllAreNeededTheOldestGoes()
    {
        HeldBlocks blocks = new(Limits);
        for (int i = 1; i <= 5; i++)
        {
            blocks.Hold(new ValueId((Felt)i), new byte[1], _ => true);
        }

        Assert.Null(blocks.Find(new ValueId((Felt)1)));
        Assert.NotNull(blocks.Find(new ValueId((Felt)2)));
    }
}
