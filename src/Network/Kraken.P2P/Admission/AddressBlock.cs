using System;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Kraken.P2P.Admission;

/// <summary>What counts as one address of a stranger: an IPv4 address, or a /64 network of IPv6, all of which one host can use.</summary>
/// <param name="Prefix">The address, or the first 64 bits of it.</param>
/// <param name="IsVersion6">Whether it is a network of IPv6.</param>
internal readonly record struct AddressBlock(ulong Prefix, bool IsVersion6)
{
    /// <summary>The network that an address counts towards.</summary>
    public static AddressBlock Of(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        Span<byte> bytes = stackalloc byte[16];
        plain.TryWriteBytes(bytes, out _);
        return plain.AddressFamily == AddressFamily.InterNetworkV6
            ? new AddressBlock(BinaryPrimitives.ReadUInt64BigEndian(bytes), IsVersion6: true)
            : new AddressBlock(BinaryPrimitives.ReadUInt32BigEndian(bytes), IsVersion6: false);
    }
}
