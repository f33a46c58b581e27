using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Air;
using Kraken.Fields;
using Kraken.Stark.Prover.Machines;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Witness;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>Deductions by strips against the same deductions written out row by row.</summary>
public sealed class WitnessMachineTests : IDisposable
{
    private const uint Parameter = 1234;
    private readonly BufferPool pool = new();

    public void Dispose() => pool.Dispose();

    [Theory]
    [InlineData(3, 1)]
    [InlineData(4, 2)]
    [InlineData(8, 2)]
    [InlineData(9, 1)]
    [InlineData(12, 3)]
    public void EveryRowIsDeduced(int log, int workers)
    {
        ColumnBlock trace = Trace(log);
        ColumnBlock fixedColumn = Columns.Random(pool, log, 1, 9);
        Run(trace, fixedColumn, 1L << log, workers);
        for (int row = 0; row < 1 << log; row++)
        {
            uint[] expected = DeductionAir.Row(trace.Rows(0)[row], trace.Rows(1)[row], fixedColumn.Rows(0)[row], (uint)row, Parameter);
            Assert.Equal(expected, Enumerable.Range(2, expected.Length).Select(column => trace.Rows(column)[row]));
        }
    }

    [Theory]
    [InlineData(3, 8)]
    [InlineData(3, 5)]
    [InlineData(9, 300)]
    [InlineData(9, 256)]
    [InlineData(9, 257)]
    [InlineData(9, 1)]
    [InlineData(9, 0)]
    public void OnlyFeedingRowsFeed(int log, int feedingRows)
    {
        ColumnBlock trace = Trace(log);
        ColumnBlock fixedColumn = Columns.Random(pool, log, 1, 9);
        Sink[] sinks = Run(trace, fixedColumn, feedingRows, 2);
        ConcurrentDictionary<long, uint[]> first = new(), second = new();
        foreach (Sink sink in sinks)
        {
            Assert.All(sink.Rows[0], pair => Assert.True(first.TryAdd(pair.Row, pair.Elements)));
            Assert.All(sink.Rows[1], pair => Assert.True(second.TryAdd(pair.Row, pair.Elements)));
        }

        Assert.Equal(feedingRows, first.Count);
        Assert.Equal(feedingRows, second.Count);
        for (int row = 0; row < feedingRows; row++)
        {
            uint[] deduced = DeductionAir.Row(trace.Rows(0)[row], trace.Rows(1)[row], fixedColumn.Rows(0)[row], (uint)row, Parameter);
            Assert.Equal([trace.Rows(0)[row], deduced[0], 5], first[row]);
            Assert.Equal([deduced[^1]], second[row]);
        }
    }

    private ColumnBlock Trace(int log)
    {
        ColumnBlock trace = new(pool, log, AirRecording.Of(new DeductionAir()).Columns.Length);
        ColumnBlock inputs = Columns.Random(pool, log, 2, log);
        inputs.Rows(0).CopyTo(trace.Rows(0));
        inputs.Rows(1).CopyTo(trace.Rows(1));
        return trace;
    }

    private Sink[] Run(ColumnBlock trace, ColumnBlock fixedColumn, long feedingRows, int workers)
    {
        Sink[] sinks = [.. Enumerable.Range(0, workers).Select(_ => new Sink())];
        AirRecording air = AirRecording.Of(new DeductionAir());
        ColumnReference[] preprocessed = [.. air.Preprocessed.Select(_ => new ColumnReference(fixedColumn, 0))];
        new WitnessTask(air, trace, new NoContext(), feedingRows, preprocessed, [M31.FromCanonical(Parameter)]).Run(sinks, pool);
        return sinks;
    }

    private sealed class NoContext : IWitnessContext;

    private sealed class Sink : IFeedSink
    {
        public List<(long Row, uint[] Elements)>[] Rows { get; } = [[], []];

        public void Accept(int feed, in FeedStrip strip)
        {
            for (int row = 0; row < strip.Rows; row++)
            {
                uint[] elements = new uint[strip.Count];
                for (int i = 0; i < elements.Length; i++)
                {
                    elements[i] = strip.Element(i)[row];
                }

                Rows[feed].Add((strip.FirstRow + row, elements));
            }
        }
    }

    /// <summary>A component that uses every deduction operation.</summary>
    private sealed class DeductionAir : AirDefinition
    {
        private static readonly Relation First = new("first", 3, 3);
        private static readonly Relation Second = new("second", 4, 1);

        public override string Name => "deductions";

        public override RowPadding Padding => RowPadding.None;

        /// <summary>The deduced columns of a row, by plain words.</summary>
        public static uint[] Row(uint x, uint y, uint fixedValue, uint row, uint parameter)
        {
            M31 a = M31.FromCanonical(x), b = M31.FromCanonical(y);
            M31 sum = a + b, difference = a - b, product = a * b;
            uint mixed = (x & 0xff00ff) | (y ^ x);
            return
            [
                sum.Value, difference.Value, product.Value, (-a).Value, a.IsZero ? 0 : a.Inverse().Value, mixed,
                x << 5, y >> 7, x + y, x - y, x * y, x == y ? 1u : 0, x < y ? 1u : 0, BitOperations.RotateRight(x, 7),
                (M31.FromCanonical(fixedValue) + M31.FromCanonical(row) + M31.FromCanonical(parameter)).Value,
                (x ^ 0xffff) & 0x7fff_ffff,
            ];
        }

        public override void Define(AirBuilder b)
        {
            Expr x = b.Input("x"), y = b.Input("y");
            Expr sum = b.Assign(x + y, "sum");
            b.Deduce(x - y, "difference");
            b.Deduce(x * y, "product");
            b.Deduce(-x, "negation");
            b.Deduce(x.InverseOrZero(), "inverse");
            b.Deduce((x & Expr.Word(0xff00ff)) | (y ^ x), "mixed");
            b.Deduce(x << 5, "left");
            b.Deduce(y >> 7, "right");
            b.Deduce(x.PlusWord(y), "plus");
            b.Deduce(x.MinusWord(y), "minus");
            b.Deduce(x.TimesWord(y), "times");
            b.Deduce(x.IsEqualTo(y), "equal");
            b.Deduce(x.IsBelow(y), "below");
            b.Deduce(x.RotateRight(7), "rotated");
            b.Deduce(b.Preprocessed("fixed") + b.Preprocessed(PreprocessedColumn.Sequence) + b.Parameter("p"), "fixed");
            Expr hinted = b.Deduce(b.Call(FlipHint.Instance, x)[0], "hinted");
            b.Feed(First, x, sum, 5);
            b.Feed(Second, hinted);
        }
    }

    private sealed class FlipHint : Hint
    {
        public static FlipHint Instance { get; } = new();

        public override string Name => "flip";

        public override int Inputs => 1;

        public override int Outputs => 2;

        public override void EvaluateRow(IWitnessContext context, ReadOnlySpan<uint> inputs, Span<uint> outputs)
        {
            outputs[0] = (inputs[0] ^ 0xffff) & 0x7fff_ffff;
            outputs[1] = 0;
        }
    }
}
