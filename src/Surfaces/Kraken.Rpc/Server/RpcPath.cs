using Kraken.Rpc.Versions;

namespace Kraken.Rpc.Server;

/// <summary>A path at which JSON-RPC is served. WebSockets are opened at all of them.</summary>
/// <param name="IsCallable">Whether calls may be posted to it; else it is for WebSockets alone.</param>
/// <param name="Version">The older version of the specification that is spoken there; null for the newest.</param>
internal readonly record struct RpcPath(bool IsCallable, OlderVersion? Version)
{
    /// <summary>What is served at a path, which has no slash at its end; null where it is none of these.</summary>
    internal static RpcPath? Of(string path) => path switch
    {
        "" or "/rpc" or "/rpc/v0_10" => new(true, null),
        "/ws" or "/ws/rpc/v0_10" => new(false, null),
        "/rpc/v0_9" => new(true, OlderVersions.Minor9),
        "/ws/rpc/v0_9" => new(false, OlderVersions.Minor9),
        _ => null,
    };
}
