using System;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kraken.Rpc.Server;

/// <summary>
/// What load balancers, supervisors and developers' tools ask by GET: /is_alive (the process answers; the path of starknet-devnet), /health
/// (it can do its part) and /ready (its answers are those of now: it has a chain and is not behind its peers).
/// </summary>
/// <param name="backend">The node.</param>
/// <param name="logger">Where defects are told.</param>
internal sealed class HealthPaths(RpcBackend backend, ILogger logger)
{
    /// <summary>Whether <see cref="Answer"/> knows a path.</summary>
    internal static bool Has(string path) => path is "/is_alive" or "/health" or "/ready";

    /// <summary>The status code of a path's answer, 200 or 503, and its text, which says why where it is not well.</summary>
    internal (int Status, ReadOnlyMemory<byte> Text) Answer(string path)
    {
        string? wrong = path switch
        {
            "/health" => Failure(),
            "/ready" => Failure() ?? Unready(),
            _ => null,
        };
        string well = path switch
        {
            "/health" => "healthy",
            "/ready" => "ready",
            _ => "Alive!!!",
        };
        return (wrong is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, Encoding.UTF8.GetBytes(wrong ?? well));
    }

    // A store that cannot be read is the commonest way to be ill.
    private string? Failure()
    {
        try
        {
            return backend.Failure?.Invoke() ?? (backend.Chain.Latest is null ? "there is no block yet" : null);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            logger.LogError(failure, "the chain cannot be read");
            return "the chain cannot be read; the node's log says more";
        }
    }

    private string? Unready() => backend.Chain.Syncing is { } progress
        ? $"syncing: block {progress.CurrentNumber} of {progress.HighestNumber}"
        : null;
}
