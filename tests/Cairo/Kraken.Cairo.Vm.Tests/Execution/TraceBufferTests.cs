using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Xunit;

namespace Kraken.Cairo.Vm.Tests.Execution;

/// <summary>A trace keeps every register whole or refuses it.</summary>
public sealed class TraceBufferTests
{
    private const long Largest = uint.MaxValue;

    [Fact]
    public void OffsetsOfThirtyTwoBitsAreKeptWhole()
    {
        TraceBuffer trace = new();
        trace.Add(-3, Largest, Largest, Largest);
        trace.Add(0, 0, Largest - 1, 1);
        TraceEntry[] expected = [new(-3, uint.MaxValue, uint.MaxValue, uint.MaxValue), new(0, 0, uint.MaxValue - 1, 1)];
        Assert.Equal(expected, Entries(trace));
    }

    [Theory]
    [InlineData(Largest + 1, 0, 0)]
    [InlineData(0, Largest + 1, 0)]
    [InlineData(0, 0, Largest + 1)]
    [InlineData(-1, 0, 0)]
    [InlineData(0, -1, 0)]
    [InlineData(0, 0, long.MinValue)]
    public void LargerOnesAreRefusedWithTheNumbers(long pc, long ap, long fp)
    {
        TraceBuffer trace = new();
        VmException error = Assert.Throws<VmException>(() => trace.Add(7, pc, ap, fp));
        Assert.Equal(VmErrorKind.OffsetExceeded, error.Kind);
        Assert.Equal($"a trace keeps offsets of 0..4294967295, got pc 7:{pc}, ap {ap}, fp {fp}", error.Message);
        Assert.Equal(0, trace.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(TraceBuffer.ChunkSize)]
    [InlineData(TraceBuffer.ChunkSize + 1)]
    public void ChunksHoldAllEntriesInOrder(int count)
    {
        TraceBuffer trace = new();
        for (int i = 0; i < count; i++)
        {
            trace.Add(0, i, i, i);
        }

        Assert.Equal(count, trace.Count);
        Assert.Equal(Enumerable.Range(0, count).Select(i => (uint)i), Entries(trace).Select(entry => entry.Ap));
    }

    private static IEnumerable<TraceEntry> Entries(TraceBuffer trace) => trace.Chunks().SelectMany(chunk => chunk.ToArray());
}
