using System;
using System.Net.WebSockets;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Limits;

namespace Kraken.Rpc.Server;

/// <summary>
/// The messages of a socket's client, one at a time. The bytes of one, and the memory that its parsed form takes, are taken from the shares
/// of all bodies until it is released.
/// </summary>
/// <param name="shares">The shares of bodies.</param>
/// <param name="client">Whose socket it is.</param>
/// <param name="limits">The bounds.</param>
internal sealed class SocketMessages(WebSocket socket, ByteShares shares, string client, SocketLimits limits)
{
    private const int FirstBytes = 4096;

    private byte[] bytes = new byte[FirstBytes];
    private int length;
    private long taken;

    // What is received while a time passes goes on: to end it would cut the socket before its client could be told why.
    private Task<ValueWebSocketReceiveResult>? receiving;

    /// <summary>The last message that was read.</summary>
    internal ReadOnlyMemory<byte> Content => bytes.AsMemory(0, length);

    /// <summary>Whether the last message was read to its end.</summary>
    internal bool IsWhole { get; private set; }

    /// <summary>Reads a message, text or binary.</summary>
    /// <param name="idle">The longest time until its first bytes come.</param>
    /// <param name="cancellation">Cuts the socket.</param>
    /// <returns>Null when there is one; else why the socket is to be closed.</returns>
    /// <exception cref="ServerBusyException">There is no room for it.</exception>
    internal async Task<SocketClosing?> ReadAsync(TimeSpan idle, CancellationToken cancellation)
    {
        length = 0;
        IsWhole = false;
        TimeSpan left = idle;
        SocketClosing late = SocketClosing.Idle(idle.TotalSeconds);
        long began = 0;
        while (true)
        {
            receiving ??= socket.ReceiveAsync(bytes.AsMemory(length), cancellation).AsTask();
            if (await Task.WhenAny(receiving, Task.Delay(left, cancellation)).ConfigureAwait(false) != receiving)
            {
                return late;
            }

            ValueWebSocketReceiveResult part = await receiving.ConfigureAwait(false);
            receiving = null;
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return SocketClosing.ByClient;
            }

            began = length == 0 ? TimeProvider.System.GetTimestamp() : began;
            length += part.Count;
            if (length > limits.MaxMessageBytes)
            {
                return SocketClosing.MessageTooLarge(limits.MaxMessageBytes);
            }

            IsWhole = part.EndOfMessage;
            if (IsWhole)
            {
                Take(RpcService.ElementsOf(Content.Span) * RequestBody.BytesPerElement);
                return null;
            }

            if (length == bytes.Length)
            {
                Grow();
            }

            left = limits.MessageTimeout - TimeProvider.System.GetElapsedTime(began);
            late = SocketClosing.MessageTooSlow(limits.MessageTimeout.TotalSeconds);
            left = left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    /// <summary>The last message is answered.</summary>
    internal void Release()
    {
        if (taken > 0)
        {
            shares.Return(client, taken);
            taken = 0;
        }

        if (bytes.Length > FirstBytes)
        {
            bytes = new byte[FirstBytes];
        }

        length = 0;
    }

    /// <summary>Reads what the client still sends, until it closes or is gone; what it sends is of no use any more.</summary>
    internal async Task DrainAsync(CancellationToken cancellation)
    {
        while (socket.State is WebSocketState.Open or WebSocketState.CloseSent)
        {
            receiving ??= socket.ReceiveAsync(bytes.AsMemory(), cancellation).AsTask();
            ValueWebSocketReceiveResult part = await receiving.WaitAsync(cancellation).ConfigureAwait(false);
            receiving = null;
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return;
            }
        }
    }

    private void Grow()
    {
        // One byte beyond the bound, where a message that is too long is seen.
        int size = (int)Math.Min(limits.MaxMessageBytes + 1L, 2L * bytes.Length);
        Take(size - bytes.Length);
        Array.Resize(ref bytes, size);
    }

    private void Take(long more)
    {
        shares.Take(client, more);
        taken += more;
    }
}
