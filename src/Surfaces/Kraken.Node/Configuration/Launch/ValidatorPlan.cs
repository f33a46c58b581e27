namespace Kraken.Node.Configuration.Launch;

/// <summary>A validator that a network begins with.</summary>
/// <param name="Name">A name for people, and of its folder.</param>
/// <param name="Host">Where it listens for peers: host name or address.</param>
/// <param name="Port">Where it listens for peers: TCP port.</param>
/// <param name="RpcPort">Where it listens for JSON-RPC: TCP port.</param>
public sealed record ValidatorPlan(string Name, string Host, int Port, int RpcPort)
{
    /// <summary>The voting weight, at least 1.</summary>
    public ulong Weight { get; init; } = 1;

    /// <summary>The address that JSON-RPC listens on.</summary>
    public string RpcHost { get; init; } = "127.0.0.1";

    /// <summary>Its public keys, when somebody else holds the private ones; null when they are drawn with the network's files.</summary>
    public ValidatorKeys? Keys { get; init; }
}
