using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Numerics;
using Kraken.Charts;
using Kraken.Explorer.Chain;

namespace Kraken.Explorer.Parts;

/// <summary>Draws the latest blocks: how fast they came, what they held and what was paid.</summary>
internal static class ChainCharts
{
    private const string Across = "block";
    private const int Width = 340;
    private const int Height = 240;

    // Timestamps are whole seconds: what is said by the second is said of so many blocks together.
    private const int Group = 10;

    /// <summary>The charts, each an svg element with a sentence about it.</summary>
    /// <param name="figures">The blocks, lowest first.</param>
    /// <param name="decimals">The digits after the point of the token of fees.</param>
    public static ImmutableArray<(string Svg, string About)> Of(IReadOnlyList<BlockFigures> figures, int decimals)
    {
        BlockFigures[][] groups = [.. figures.Where(figure => figure.Seconds is not null).Chunk(Group)];
        return
        [
            (
                Chart("Transactions a second", "/s").ToSvg(Line("transactions", groups, PerSecond)),
                $"Transactions by the time of their blocks, of {Group} blocks together."),
            (
                Chart("Block time", "s").ToSvg(
                    Line("seconds", groups, group => group.Average(figure => Math.Max(0, figure.Seconds!.Value)))),
                $"Seconds from one block's timestamp to the next, the mean of {Group} blocks."),
            (
                Chart("Transactions of a block", "").ToSvg(
                    Single("transactions", figures, figure => figure.Transactions), Single("events", figures, figure => figure.Events)),
                "Transactions of each block, and the events that they emitted."),
            (
                Chart("Fees of a block", "").ToSvg(Single("fees", figures, figure => Fees(figure, decimals))),
                "What the transactions of a block paid together, in the token of fees. Blocks whose receipts were not read have none."),
            (
                Chart("Price of L2 gas", "Gfri").ToSvg(Single("price", figures, figure => (double)figure.L2GasPrice / 1e9)),
                "The price of L2 gas, in billions of the smallest unit of the token of fees."),
        ];
    }

    private static LineChart Chart(string title, string unit) =>
        new(title, unit, Across) { Width = Width, Height = Height, StartsAtFirstPoint = true };

    private static double? PerSecond(BlockFigures[] group)
    {
        double seconds = group.Sum(figure => figure.Seconds!.Value);
        return seconds <= 0 ? null : group.Sum(figure => (double)figure.Transactions) / seconds;
    }

    private static double? Fees(BlockFigures figure, int decimals) =>
        figure.Fees is { } fees ? (double)fees / (double)BigInteger.Pow(10, decimals) : null;

    private static ChartSeries Line(string name, BlockFigures[][] groups, Func<BlockFigures[], double?> value) =>
        new(name, [.. groups.Select(group => ((double)group[^1].Number, value(group)))]);

    private static ChartSeries Single(string name, IReadOnlyList<BlockFigures> figures, Func<BlockFigures, double?> value) =>
        new(name, [.. figures.Select(figure => ((double)figure.Number, value(figure)))]);
}
