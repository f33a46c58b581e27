using System;

namespace Kraken.Dev.Forking;

/// <summary>Which network a development chain goes on from.</summary>
/// <param name="Network">Its JSON-RPC address, such as http://127.0.0.1:5050/rpc.</param>
public sealed record ForkOptions(Uri Network)
{
    /// <summary>The address as it is shown: its path may hold a key.</summary>
    public string Shown => Network.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    /// <summary>The block after which the chain begins; null for the latest.</summary>
    public ulong? Block { get; init; }

    /// <summary>The folder in which what the network said is kept for the next time; null for memory alone.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>How much of the network is kept, and how long it may take.</summary>
    public ForkLimits Limits { get; init; } = new();
}
