using System.Collections.Immutable;

namespace Kraken.Charts;

/// <summary>A line of a chart.</summary>
/// <param name="Name">The name in the legend.</param>
/// <param name="Points">The points from left to right; one without a value breaks the line.</param>
public sealed record ChartSeries(string Name, ImmutableArray<(double X, double? Y)> Points);
