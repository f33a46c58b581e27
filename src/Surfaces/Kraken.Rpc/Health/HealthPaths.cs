using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kraken.Rpc.Health;

/// <summary>
/// What load balancers, supervisors and developers' tools ask by GET: /is_alive (the process answers; the path of starknet-devnet), /health
/// (it can do its part) and /ready (its answers are those of now). 200 or 503; the last two say in JSON what is not well.
/// </summary>
/// <param name="report">How the process is; what it throws is a failure.</param>
/// <param name="logger">Where defects are told.</param>
public sealed class HealthPaths(Func<HealthReport> report, ILogger logger)
{
    /// <summary>Whether a request to this path is answered here.</summary>
    public static bool Has(string path) => path is "/is_alive" or "/health" or "/ready";

    /// <summary>Answers a request of one of them.</summary>
    /// <param name="context">The request, a GET or HEAD.</param>
    /// <param name="path">The path, without a slash at its end.</param>
    public async Task HandleAsync(HttpContext context, string path)
    {
        ArgumentNullException.ThrowIfNull(context);
        bool isAlive = path == "/is_alive";
        HealthReport now = isAlive ? new() : Now();
        bool isWell = path == "/ready" ? now.IsReady : now.IsHealthy;
        byte[] text = isAlive ? [.. "Alive!!!"u8] : now.ToJson(isReadiness: path == "/ready");
        context.Response.StatusCode = isWell ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = isAlive ? "text/plain; charset=utf-8" : "application/json";
        context.Response.ContentLength = text.Length;
        context.Response.Headers.CacheControl = "no-store";
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(text, context.RequestAborted).ConfigureAwait(false);
        }
    }

    // Whoever asks for health gets an answer whatever is ill.
    private HealthReport Now()
    {
        try
        {
            return report();
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            logger.LogError(failure, "this process cannot say how it is");
            return new HealthReport(new HealthProblem(HealthGrade.Failure, "process", "it cannot say how it is; its log says more"));
        }
    }
}
