using System.Linq;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.P2P;

/// <summary>Turns the host of an address, a literal or a DNS name, into what a socket needs.</summary>
public static class HostName
{
    /// <summary>
    /// Where to listen for a host: a literal (0.0.0.0 and :: are every interface) stands for itself, a name for the first of its
    /// addresses that is this machine's. A name whose addresses all belong to something in front of this machine means every interface.
    /// </summary>
    /// <exception cref="SocketException">The name is unknown.</exception>
    public static IPEndPoint Listening(string host, int port)
    {
        if (IPAddress.TryParse(host, out IPAddress? literal))
        {
            return new IPEndPoint(literal, port);
        }

        IPAddress[] addresses = Dns.GetHostAddresses(host);
        bool isVersion6 = addresses.All(address => address.AddressFamily == AddressFamily.InterNetworkV6);
        IPAddress every = isVersion6 ? IPAddress.IPv6Any : IPAddress.Any;
        return new IPEndPoint(addresses.FirstOrDefault(IsOwn) ?? every, port);
    }

    /// <summary>Connects to a host, whose name is resolved anew each time.</summary>
    /// <param name="host">Literal or name.</param>
    /// <param name="port">TCP port.</param>
    /// <param name="attempt">Which of the host's addresses is tried: the attempt-th, counted round.</param>
    /// <param name="limit">Ends the attempt.</param>
    /// <exception cref="SocketException">The name is unknown, or the connection was refused.</exception>
    internal static async Task<Socket> ConnectAsync(string host, int port, int attempt, CancellationToken limit)
    {
        IPAddress[] addresses = IPAddress.TryParse(host, out IPAddress? literal)
            ? [literal]
            : await Dns.GetHostAddressesAsync(host, limit).ConfigureAwait(false);
        if (addresses.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        IPAddress address = addresses[(int)((uint)attempt % (uint)addresses.Length)];
        Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), limit).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsOwn(IPAddress address) =>
        IPAddress.IsLoopback(address)
        || NetworkInterface.GetAllNetworkInterfaces()
            .Any(card => card.GetIPProperties().UnicastAddresses.Any(own => own.Address.Equals(address)));
}
