using System;
using System.Buffers.Text;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace Kraken.Bench.Chain;

/// <summary>
/// One connection that sends the same request again and again: a client that costs as little as can be beside the server.
/// </summary>
internal sealed class HttpPost : IDisposable
{
    private const int LargestAnswer = 32 << 20;

    private readonly byte[] request;
    private byte[] buffer = new byte[1 << 16];
    private int received;

    public HttpPost(string body) => request = Encoding.UTF8.GetBytes(
        "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    /// <summary>The connection, for who waits for answers on several.</summary>
    public Socket Socket { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    public ValueTask ConnectAsync(int port) => Socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), default);

    public void Connect(int port) => Socket.Connect(IPAddress.Loopback, port);

    public void Dispose() => Socket.Dispose();

    /// <summary>Sends the request and reads its answer.</summary>
    /// <returns>The answer's body, valid until the next call.</returns>
    /// <exception cref="IOException">The server closed the connection, or its answer is no result.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> AskAsync()
    {
        await Socket.SendAsync(request).ConfigureAwait(false);
        received = 0;
        while (true)
        {
            if (Take(await Socket.ReceiveAsync(FreeBuffer()).ConfigureAwait(false)) is { } body)
            {
                return body;
            }
        }
    }

    /// <summary>Sends the request without waiting for its answer.</summary>
    public void Send()
    {
        received = 0;
        Socket.Send(request);
    }

    /// <summary>Reads once; true when the answer is whole.</summary>
    /// <exception cref="IOException">The server closed the connection, or its answer is no result.</exception>
    public bool Receive() => Take(Socket.Receive(FreeBuffer().Span)) is not null;

    private Memory<byte> FreeBuffer()
    {
        if (received == buffer.Length)
        {
            int longer = buffer.Length < LargestAnswer ? buffer.Length * 2 : throw new IOException("the answer is too long");
            Array.Resize(ref buffer, longer);
        }

        return buffer.AsMemory(received);
    }

    // The answer's body once it is whole.
    private ReadOnlyMemory<byte>? Take(int count)
    {
        if (count == 0)
        {
            throw new IOException("the server closed the connection");
        }

        received += count;
        if (!TryFindBody(buffer.AsSpan(0, received), out Range body))
        {
            return null;
        }

        return buffer.AsSpan(body).IndexOf("\"result\""u8) >= 0
            ? buffer.AsMemory(body)
            : throw new IOException(Encoding.UTF8.GetString(buffer.AsSpan(0, Math.Min(received, 500))));
    }

    // The body is whole: by its length, or by the last chunk of none.
    private static bool TryFindBody(ReadOnlySpan<byte> answer, out Range body)
    {
        int head = answer.IndexOf("\r\n\r\n"u8);
        body = default;
        if (head < 0)
        {
            return false;
        }

        ReadOnlySpan<byte> name = "Content-Length: "u8;
        int length = answer[..head].IndexOf(name);
        if (length < 0)
        {
            body = (head + 4)..answer.Length;
            return answer.EndsWith("\r\n0\r\n\r\n"u8);
        }

        if (!Utf8Parser.TryParse(answer[(length + name.Length)..], out int bytes, out _))
        {
            throw new IOException("expected a length of the answer");
        }

        body = (head + 4)..(head + 4 + bytes);
        return answer.Length >= head + 4 + bytes;
    }
}
