using System;
using System.Net.Sockets;

namespace Kraken.P2P.Admission;

/// <summary>An accepted connection that has not yet shown a known key.</summary>
internal sealed class PendingHandshake(Socket socket, AddressBlock from)
{
    public AddressBlock From => from;

    /// <summary>Whether its handshake has begun.</summary>
    public bool IsActive { get; set; }

    /// <summary>Whether it has sent nothing yet. Asked of the socket: its handshake may be about to begin.</summary>
    public bool IsSilent()
    {
        try
        {
            return !IsActive && socket.Available == 0;
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Broken or closed already: it has nothing to say.
            return true;
        }
    }

    /// <summary>Closes it to make room for another.</summary>
    public void Evict() => socket.Dispose();
}
