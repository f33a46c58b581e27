using System;
using System.Linq;
using Kraken.Air.Evaluation;
using Kraken.Fields;
using Xunit;

namespace Kraken.Air.Tests;

public sealed class AirBuilderTests
{
    private static readonly Relation Pair = new("pair", 9, 2);

    [Fact]
    public void EqualExpressionsAreOneNode() => SmallDefinition.Record(b =>
    {
        (Expr x, Expr y) = (b.Input("x"), b.Input("y"));
        Assert.Equal((x + y) * 3, (x + y) * 3);
        Assert.NotEqual(x - y, y - x);
    });

    [Fact]
    public void NeutralLiteralsVanish() => SmallDefinition.Record(b =>
    {
        Expr x = b.Input("x");
        Assert.Equal(x, x + 0);
        Assert.Equal(x, 0 + x);
        Assert.Equal(x, x - 0);
        Assert.Equal(x, 1 * x);
        Assert.Equal((Expr)0, x * 0);
        Assert.Equal((Expr)7, (Expr)3 + 4);
        Assert.Equal(Expr.Word(0xffff_0000), Expr.Word(0xffff_ffff) << 16);
    });

    [Fact]
    public void ConstraintsRefuseDeductionOperations()
    {
        Assert.Throws<InvalidOperationException>(() => SmallDefinition.Record(b => b.Constrain(b.Input("x") & 1)));
        Assert.Throws<InvalidOperationException>(() => SmallDefinition.Record(b => b.Assign(b.Input("x") >> 1, "y")));
        Assert.Throws<InvalidOperationException>(() => SmallDefinition.Record(b => b.Use(Pair, b.Input("x") ^ 1)));
    }

    [Fact]
    public void LookupsAndHintsRefuseTheWrongNumberOfElements()
    {
        Assert.Throws<ArgumentException>(() => SmallDefinition.Record(b => b.Use(Pair, 1, 2, 3)));
        Assert.Throws<ArgumentException>(() => SmallDefinition.Record(b => b.Call(SplitHint.Instance, b.Input("x"))));
    }

    [Fact]
    public void ExpressionsOfTwoRecordingsDoNotMix()
    {
        Expr foreign = default;
        SmallDefinition.Record(b => foreign = b.Input("x"));
        Assert.Throws<InvalidOperationException>(() => SmallDefinition.Record(b => b.Constrain(b.Input("x") + foreign)));
    }

    [Fact]
    public void PaddingDecidesTheFirstColumnAndTheNumerators()
    {
        AirRecording enabled = SmallDefinition.Record(b => b.Use(Pair, b.Input("x")), RowPadding.Enabler);
        Assert.Equal(ColumnKind.Enabler, enabled.Columns[0].Kind);
        Assert.Equal(new AirNode(AirOp.Column, 0), enabled.Nodes[enabled.Lookups[0].Numerator]);
        Assert.Single(enabled.Constraints);

        AirRecording counted = SmallDefinition.Record(b => b.Use(Pair, b.Input("x")), RowPadding.Multiplicity);
        Assert.Equal(ColumnKind.Multiplicity, counted.Columns[0].Kind);
        Assert.Equal(new AirNode(AirOp.Constant, 1), counted.Nodes[counted.Lookups[0].Numerator]);
        Assert.Empty(counted.Constraints);
    }

    [Fact]
    public void LookupsAreBatchedInPairs()
    {
        AirRecording air = SmallDefinition.Record(b =>
        {
            Expr x = b.Input("x");
            b.Use(Pair, x);
            b.UseUnfed(Pair, x + 1);
            b.Yield(Pair, x * x);
        });
        Assert.Equal((2, 8, 2), (air.LookupBatches, air.InteractionColumns, air.ConstraintCount));
        Assert.Equal(3, air.MaxConstraintDegree);
        Assert.Single(air.Feeds);
        Assert.Equal([true, true, false], air.Lookups.Select(lookup => lookup.IsUse));
    }

    [Fact]
    public void EvaluationRefusesMasksOfTheWrongShape()
    {
        AirRecording air = SmallDefinition.Record(b => b.Constrain(b.Input("x")));
        Assert.Throws<ArgumentException>(() =>
            PointEvaluator.Accumulate(
                air, new ComponentMask { Trace = new QM31[2] }, new LookupElements(QM31.One, QM31.One), QM31.One, QM31.Zero));
    }
}
