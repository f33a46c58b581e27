using System.Linq;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Air.Components;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Tests.Proofs;
using Kraken.Casm.Builtins;
using Xunit;

namespace Kraken.Cairo.Air.Tests.Claims;

/// <summary>The bounds of builtin segments, each at its border, on a genuine claim that uses every builtin.</summary>
public sealed class SegmentRuleTests
{
    private static readonly CairoClaim Genuine = SharedProofs.Read("all_builtins.canonical_small.proof.cairo_serde.json").Claim;

    public static TheoryData<BuiltinName> Checked => [.. BuiltinNames.OfProofs
        .Where(segment => BuiltinSegments.Components(segment).Any())];

    [Fact]
    public void EverySegmentButThreeHasAComponent()
    {
        BuiltinName[] withoutAny = [.. BuiltinNames.OfProofs
            .Where(segment => !BuiltinSegments.Components(segment).Any())];
        Assert.Equal([BuiltinName.Output, BuiltinName.Ecdsa, BuiltinName.Keccak], withoutAny);
        foreach (BuiltinName segment in Checked.Select(row => row.Data))
        {
            foreach (string component in BuiltinSegments.Components(segment))
            {
                Assert.True(BuiltinSegments.TryOfComponent(component, out BuiltinName found));
                Assert.Equal(segment, found);
                Assert.True(CairoComponents.TryGet(component, out _), component);
            }
        }

        Assert.False(BuiltinSegments.TryOfComponent("ret_opcode", out _));
    }

    /// <summary>All rows of the component may be used, and not one instance more.</summary>
    [Theory]
    [MemberData(nameof(Checked))]
    public void TheRowsOfTheComponentBoundTheSegment(BuiltinName segment)
    {
        uint start = Genuine.PublicData.Segments[segment].Start.Value;
        uint cells = (uint)BuiltinSegments.Cells(segment);
        uint all = cells << Rows(segment);
        Accepted(With(segment, start, start + all));
        Accepted(With(segment, start, start + cells));
        Accepted(With(segment, start, start));
        Refused(With(segment, start, start + all + cells), segment);
        Refused(With(segment, start + cells, start), segment);
        if (cells > 1)
        {
            Refused(With(segment, start, start + cells - 1), segment);
            Refused(With(segment, start, start + 1), segment);
        }
    }

    /// <summary>The last row's cells lie below 2^31, used or not.</summary>
    [Theory]
    [MemberData(nameof(Checked))]
    public void TheWholeSegmentIsAddressable(BuiltinName segment)
    {
        uint cells = (uint)BuiltinSegments.Cells(segment);
        uint last = (1U << 31) - (cells << Rows(segment)) - 1;
        Accepted(With(segment, last, last + cells));
        Refused(With(segment, last + 1, last + 1 + cells), segment);
    }

    [Fact]
    public void UnusedSegmentsNeedNoComponent()
    {
        CairoClaim without = Without(Genuine, "bitwise_builtin");
        Assert.Equal("bitwise", ClaimRules.FindError(without)!.Where);
        uint start = Genuine.PublicData.Segments[BuiltinName.Bitwise].Start.Value;
        Accepted(Without(With(BuiltinName.Bitwise, start, start), "bitwise_builtin"));
    }

    [Fact]
    public void OneComponentChecksASegment()
    {
        int?[] sizes = [.. Genuine.LogSizes];
        string[] components = [.. BuiltinSegments.Components(BuiltinName.Pedersen)];
        Assert.Equal(2, components.Length);
        foreach (string component in components)
        {
            sizes[CairoComponents.Get(component).Order] ??= 4;
        }

        ClaimError error = ClaimRules.FindError(Genuine with { LogSizes = sizes })!;
        Assert.Equal((ClaimErrorKind.Segment, "pedersen", "one component", "2"), (error.Kind, error.Where, error.Expected, error.Got));
    }

    [Fact]
    public void TheOutputIsOfItsSegment()
    {
        uint start = Genuine.PublicData.Segments[BuiltinName.Output].Start.Value;
        int length = Genuine.PublicData.Output.Length;
        Assert.NotEqual(0, length);
        Accepted(With(BuiltinName.Output, start, start + (uint)length));
        Assert.Equal(ClaimErrorKind.Output, ClaimRules.FindError(With(BuiltinName.Output, start + 1, start + (uint)length))!.Kind);
        Assert.Equal(ClaimErrorKind.Segment, ClaimRules.FindError(With(BuiltinName.Output, start + 1, start))!.Kind);
        uint end = 1U << 29;
        Accepted(With(BuiltinName.Output, end - 1 - (uint)length, end - 1));
        Assert.Equal(ClaimErrorKind.Segment, ClaimRules.FindError(With(BuiltinName.Output, end - (uint)length, end))!.Kind);
    }

    private static int Rows(BuiltinName segment) =>
        BuiltinSegments.Components(segment).Select(name => Genuine.LogSizes[CairoComponents.Get(name).Order]).OfType<int>().Single();

    private static void Accepted(CairoClaim claim) => Assert.Null(ClaimRules.FindError(claim));

    private static void Refused(CairoClaim claim, BuiltinName segment)
    {
        ClaimError? error = ClaimRules.FindError(claim);
        Assert.Equal((ClaimErrorKind.Segment, PublicSegments.Names[(int)segment]), (error?.Kind, error?.Where));
    }

    private static CairoClaim Without(CairoClaim claim, string component)
    {
        int?[] sizes = [.. claim.LogSizes];
        sizes[CairoComponents.Get(component).Order] = null;
        return claim with { LogSizes = sizes };
    }

    private static CairoClaim With(BuiltinName segment, uint start, uint stop)
    {
        SegmentRange[] ranges = [.. Genuine.PublicData.Segments.Ranges];
        SegmentRange range = ranges[(int)segment];
        ranges[(int)segment] = new(range.Start with { Value = start }, range.Stop with { Value = stop });
        return Genuine with { PublicData = Genuine.PublicData with { Segments = new PublicSegments(ranges) } };
    }
}
