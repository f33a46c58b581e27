using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Air.Components;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Tests.Proofs;
using Kraken.Casm.Builtins;
using Xunit;

namespace Kraken.Cairo.Air.Tests;

/// <summary>The largest claims that the rules allow, and one past each limit.</summary>
public sealed class ClaimLimitTests
{
    private static readonly CairoClaim Genuine = SharedProofs.Read("all_builtins.canonical_small.proof.cairo_serde.json").Claim;

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(20, true)]
    [InlineData(30, false)]
    [InlineData(-1, false)]
    public void SizesOfOpcodes(int logSize, bool isSound) =>
        Assert.Equal(isSound ? null : ClaimErrorKind.LogSize, ClaimRules.FindError(WithLogSize("jnz_opcode_taken", logSize))?.Kind);

    /// <summary>Sixteen chunks of addresses below 2^29.</summary>
    [Fact]
    public void SizesOfTheAddressTable()
    {
        Assert.Null(ClaimRules.FindError(WithLogSize("memory_address_to_id", 25)));
        ClaimError error = ClaimRules.FindError(WithLogSize("memory_address_to_id", 26))!;
        Assert.Equal((ClaimErrorKind.MemorySize, "memory_address_to_id", $"{1L << 30}"), (error.Kind, error.Where, error.Got));
    }

    /// <summary>Ids from 2^30 on stay below the modulus 2^31 - 1: parts of 2^29 once, not twice.</summary>
    [Fact]
    public void SizesOfTheBigValues()
    {
        foreach ((int[] sizes, bool isSound) in ((int[], bool)[])
        [
            ([4], true), ([29], true), ([29, 28], true), ([29, 28, 27, 26], true), ([28, 28], true),
            ([29, 29], false), ([29, 28, 28], false),
            ([.. Enumerable.Repeat(4, ClaimLayout.MaxBigInstances)], true),
            ([.. Enumerable.Repeat(4, ClaimLayout.MaxBigInstances + 1)], false),
        ])
        {
            ClaimErrorKind? kind = ClaimRules.FindError(Genuine with { BigLogSizes = sizes })?.Kind;

            // A large table of values may break the bound of uses of what it looks up, never that of the memory.
            bool expected = isSound ? kind is null or ClaimErrorKind.RelationUses : kind is ClaimErrorKind.MemorySize;
            Assert.True(expected, $"{string.Join(',', sizes)}: {kind}");
        }
    }

    [Fact]
    public void TheFinalRegistersStayInTheAddressRange()
    {
        PublicState last = Genuine.PublicData.FinalState;
        Assert.Null(ClaimRules.FindError(WithFinal(last with { Ap = (1u << 29) - 1 })));
        Assert.Equal(ClaimErrorKind.State, ClaimRules.FindError(WithFinal(last with { Ap = 1u << 29 }))?.Kind);
        Assert.Null(ClaimRules.FindError(WithFinal(last with { Ap = Genuine.PublicData.InitialState.Ap })));
    }

    public static TheoryData<int> Segments() => [.. Enumerable.Range(0, PublicSegments.Count)];

    /// <summary>Every builtin: its last instance within the component's rows, one instance past them, and a part of an instance.</summary>
    [Theory]
    [MemberData(nameof(Segments))]
    public void SegmentsEndWithTheRows(int index)
    {
        BuiltinName segment = (BuiltinName)index;
        int cells = BuiltinSegments.Cells(segment);
        SegmentRange range = Genuine.PublicData.Segments[segment];
        if (segment == BuiltinName.Output || cells == 0)
        {
            Assert.NotNull(ClaimRules.FindError(WithStop(segment, range.Stop.Value + 1)));
            return;
        }

        uint rows = 1u << BuiltinSegments.Components(segment)
            .Select(name => Genuine.LogSizes[CairoComponents.Get(name).Order])
            .OfType<int>()
            .Single();
        uint end = range.Start.Value + ((uint)cells * rows);
        Assert.Null(ClaimRules.FindError(WithStop(segment, end)));
        Assert.Null(ClaimRules.FindError(WithStop(segment, range.Start.Value)));
        Assert.Equal(ClaimErrorKind.Segment, ClaimRules.FindError(WithStop(segment, end + (uint)cells))?.Kind);
        Assert.Equal(ClaimErrorKind.Segment, ClaimRules.FindError(WithStop(segment, range.Start.Value - 1))?.Kind);
        if (cells > 1)
        {
            Assert.Equal(ClaimErrorKind.Segment, ClaimRules.FindError(WithStop(segment, range.Start.Value + 1))?.Kind);
        }
    }

    [Fact]
    public void EveryBuiltinHasAComponentAndEachComponentOneSegment()
    {
        List<BuiltinName> seen = [];
        foreach (CairoComponent component in CairoComponents.All)
        {
            bool isBuiltin = BuiltinSegments.TryOfComponent(component.Name, out BuiltinName segment);
            Assert.Equal(component.Name.Contains("_builtin", System.StringComparison.Ordinal), isBuiltin);
            if (isBuiltin)
            {
                seen.Add(segment);
                Assert.Contains(component.Name, BuiltinSegments.Components(segment));
            }
        }

        // Output has no component, the two old builtins none of theirs; Pedersen has one per width of windows.
        Assert.Equal(PublicSegments.Count - 3, seen.Distinct().Count());
        Assert.Equal(2, seen.Count(segment => segment == BuiltinName.Pedersen));
    }

    [Fact]
    public void OutputsAreAsManyAsTheirSegment()
    {
        PublicData data = Genuine.PublicData;
        Assert.Equal(ClaimErrorKind.Output, KindOf(data with { Output = [.. data.Output, new(1, 1)] }));
        if (data.Output.Length > 0)
        {
            Assert.Equal(ClaimErrorKind.Output, KindOf(data with { Output = data.Output[1..] }));
        }
    }

    private static ClaimErrorKind? KindOf(PublicData data) => ClaimRules.FindError(Genuine with { PublicData = data })?.Kind;

    private static CairoClaim WithLogSize(string component, int? logSize)
    {
        int?[] sizes = [.. Genuine.LogSizes];
        sizes[CairoComponents.Get(component).Order] = logSize;
        return Genuine with { LogSizes = sizes };
    }

    private static CairoClaim WithFinal(PublicState last) => Genuine with { PublicData = Genuine.PublicData with { FinalState = last } };

    private static CairoClaim WithStop(BuiltinName segment, uint stop)
    {
        SegmentRange[] ranges = [.. Genuine.PublicData.Segments.Ranges];
        ranges[(int)segment] = ranges[(int)segment] with { Stop = ranges[(int)segment].Stop with { Value = stop } };
        return Genuine with { PublicData = Genuine.PublicData with { Segments = new PublicSegments(ranges) } };
    }
}
