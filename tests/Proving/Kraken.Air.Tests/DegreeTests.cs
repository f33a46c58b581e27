using System;
using System.Linq;
using Kraken.Air.Evaluation;
using Kraken.Fields;
using Xunit;

namespace Kraken.Air.Tests;

/// <summary>Degrees as they bound the composition, and the lookup combination by its definition.</summary>
public sealed class DegreeTests
{
    private static readonly Relation Wide = new("wide", 21, 4);
    private static readonly Relation Narrow = new("narrow", 22, 1);

    public static TheoryData<string, int> Constraints() => new()
    {
        { "literal", 0 }, { "parameter", 0 }, { "column", 1 }, { "fixed", 1 }, { "sum", 2 }, { "square", 2 }, { "cube", 3 }, { "mixed", 3 },
        { "negated", 2 }, { "scaled", 1 },
    };

    [Theory]
    [MemberData(nameof(Constraints))]
    public void DegreesOfConstraints(string name, int degree)
    {
        AirRecording air = SmallDefinition.Record(b =>
        {
            Expr x = b.Input("x"), y = b.Input("y"), fixedColumn = b.Preprocessed("p"), parameter = b.Parameter("q");
            b.Constrain(name switch
            {
                "literal" => parameter - parameter + 5,
                "parameter" => parameter * parameter,
                "column" => x + 3,
                "fixed" => fixedColumn * parameter,
                "sum" => (x * y) + x,
                "square" => x * x,
                "cube" => x * y * x,
                "mixed" => fixedColumn * x * y,
                "negated" => -(x * y),
                _ => x * 7 * parameter,
            });
        });
        Assert.Equal(degree, air.MaxConstraintDegree);
    }

    /// <summary>(S - S') d d' - (n d' + n' d): one more than the denominators' degrees together.</summary>
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 3)]
    public void DegreesOfLookups(int lookups, int degree)
    {
        AirRecording air = SmallDefinition.Record(b =>
        {
            Expr x = b.Input("x");
            for (int i = 0; i < lookups; i++)
            {
                b.UseUnfed(Narrow, x + i);
            }
        });
        Assert.Equal(degree, air.MaxConstraintDegree);
        Assert.Equal((lookups + 1) / 2, air.LookupBatches);
        Assert.Equal(air.LookupBatches, air.ConstraintCount);
    }

    [Fact]
    public void ProductsInATupleRaiseTheDegree()
    {
        AirRecording air = SmallDefinition.Record(b =>
        {
            Expr x = b.Input("x");
            b.UseUnfed(Narrow, x * x);
            b.YieldTimes(b.Input("m"), Narrow, x);
        });
        Assert.Equal(4, air.MaxConstraintDegree);
    }

    [Fact]
    public void LookupsCombineWithPowersOfAlpha()
    {
        (QM31 z, QM31 alpha) = (new(1, 2, 3, 4), new(5, 6, 7, 8));
        LookupElements elements = new(z, alpha, 5);
        Assert.Equal(5, elements.AlphaPowers.Length);
        M31[] tuple = [11, 22, 33, 44];
        for (int length = 0; length <= tuple.Length; length++)
        {
            QM31 expected = (QM31)(M31)21 - z;
            QM31 power = alpha;
            for (int i = 0; i < length; i++, power *= alpha)
            {
                expected += power * tuple[i];
            }

            Assert.Equal(expected, elements.Combine(Wide, tuple.AsSpan(0, length)));
        }

        Assert.Equal(QM31.One, elements.AlphaPowers[0]);
        Assert.Equal((z, alpha), (elements.Z, elements.Alpha));
    }

    /// <summary>A shorter tuple stands for one with zeros behind it, of the same relation only.</summary>
    [Fact]
    public void TrailingZerosDoNotCountAndTheRelationDoes()
    {
        LookupElements elements = new(new(1, 2, 3, 4), new(5, 6, 7, 8));
        Assert.Equal(elements.Combine(Wide, [1, 2]), elements.Combine(Wide, [1, 2, 0, 0]));
        Assert.NotEqual(elements.Combine(Wide, [1, 2]), elements.Combine(Wide, [0, 1, 2]));
        Assert.NotEqual(elements.Combine(Wide, [1]), elements.Combine(Narrow, [1]));
    }

    [Fact]
    public void RowCountersAreNamedBySize()
    {
        Assert.Equal("seq_17", PreprocessedColumn.Sequence.Resolve(17));
        Assert.Equal("range_check_9", new PreprocessedColumn("range_check_9").Resolve(17));
        AirRecording air = SmallDefinition.Record(b =>
        {
            b.Constrain(b.Preprocessed("a") + b.Preprocessed(PreprocessedColumn.Sequence) + b.Preprocessed("a"));
            b.Constrain(b.Parameter("p") + b.Parameter("q") + b.Parameter("p"));
        });
        Assert.Equal(["a", "seq"], air.Preprocessed.Select(column => column.Name));
        Assert.Equal(["p", "q"], air.Parameters);
    }

    [Fact]
    public void EventsKeepTheOrderOfTheDefinition()
    {
        AirRecording air = SmallDefinition.Record(b =>
        {
            Expr x = b.Input("x");
            b.Use(Narrow, x);
            Expr y = b.Assign(x * x, "y");
            b.Yield(Narrow, y);
            b.Feed(Wide, x, y);
        }, RowPadding.Enabler);
        Assert.Equal(
            [AirEventKind.Column, AirEventKind.Constraint, AirEventKind.Column, AirEventKind.Lookup, AirEventKind.Feed, AirEventKind.Column,
             AirEventKind.Constraint, AirEventKind.Lookup, AirEventKind.Feed],
            air.Events.Select(e => e.Kind));
        Assert.Equal((1, 1), (air.FirstInputColumn, air.InputCount));
        Assert.Equal([ColumnKind.Enabler, ColumnKind.Input, ColumnKind.Assigned], air.Columns.Select(column => column.Kind));
    }

    [Fact]
    public void HintsOfTheSameInputsAreOneCall()
    {
        AirRecording air = SmallDefinition.Record(b =>
        {
            Expr x = b.Input("x");
            Expr[] first = b.Call(SplitHint.Instance, x, 1), again = b.Call(SplitHint.Instance, x, 1);
            Assert.Equal(first, again);
            Assert.NotEqual(first, b.Call(SplitHint.Instance, 1, x));
            b.Deduce(first, "d");
        });
        Assert.Equal(2, air.HintCalls.Length);
        Assert.Equal(["x", "d_0", "d_1", "d_2"], air.Columns.Select(column => column.Name));
    }
}
