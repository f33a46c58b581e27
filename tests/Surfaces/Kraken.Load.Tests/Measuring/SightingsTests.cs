using System;
using System.Linq;
using Kraken.Load.Measuring;
using Xunit;

namespace Kraken.Load.Tests.Measuring;

/// <summary>A block counts from the look that found it, however late it is read.</summary>
public sealed class SightingsTests
{
    private readonly Sightings sightings = new();

    [Fact]
    public void ABlockCountsFromTheFirstLookThatFoundIt()
    {
        Assert.Null(sightings.Of(1));
        Look(3, 10);
        Look(3, 20);
        Look(4, 30);
        Look(2, 40);
        Assert.Equal([10, 10, 10, 30, null], new ulong[] { 1, 2, 3, 4, 5 }.Select(SeenAt));
        Look(7, 50);
        Assert.Equal([50, 50, 50, null], new ulong[] { 5, 6, 7, 8 }.Select(SeenAt));
    }

    [Fact]
    public void BlocksThatFewLooksFoundAreReadAtOnce()
    {
        Look(1_000_000_000, 10);
        Assert.Equal(10, SeenAt(999_999_999));
    }

    [Fact]
    public void WhatIsNotReadForLongCountsAsSeenLaterAndNeverEarlier()
    {
        const int Looks = Sightings.MaxKept + 500;
        for (int look = 1; look <= Looks; look++)
        {
            Look((ulong)look, look);
        }

        Assert.Equal([1, Sightings.MaxKept - 1], new ulong[] { 1, Sightings.MaxKept - 1 }.Select(SeenAt));
        Assert.Equal([Looks, Looks, null], new ulong[] { Sightings.MaxKept, Looks, Looks + 1 }.Select(SeenAt));
    }

    private void Look(int height, double at) => Look((ulong)height, at);

    private void Look(ulong height, double at) => sightings.Add(height, TimeSpan.FromMilliseconds(at));

    private double? SeenAt(ulong number) => sightings.Of(number)?.TotalMilliseconds;
}
