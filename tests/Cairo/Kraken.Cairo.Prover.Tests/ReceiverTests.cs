using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Air.Components;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Prover.Witness;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Witness;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>What becomes of fed rows: each receiver against a count or an order made of the same rows one by one.</summary>
public sealed class ReceiverTests : IDisposable
{
    private readonly BufferPool pool = new();

    public void Dispose() => pool.Dispose();

    /// <summary>Full packs of sixteen list by list, then what is left of all lists, then padding by the first left-over row.</summary>
    [Theory]
    [InlineData(new[] { 16 })]
    [InlineData(new[] { 1 })]
    [InlineData(new[] { 15, 17 })]
    [InlineData(new[] { 32, 16 })]
    [InlineData(new[] { 20, 0, 40, 3 })]
    [InlineData(new[] { 600, 300 })]
    public void CalledRowsFollowThePacks(int[] lists)
    {
        using CalleeReceiver receiver = new(2, pool);
        List<uint>[] rows = new List<uint>[lists.Length];
        for (int i = 0; i < lists.Length; i++)
        {
            rows[i] = [.. Enumerable.Range(0, lists[i]).Select(row => (uint)((1000 * i) + row + 1))];
            Feed(receiver.Open(lists[i]), [[.. rows[i]], [.. rows[i].Select(value => value * 2)]]);
        }

        Assert.Equal(lists.Sum(), receiver.Rows);
        List<uint> expected =
        [
            .. rows.SelectMany(list => list.Take(list.Count / 16 * 16)),
            .. rows.SelectMany(list => list.Skip(list.Count / 16 * 16)),
        ];
        int full = rows.Sum(list => list.Count / 16 * 16);
        while (expected.Count % 16 != 0)
        {
            expected.Add(expected[full]);
        }

        int length = 1 << TraceBuilder.LogSize(receiver.Rows);
        while (expected.Count < length)
        {
            expected.Add(expected[expected.Count % 16]);
        }

        uint[] column = new uint[length];
        receiver.Fill(0, column);
        Assert.Equal(expected, column);
        receiver.Fill(1, column);
        Assert.Equal(expected.Select(value => value * 2), column);
    }

