using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;

namespace Kraken.Load.Reports;

/// <summary>Draws lines over time as SVG that needs nothing else: no script, style sheet, font or file.</summary>
/// <param name="title">What is shown.</param>
/// <param name="unit">The unit of the values, at the upper end of the axis.</param>
/// <param name="across">What goes from left to right, with its unit.</param>
public sealed class LineChart(string title, string unit, string across)
{
    private const double Width = 760;
    private const double Height = 280;
    private const double Left = 62;
    private const double Right = 16;
    private const double Top = 46;
    private const double Bottom = 40;
    private const int Ticks = 5;

    private static readonly ImmutableArray<string> Colours = ["#2166ac", "#d6604d", "#4d9221", "#762a83", "#b8860b", "#35978f"];

    /// <summary>The chart as an svg element that stands in an HTML page or in a file of its own.</summary>
    public string ToSvg(params ImmutableArray<ChartSeries> series)
    {
        double right = Round(series.SelectMany(line => line.Points).Select(point => point.X).DefaultIfEmpty(0).Max());
        double top = Round(series.SelectMany(line => line.Points).Select(point => point.Y ?? 0).DefaultIfEmpty(0).Max());
        StringBuilder svg = new();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" height=\"{Height}\" ");
        svg.Append(
            CultureInfo.InvariantCulture,
            $"role=\"img\" aria-label=\"{Escape(title)}\" font-family=\"sans-serif\" font-size=\"12\">");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>");
        Text(svg, Left, 18, "start", title, "font-weight=\"bold\"");
        for (int tick = 0; tick <= Ticks; tick++)
        {
            double y = Y(top * tick / Ticks, top);
            double x = X(right * tick / Ticks, right);
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<path d=\"M{Left:0.#} {y:0.#}H{Width - Right:0.#}\" stroke=\"#e0e0e0\"/>");
            Text(svg, Left - 6, y + 4, "end", Number(top * tick / Ticks));
            Text(svg, x, Height - Bottom + 16, "middle", Number(right * tick / Ticks));
        }

        Text(svg, Left - 6, Top - 10, "end", unit);
        Text(svg, (Left + Width - Right) / 2, Height - 6, "middle", across);
        double legend = Left + 8;
        foreach ((int index, ChartSeries line) in series.Index())
        {
            string colour = Colours[index % Colours.Length];
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<path d=\"{Path(line, right, top)}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.6\" stroke-linejoin=\"round\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{legend:0.#}\" y=\"27\" width=\"12\" height=\"4\" fill=\"{colour}\"/>");
            Text(svg, legend + 16, 33, "start", line.Name);
            legend += 34 + (7 * line.Name.Length);
        }

        return svg.Append("</svg>").ToString();
    }

    private static string Path(ChartSeries line, double right, double top)
    {
        StringBuilder path = new();
        bool isDown = false;
        foreach ((double x, double? y) in line.Points)
        {
            if (y is { } value)
            {
                path.Append(CultureInfo.InvariantCulture, $"{(isDown ? 'L' : 'M')}{X(x, right):0.#} {Y(value, top):0.#}");
            }

            isDown = y is not null;
        }

        return path.ToString();
    }

    private static double X(double value, double most) => Left + ((Width - Left - Right) * value / most);

    private static double Y(double value, double most) => Height - Bottom - ((Height - Top - Bottom) * value / most);

    // The next of a few round numbers times a power of ten.
    private static double Round(double value)
    {
        if (value <= 0 || !double.IsFinite(value))
        {
            return 1;
        }

        double power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return new[] { 1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10 }.Select(step => step * power).First(step => step >= value * (1 - 1e-9));
    }

    private static string Number(double value) => value >= 10_000
        ? string.Create(CultureInfo.InvariantCulture, $"{value / 1000:0.##}k")
        : string.Create(CultureInfo.InvariantCulture, $"{value:0.##}");

    private static void Text(StringBuilder svg, double x, double y, string anchor, string text, string more = "") => svg.Append(
        CultureInfo.InvariantCulture,
        $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\" fill=\"#222222\" {more}>{Escape(text)}</text>");

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
