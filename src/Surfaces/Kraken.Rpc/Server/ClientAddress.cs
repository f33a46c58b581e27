using System;
using System.Net;
using System.Net.Sockets;

namespace Kraken.Rpc.Server;

/// <summary>Who asks: a remote address. A host has a whole network of IPv6 addresses, so that of these the first 64 bits count.</summary>
internal static class ClientAddress
{
    private const int NetworkBytes = 8;

    internal static string Of(IPAddress? address)
    {
        if (address is null)
        {
            return string.Empty;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4().ToString();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(address.GetAddressBytes().AsSpan(0, NetworkBytes))
            : address.ToString();
    }
}