    [Theory]
    [InlineData(1, 50)]
    [InlineData(2, 600)]
    [InlineData(4, 1)]
    public void EqualInputsAreCountedOnce(int workers, int rows)
    {
        UniqueReceiver receiver = new(3, workers);
        Random random = new(rows);
        uint[][] columns = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, rows).Select(_ => (uint)random.Next(3)).ToArray())];
        Feed(receiver.Open(rows), columns, workers);
        Feed(receiver.Open(rows), columns, workers);
        (uint[][] inputs, uint[] counts) = receiver.Collect();
        (uint, uint, uint)[] all = [.. Enumerable.Range(0, rows).Select(i => (columns[0][i], columns[1][i], columns[2][i]))];
        (uint, uint, uint)[] expected = [.. all.Distinct().Order()];
        Assert.Equal(expected, Enumerable.Range(0, counts.Length).Select(i => (inputs[0][i], inputs[1][i], inputs[2][i])));
        Assert.Equal(expected.Select(row => 2u * (uint)all.Count(other => other == row)), counts);
    }

    [Fact]
    public void NothingFedIsNothingCollected()
    {
        (uint[][] inputs, uint[] counts) = new UniqueReceiver(2, 1).Collect();
        Assert.Empty(counts);
        Assert.All(inputs, Assert.Empty);
        Assert.Equal(0, new CalleeReceiver(2, pool).Rows);
    }

    [Theory]
    [InlineData("range_check_6", new[] { 6 })]
    [InlineData("range_check_9_9", new[] { 9, 9 })]
    [InlineData("range_check_7_2_5", new[] { 7, 2, 5 })]
    [InlineData("range_check_3_3_3_3_3", new[] { 3, 3, 3, 3, 3 })]
    [InlineData("verify_bitwise_xor_7", new[] { 7, 7 })]
    public void TablesAreIndexedByTheirDigits(string name, int[] bits)
    {
        CairoComponent component = CairoComponents.Get(name);
        TableCounters table = new(component, pool);
        Random random = new(3);
        uint[][] columns = [.. bits.Select(width => Enumerable.Range(0, 300).Select(_ => (uint)random.Next(1 << width)).ToArray())];

        // The extremes of the table are among the rows.
        for (int digit = 0; digit < bits.Length; digit++)
        {
            (columns[digit][0], columns[digit][1]) = (0, (1u << bits[digit]) - 1);
        }

        RelationReceiver receiver = table.Receivers.Values.First();
        Feed(receiver.Open(300), columns, 2);
        uint[] expected = new uint[1 << component.FixedLogSize!.Value];
        for (int row = 0; row < 300; row++)
        {
            int index = 0;
            for (int digit = 0; digit < bits.Length; digit++)
            {
                index = (index << bits[digit]) | (int)columns[digit][row];
            }

            expected[index]++;
        }

        Assert.Equal(bits.Sum(), component.FixedLogSize);
        Assert.Equal(expected, table.Counts.Rows(0).ToArray());
        Assert.True(expected[0] > 0 && expected[^1] > 0);
    }

    /// <summary>The 12-bit table has sixteen columns for the high bits; together they count every pair once.</summary>
    [Fact]
    public void TheExpandedTableSplitsOffTheHighBits()
    {
        TableCounters table = new(CairoComponents.Get("verify_bitwise_xor_12"), pool);
        uint[] left = [0, 4095, 1023, 1024, 2048, 3071], right = [0, 4095, 1024, 1023, 3072, 5];
        Feed(table.Receivers.Values.Single().Open(6), [left, right]);
        Assert.Equal(16, table.Counts.Count);
        for (int i = 0; i < left.Length; i++)
        {
            int column = (int)(((left[i] >> 10) * 4) + (right[i] >> 10));
            Assert.Equal(1u, table.Counts.Rows(column)[(int)(((left[i] & 1023) << 10) | (right[i] & 1023))]);
        }

        Assert.Equal(left.Length, Enumerable.Range(0, 16).Sum(column => table.Counts.Rows(column).ToArray().Sum(count => count)));
    }

    [Fact]
    public void MemoryUsesAreCountedByIdAndAddress()
    {
        int[] small = new int[3], big = new int[2], addresses = new int[5];
        IdReceiver ids = new(small, big);
        uint first = ComponentParameters.FirstBigId;
        Feed(ids.Open(8), [[0, 2, 2, first, first + 1, first + 1, first + 1, 0]]);
        Assert.True(ids.TryCount(1));
        Assert.Equal([2, 1, 2], small);
        Assert.Equal([1, 3], big);
        Feed(new AddressReceiver(addresses).Open(4), [[4, 1, 4, 4]]);
        Assert.Equal([0, 1, 0, 0, 3], addresses);
    }

    /// <summary>A value that does not fit its digit would count another row: it is told of, and so is a row beyond the table.</summary>
    [Theory]
    [InlineData(new[] { 3, 6, 6, 3 }, new[] { 7u, 64u, 0u, 0u })]
    [InlineData(new[] { 3, 6, 6, 3 }, new[] { 0u, 0u, 0u, 8u })]
    [InlineData(new[] { 3, 6, 6, 3 }, new[] { 8u, 0u, 0u, 0u })]
    [InlineData(new[] { 6 }, new[] { 1u << 30 })]
    public void AValueBeyondItsDigitHasNoPlace(int[] bits, uint[] values)
    {
        using ColumnBlock block = new(pool, bits.Sum(), 1);
        block.Clear();
        ColumnReference counts = new(block, 0);
        uint[][] columns = [.. values.Select(value => Enumerable.Repeat(0u, 600).ToArray())];
        Assert.Null(Feed(new TableReceiver(counts, bits).Open(600), columns, 3));
        Assert.Equal(600u, counts.Rows[0]);
        foreach (int row in new[] { 599, 555, 77 })
        {
            for (int i = 0; i < values.Length; i++)
            {
                columns[i][row] = values[i];
            }

            UnplacedRow? first = Feed(new TableReceiver(counts, bits).Open(600), columns, 3);
            Assert.Equal((row, 0, string.Join(", ", values)), (first?.Row, first?.Feed, first?.Values));
            Assert.StartsWith($"values of {string.Join(", ", bits)} bits", first?.Expected, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ARowBeyondAShorterTableHasNoPlace()
    {
        using ColumnBlock block = new(pool, 5, 1);
        block.Clear();
        UnplacedRow? first = Feed(new TableReceiver(new(block, 0), [6]).Open(3), [[0, 31, 32]]);
        Assert.Equal((2L, "values of 6 bits, a row below 32", "32"), (first?.Row, first?.Expected, first?.Values));
    }

    [Theory]
    [InlineData(4096u, 0u)]
    [InlineData(0u, 4096u)]
    [InlineData(5u, 1u << 31)]
    public void OperandsOfTheExpandedTableHaveTwelveBits(uint left, uint right)
    {
        TableCounters table = new(CairoComponents.Get("verify_bitwise_xor_12"), pool);
        UnplacedRow? first = Feed(table.Receivers.Values.Single().Open(2), [[4095, left], [4095, right]]);
        Assert.Equal((1L, "two values of 12 bits", $"{left}, {right}"), (first?.Row, first?.Expected, first?.Values));
    }

    [Fact]
    public void CellsAndValuesThatAreNoneHaveNoPlace()
    {
        IdReceiver ids = new(new int[3], new int[2]);
        uint big = ComponentParameters.FirstBigId;
        foreach (uint id in new[] { 3u, big - 1, big + 2, ProverMemory.NoId, uint.MaxValue })
        {
            Assert.False(ids.TryCount(id));
        }

        UnplacedRow? first = Feed(ids.Open(4), [[2, big + 1, 3, big + 2]]);
        Assert.Equal((2L, "3"), (first?.Row, first?.Values));
        Assert.Equal($"an id below 3, or from {big} on and below {big + 2}", first?.Expected);
        first = Feed(new AddressReceiver(new int[5]).Open(3), [[4, 5, 6]]);
        Assert.Equal((1L, "an address below 5", "5"), (first?.Row, first?.Expected, first?.Values));
    }

    /// <summary>Hands rows over as a component does: strip by strip, from several threads.</summary>
    /// <returns>The first row that was not taken.</returns>
    private UnplacedRow? Feed(IFeedReceiver receiver, uint[][] columns, int workers = 1)
    {
        int rows = columns[0].Length;
        if (rows == 0)
        {
            return null;
        }

        AirRecording air = AirRecording.Of(new FeedingAir(columns.Length));
        using ColumnBlock trace = new(pool, TraceBuilder.LogSize(rows), columns.Length);
        for (int i = 0; i < columns.Length; i++)
        {
            trace.Rows(i).Clear();
            columns[i].CopyTo(trace.Rows(i));
        }

        ComponentSink[] sinks = [.. Enumerable.Range(0, workers).Select(worker => new ComponentSink([receiver], worker))];
        new WitnessTask(air, trace, new NoContext(), rows, [], []).Run(sinks, pool);
        return sinks.Select(sink => sink.Unplaced).OfType<UnplacedRow>().MinBy(unplaced => unplaced.Row);
    }

    private sealed class NoContext : IWitnessContext;

    private sealed class FeedingAir(int inputs) : AirDefinition
    {
        public override string Name => "feeding";

        public override RowPadding Padding => RowPadding.None;

        public override void Define(AirBuilder b) => b.Feed(new Relation("fed", 5, inputs), b.Inputs("x", inputs));
    }
}
