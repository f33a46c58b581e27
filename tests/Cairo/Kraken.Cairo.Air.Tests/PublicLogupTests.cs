using System.Linq;
using Kraken.Air.Evaluation;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Air.Proofs;
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

    private static ulong Word(uint low, uint high) => low | ((ulong)high << 32);

    private static SegmentRange Empty(uint id, uint value) => new(new(id, value), new(id, value));
}
