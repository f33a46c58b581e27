using System;

namespace Kraken.Node.Following;

/// <summary>Where a node that is followed is, and by which of its interfaces its blocks are read.</summary>
/// <param name="Given">The address as the operator gives it.</param>
/// <param name="Node">The node's address, where its JSON-RPC is.</param>
/// <param name="IsGateway">Whether blocks are read by its feeder gateway; else by the block protocol.</param>
internal sealed record SourceAddress(Uri Given, Uri Node, bool IsGateway)
{
    /// <summary>What stands behind a node's address where its feeder gateway is meant.</summary>
    internal const string GatewayPath = "/feeder_gateway";

    /// <summary>Reads an address.</summary>
    /// <exception cref="System.IO.InvalidDataException">It has credentials, which logs would show, or a query.</exception>
    internal static SourceAddress Of(Uri given)
    {
        if (given.UserInfo.Length > 0 || given.Query.Length > 0 || given.Fragment.Length > 0)
        {
            throw new System.IO.InvalidDataException(
                $"{given.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}: expected the address of a node to follow as "
                + $"http://HOST:PORT or http://HOST:PORT{GatewayPath}, got one with credentials, a query or a fragment");
        }

        string whole = given.AbsoluteUri.TrimEnd('/');
        return whole.EndsWith(GatewayPath, StringComparison.Ordinal)
            ? new(given, new Uri(whole[..^GatewayPath.Length] + "/"), true)
            : new(given, given, false);
    }
}
