using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kraken.Explorer.Web;

/// <summary>Counts and times of pages, for operators; by the pattern of their address, of which there are as many as routes.</summary>
internal static class PageMeter
{
    private const string Live = "/live";

    private static readonly Meter Meter = new("Kraken.Explorer");

    private static readonly Counter<long> Pages = Meter.CreateCounter<long>(
        "explorer_requests_total", null, "Requests of pages, by route and the first digit of their status.");

    private static readonly Histogram<double> Seconds = Meter.CreateHistogram<double>(
        "explorer_seconds", "s", "Time of a page, what the node takes included, by route; live streams are left out.");

    /// <summary>Measures the rest of the pipeline.</summary>
    public static async Task MeasureAsync(HttpContext context, RequestDelegate next)
    {
        long began = Stopwatch.GetTimestamp();
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            string pattern = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "none";
            KeyValuePair<string, object?> route = new("route", pattern);
            Pages.Add(1, route, new("status", $"{context.Response.StatusCode / 100}xx"));
            if (pattern != Live)
            {
                Seconds.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, route);
            }
        }
    }
}
