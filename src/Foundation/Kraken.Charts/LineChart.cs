using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;

namespace Kraken.Charts;

/// <summary>Draws lines as SVG that needs nothing else: no script, style sheet, font or file.</summary>
/// <param name="title">What is shown.</param>
/// <param name="unit">The unit of the values, at the upper end of the axis.</param>
/// <param name="across">What goes from left to right, with its unit.</param>
public sealed class LineChart(string title, string unit, string across)
{
    private const double Left = 62;
    private const double Right = 16;
    private const double Top = 46;
    private const double Bottom = 40;
    private const int Ticks = 5;

    private static readonly ImmutableArray<string> Colours = ["#2166ac", "#d6604d", "#4d9221", "#762a83", "#b8860b", "#35978f"];
    private static readonly ImmutableArray<double> RoundSteps = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

    /// <summary>The width in units of the drawing, in which letters are 12 high; at least 200.</summary>
    public int Width { get; init; } = 760;

    /// <summary>The height; at least 120.</summary>
    public int Height { get; init; } = 280;

    /// <summary>Whether the axis across begins near the first point, not at 0.</summary>
    public bool StartsAtFirstPoint { get; init; }

    /// <summary>The chart as an svg element that stands in an HTML page or in a file of its own.</summary>
    /// <param name="series">The lines; numbers are finite and not negative.</param>
    public string ToSvg(params ImmutableArray<ChartSeries> series)
    {
        Axis x = AxisAcross(series);
        Axis y = Axis.From(0, Round(series.SelectMany(line => line.Points).Select(point => point.Y ?? 0).DefaultIfEmpty(0).Max()));
        StringBuilder svg = new();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" ");
        svg.Append(
            CultureInfo.InvariantCulture,
            $"role=\"img\" aria-label=\"{Escape(title)}\" font-family=\"sans-serif\" font-size=\"12\">");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>");
        Text(svg, Left, 18, "start", title, "font-weight=\"bold\"");
        DrawAxes(svg, x, y);
        double legend = Left + 8;
        foreach ((int index, ChartSeries line) in series.Index())
        {
            Draw(svg, line, Colours[index % Colours.Length], x, y, legend);
            legend += 34 + (7 * line.Name.Length);
        }

        return svg.Append("</svg>").ToString();
    }

    // The next of a few round numbers times a power of ten.
    private static double Round(double value)
    {
        if (value <= 0 || !double.IsFinite(value))
        {
            return 1;
        }

        double power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return RoundSteps.Select(step => step * power).First(step => step >= value * (1 - 1e-9));
    }

    private static string Number(double value) => value >= 10_000
        ? string.Create(CultureInfo.InvariantCulture, $"{value / 1000:0.##}k")
        : string.Create(CultureInfo.InvariantCulture, $"{value:0.##}");

    private static void Text(StringBuilder svg, double x, double y, string anchor, string text, string more = "") => svg.Append(
        CultureInfo.InvariantCulture,
        $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\" fill=\"#222222\" {more}>{Escape(text)}</text>");

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private Axis AxisAcross(ImmutableArray<ChartSeries> series)
    {
        double[] places = [.. series.SelectMany(line => line.Points).Select(point => point.X)];
        double most = places.DefaultIfEmpty(0).Max();
        if (!StartsAtFirstPoint || places.Length == 0)
        {
            return Axis.From(0, Round(most));
        }

        double least = places.Min();
        double step = Round((most - least) / Ticks);
        double first = Math.Floor(least / step) * step;
        return new Axis(first, step, Math.Max(1, (int)Math.Ceiling((most - first) / step)));
    }

    private void DrawAxes(StringBuilder svg, Axis x, Axis y)
    {
        for (int tick = 0; tick <= y.Ticks; tick++)
        {
            double place = Up(y.At(tick), y);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<path d=\"M{Left:0.#} {place:0.#}H{Width - Right:0.#}\" stroke=\"#e0e0e0\"/>");
            Text(svg, Left - 6, place + 4, "end", Number(y.At(tick)));
        }

        for (int tick = 0; tick <= x.Ticks; tick++)
        {
            Text(svg, Across(x.At(tick), x), Height - Bottom + 16, "middle", Number(x.At(tick)));
        }

        Text(svg, Left - 6, Top - 10, "end", unit);
        Text(svg, (Left + Width - Right) / 2, Height - 6, "middle", across);
    }

    private void Draw(StringBuilder svg, ChartSeries line, string colour, Axis x, Axis y, double legend)
    {
        string dots = Dots(line, x, y);
        if (dots.Length > 0)
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<path d=\"{dots}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"5\" stroke-linecap=\"round\"/>");
        }

        svg.Append(
            CultureInfo.InvariantCulture,
            $"<path d=\"{Path(line, x, y)}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.6\" stroke-linejoin=\"round\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{legend:0.#}\" y=\"27\" width=\"12\" height=\"4\" fill=\"{colour}\"/>");
        Text(svg, legend + 16, 33, "start", line.Name);
    }

    private string Path(ChartSeries line, Axis x, Axis y)
    {
        StringBuilder path = new();
        bool isDown = false;
        foreach ((double place, double? height) in line.Points)
        {
            if (height is { } value)
            {
                path.Append(CultureInfo.InvariantCulture, $"{(isDown ? 'L' : 'M')}{Across(place, x):0.#} {Up(value, y):0.#}");
            }

            isDown = height is not null;
        }

        return path.ToString();
    }

    /// <summary>Points without a neighbour, through which no line goes.</summary>
    private string Dots(ChartSeries line, Axis x, Axis y)
    {
        StringBuilder dots = new();
        for (int i = 0; i < line.Points.Length; i++)
        {
            if (line.Points[i] is (double place, { } value) && Value(line, i - 1) is null && Value(line, i + 1) is null)
            {
                dots.Append(CultureInfo.InvariantCulture, $"M{Across(place, x):0.#} {Up(value, y):0.#}h0");
            }
        }

        return dots.ToString();
    }

    private static double? Value(ChartSeries line, int index) => (uint)index < (uint)line.Points.Length ? line.Points[index].Y : null;

    private double Across(double value, Axis axis) => Left + ((Width - Left - Right) * axis.Part(value));

    private double Up(double value, Axis axis) => Height - Bottom - ((Height - Top - Bottom) * axis.Part(value));

    /// <summary>Where an axis begins, and its ticks.</summary>
    private readonly record struct Axis(double First, double Step, int Ticks)
    {
        public static Axis From(double first, double last) => new(first, (last - first) / LineChart.Ticks, LineChart.Ticks);

        public double At(int tick) => First + (Step * tick);

        public double Part(double value) => (value - First) / (Step * Ticks);
    }
}
