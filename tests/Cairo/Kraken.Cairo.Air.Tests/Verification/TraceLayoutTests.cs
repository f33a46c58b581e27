using System;
using System.Linq;
using Kraken.Cairo.Air.Components;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Tests.Proofs;
using Kraken.Cairo.Air.Verification;
using Kraken.Stark;
using Xunit;

namespace Kraken.Cairo.Air.Tests.Verification;

/// <summary>Where the columns of a claim lie, and what has no place.</summary>
public sealed class TraceLayoutTests
{
    private static readonly CairoClaim Genuine = SharedProofs.Read("all_builtins.canonical_small.proof.cairo_serde.json").Claim;

    [Fact]
    public void TreesHoldTheColumnsOfTheClaim()
    {
        CairoTraceLayout layout = Of(Genuine, samplesAll: false);
        Assert.Equal(Genuine.Instances().Count(), layout.Components.Length);
        Assert.Equal(Genuine.Instances().Max(instance => instance.LogSize), layout.MaxLogSize);
        Assert.Equal(PreprocessedLayout.Of(PreprocessedVariant.CanonicalSmall).LogSizes.AsEnumerable(), layout.Trees[0].LogSizes);
        Assert.Equal(Genuine.TraceLogSizes(), layout.Trees[1].LogSizes);
        Assert.Equal(Genuine.InteractionLogSizes(), layout.Trees[2].LogSizes);
        Assert.Equal(CairoTraceLayout.CompositionColumns, layout.Trees[3].LogSizes.Length);
        Assert.All(layout.Trees[3].LogSizes, log => Assert.Equal(layout.MaxLogSize, log));
    }

    /// <summary>Base columns are sampled once; of each component's interaction the last four are sampled one row before as well.</summary>
    [Fact]
    public void SumsAreSampledTwice()
    {
        CairoTraceLayout layout = Of(Genuine, samplesAll: false);
        Assert.All(layout.Trees[1].SampleCounts, count => Assert.Equal(1, count));
        int column = 0;
        foreach (ComponentInstance instance in Genuine.Instances())
        {
            for (int left = instance.Layout.InteractionColumns; left > 0; left--)
            {
                Assert.Equal(left <= 4 ? 2 : 1, layout.Trees[2].SampleCounts[column++]);
            }
        }

        Assert.Equal(layout.Trees[2].SampleCounts.Length, column);
    }

    [Fact]
    public void UsedFixedColumnsAreSampledOrAll()
    {
        byte[] used = Of(Genuine, samplesAll: false).Trees[0].SampleCounts;
        Assert.Contains((byte)0, used);
        Assert.Equal(
            Of(Genuine, samplesAll: false).Components.SelectMany(component => component.PreprocessedIndices).Distinct().Count(),
            used.Count(count => count == 1));
        Assert.All(Of(Genuine, samplesAll: true).Trees[0].SampleCounts, count => Assert.Equal(1, count));
    }

    /// <summary>The rows of memory_address_to_id are counted by a fixed column, of which each variant has some sizes.</summary>
    [Theory]
    [InlineData(PreprocessedVariant.CanonicalSmall, 20, true)]
    [InlineData(PreprocessedVariant.CanonicalSmall, 21, false)]
    [InlineData(PreprocessedVariant.CanonicalSmall, 3, false)]
    public void ComponentsNeedTheirFixedColumns(PreprocessedVariant variant, int logSize, bool fits)
    {
        int?[] sizes = [.. Genuine.LogSizes];
        sizes[ClaimLayout.MemoryAddressToId] = logSize;
        VerifyError? error = CairoTraceLayout.Create(Genuine with { LogSizes = sizes }, variant, out CairoTraceLayout? layout);
        Assert.Equal(fits, error is null);
        Assert.Equal(fits, layout is not null);
        if (!fits)
        {
            Assert.Equal((VerifyErrorKind.Claim, "memory_address_to_id"), (error!.Kind, error.Where));
            Assert.Equal($"seq_{logSize}", error.Got);
        }
    }

    [Theory]
    [InlineData(PreprocessedVariant.Canonical)]
    [InlineData(PreprocessedVariant.CanonicalWithoutPedersen)]
    public void NarrowPedersenWindowsNeedTheSmallColumns(PreprocessedVariant variant)
    {
        VerifyError? error = CairoTraceLayout.Create(Genuine, variant, out CairoTraceLayout? layout);
        Assert.Null(layout);
        Assert.Equal("pedersen_points_table_window_bits_9", error!.Where);
        Assert.StartsWith("pedersen_points_small_", error.Got, StringComparison.Ordinal);
    }

    [Fact]
    public void AClaimOfNothingHasNoLayout()
    {
        CairoClaim empty = Genuine with { LogSizes = new int?[Genuine.LogSizes.Length], BigLogSizes = [] };
        Assert.Equal("components", CairoTraceLayout.Create(empty, PreprocessedVariant.CanonicalSmall, out _)!.Where);
    }

    [Fact]
    public void EveryComponentOfTheClaimIsKnown()
    {
        foreach (ClaimComponent component in ClaimLayout.Components)
        {
            Assert.True(CairoComponents.TryGet(component.Name, out CairoComponent? known), component.Name);
            Assert.Equal(component.TraceColumns, known.Air.Columns.Length);
            Assert.Equal(component.InteractionColumns, known.Air.InteractionColumns);
        }

        Assert.False(CairoComponents.TryGet("no_component", out _));
    }

    private static CairoTraceLayout Of(CairoClaim claim, bool samplesAll)
    {
        Assert.Null(CairoTraceLayout.Create(claim, PreprocessedVariant.CanonicalSmall, out CairoTraceLayout? layout, samplesAll));
        return layout!;
    }
}
