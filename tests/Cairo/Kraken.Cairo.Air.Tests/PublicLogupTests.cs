using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Air.Evaluation;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Relations;
using Kraken.Cairo.Air.Tests.Proofs;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Air.Tests;

public sealed class PublicLogupTests
{
    [Fact]
    public void SumIsTheReferences()
    {
        ulong[] program =
        [
            Word(2147450879, 67600385), 11, Word(2147581952, 285507585), 4, Word(2147450879, 17268737), 0,
            .. Enumerable.Range(0, 11).Select(i => Word(2147450880, 1208647667 + (uint)i)),
            Word(2147450878, 546013183),
        ];
        PublicCell[] cells = [.. program.Select((value, id) => new PublicCell((uint)id, value))];
        SegmentRange[] ranges = [.. Enumerable.Range(0, 11).Select(i => i is 3 or 5 or 6 ? Empty(5, 0) : Empty(228, 2520))];
        PublicData data = new(cells, new PublicSegments(ranges), [], (227, 5), new(1, 1336, 1336), new(5, 2520, 1336));
        Assert.True(PublicLogup.TrySum(data, new LookupElements(new QM31(1, 2, 3, 4), new QM31(4, 3, 2, 1)), out QM31 sum));
        Assert.Equal(new QM31(908842852, 42171643, 313383432, 1019452808), sum);
    }

    /// <summary>Nothing public is outside the sum: a proof that states something else has another one.</summary>
    [Fact]
    public void EveryPublicValueReachesTheSum()
    {
        PublicData data = SharedProofs.Read("all_builtins.canonical_small.proof.cairo_serde.json").Claim.PublicData;
        List<PublicData> altered =
        [
            data with { SafeCallIds = (data.SafeCallIds.First + 1, data.SafeCallIds.Second) },
            data with { SafeCallIds = (data.SafeCallIds.First, data.SafeCallIds.Second + 1) },
            data with { InitialState = data.InitialState with { Pc = data.InitialState.Pc + 1 } },
            data with { InitialState = data.InitialState with { Ap = data.InitialState.Ap + 1 } },
            data with { InitialState = data.InitialState with { Fp = data.InitialState.Fp + 1 } },
            data with { FinalState = data.FinalState with { Pc = data.FinalState.Pc + 1 } },
            data with { FinalState = data.FinalState with { Ap = data.FinalState.Ap + 1 } },
            data with { FinalState = data.FinalState with { Fp = data.FinalState.Fp + 1 } },
            data with { Output = data.Output[1..] },
            data with { Program = data.Program[..^1] },
            .. Cells(data.Program).Select(cells => data with { Program = cells }),
            .. Cells(data.Output).Select(cells => data with { Output = cells }),
            .. Ranges(data.Segments.Ranges).Select(ranges => data with { Segments = new(ranges) }),
        ];
        Assert.True(altered.Count > 100);
        QM31 sum = Sum(data);
        Assert.All(altered, other => Assert.NotEqual(sum, Sum(other)));
    }

    /// <summary>Challenges under which a fraction has no value are told, not divided by.</summary>
    [Fact]
    public void AVanishingDenominatorIsTold()
    {
        PublicData data = SharedProofs.Read("all_builtins.canonical_small.proof.cairo_serde.json").Claim.PublicData;
        QM31 alpha = new(4, 3, 2, 1);
        PublicState final = data.FinalState;
        M31[] state = [CairoRelations.Opcodes.Id, M31.Reduce(final.Pc), M31.Reduce(final.Ap), M31.Reduce(final.Fp)];
        QM31 z = state.Reverse().Aggregate(QM31.Zero, (value, word) => (value * alpha) + word);
        Assert.False(PublicLogup.TrySum(data, new LookupElements(z, alpha), out _));
        Assert.True(PublicLogup.TrySum(data, new LookupElements(z + QM31.One, alpha), out _));
    }

    private static QM31 Sum(PublicData data) =>
        PublicLogup.TrySum(data, new LookupElements(new QM31(1, 2, 3, 4), new QM31(4, 3, 2, 1)), out QM31 sum)
            ? sum
            : throw new InvalidOperationException("a denominator vanishes");

    private static IEnumerable<PublicCell[]> Cells(PublicCell[] cells) => Enumerable.Range(0, 2 * cells.Length).Select(i =>
    {
        PublicCell[] altered = [.. cells];
        ref PublicCell cell = ref altered[i / 2];
        cell = i % 2 == 0 ? cell with { Id = cell.Id + 1 } : cell with { Value = cell.Value + Felt.One };
        return altered;
    });

    private static IEnumerable<SegmentRange[]> Ranges(SegmentRange[] ranges) => Enumerable.Range(0, 4 * ranges.Length).Select(i =>
    {
        SegmentRange[] altered = [.. ranges];
        (SegmentPointer start, SegmentPointer stop) = altered[i / 4];
        altered[i / 4] = (i % 4) switch
        {
            0 => new(start with { Id = start.Id + 1 }, stop),
            1 => new(start with { Value = start.Value + 1 }, stop),
            2 => new(start, stop with { Id = stop.Id + 1 }),
            _ => new(start, stop with { Value = stop.Value + 1 }),
        };
        return altered;
    });

    private static ulong Word(uint low, uint high) => low | ((ulong)high << 32);

    private static SegmentRange Empty(uint id, uint value) => new(new(id, value), new(id, value));
}
