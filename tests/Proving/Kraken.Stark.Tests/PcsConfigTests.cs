using System;
using Kraken.Stark.Fri;
using Kraken.Stark.Pcs;
using Xunit;

namespace Kraken.Stark.Tests;

/// <summary>Every parameter at its limits and one past them, and what follows from the parameters.</summary>
public sealed class PcsConfigTests
{
    private static readonly PcsConfig Plain = PcsConfig.Default;

    [Theory]
    [InlineData("pow_bits", 0, 63)]
    [InlineData("log_blowup_factor", 1, 16)]
    [InlineData("log_last_layer_degree_bound", 0, 10)]
    [InlineData("n_queries", 1, 65536)]
    [InlineData("fold_step", 1, 8)]
    [InlineData("min_lifting_log_size", 0, 30)]
    public void LimitsAreInAndWhatLiesPastThemIsOut(string name, int low, int high)
    {
        Assert.Null(With(name, low).Check());
        Assert.Null(With(name, high).Check());
        foreach (int past in (int[])[low - 1, high + 1, int.MinValue, int.MaxValue])
        {
            VerifyError error = With(name, past).Check()!;
            Assert.Equal((VerifyErrorKind.UnsupportedConfig, name), (error.Kind, error.Where));
            Assert.Equal(($"{low}..{high}", $"{past}"), (error.Expected, error.Got));
        }
    }

    [Fact]
    public void TheDefaultHasNinetySixBits()
    {
        Assert.Null(Plain.Check());
        Assert.Equal(96, Plain.SecurityBits);
        Assert.Equal(70, Plain.Fri.SecurityBits);
        Assert.Equal(28 + (4 * 17), (Plain with { PowBits = 28, Fri = new(4, 0, 17, 3) }).SecurityBits);
    }

    [Theory]
    [InlineData(0, 20, 21, 20)]
    [InlineData(20, 20, 21, 20)]
    [InlineData(21, 20, 21, 20)]
    [InlineData(22, 20, 22, 21)]
    [InlineData(30, 20, 30, 29)]
    public void TreesAreLiftedToTheMinimum(int minimum, int log, int height, int lifted)
    {
        PcsConfig config = Plain with { MinLiftingLogSize = minimum };
        Assert.Equal((height, lifted), (config.TreeHeight(log), config.LiftedLogSize(log)));
    }

    [Fact]
    public void FoldingStopsAtTheLastLayer()
    {
        // Three halvings a layer from 2^20 to 2^2: six layers; from 2^20 to 2^1 a seventh of one halving.
        Assert.Equal([3, 3, 3, 3, 3, 3], new FriConfig(1, 2, 70, 3).FoldSchedule(20)!);
        Assert.Equal([3, 3, 3, 3, 3, 3, 1], new FriConfig(1, 1, 70, 3).FoldSchedule(20)!);
        Assert.Equal([3, 3, 3, 3, 3, 3, 2], new FriConfig(1, 0, 70, 3).FoldSchedule(20)!);
        Assert.Equal([8], new FriConfig(1, 0, 70, 8).FoldSchedule(8)!);
        Assert.Null(new FriConfig(1, 0, 70, 8).FoldSchedule(7));
        Assert.Null(new FriConfig(1, 10, 70, 1).FoldSchedule(10));
    }

    [Theory]
    [InlineData(5, 1, 0)]
    [InlineData(5, 2, 2)]
    [InlineData(2, 2, 2)]
    [InlineData(1, 2, 0)]
    [InlineData(1, 1, 0)]
    public void LeavesHoldFourValuesWhereCosetsAreOpenedAtOnce(int layer, int step, int log) =>
        Assert.Equal(log, FriConfig.LeafLogSize(layer, step));

    [Fact]
    public void ColumnsAreSortedStablyBySize()
    {
        TreeColumns columns = new([5, 3, 5, 4, 3], [1, 0, 2, 1, 1]);
        Assert.Equal([1, 4, 3, 0, 2], columns.SortedOrder);
        Assert.Equal(5, columns.MaxLogSize);
        Assert.Equal(0, new TreeColumns([], []).MaxLogSize);
        Assert.Throws<ArgumentException>(() => new TreeColumns([1, 2], [1]));
    }

    private static PcsConfig With(string name, int value) => name switch
    {
        "pow_bits" => Plain with { PowBits = value },
        "log_blowup_factor" => Plain with { Fri = Plain.Fri with { LogBlowup = value } },
        "log_last_layer_degree_bound" => Plain with { Fri = Plain.Fri with { LogLastLayerDegreeBound = value } },
        "n_queries" => Plain with { Fri = Plain.Fri with { QueryCount = value } },
        "fold_step" => Plain with { Fri = Plain.Fri with { FoldStep = value } },
        _ => Plain with { MinLiftingLogSize = value },
    };
}
