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

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] request;
    private byte[] buffer = new byte[1 << 16];

    public HttpPost(string body) => request = Encoding.UTF8.GetBytes(
        "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public ValueTask ConnectAsync(int port) => socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), default);

    public void Dispose() => socket.Dispose();

    /// <summary>Sends the request and reads its answer.</summary>
    /// <returns>The answer's body, valid until the next call.</returns>
    /// <exception cref="IOException">The server closed the connection, or its answer is no result.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> SendAsync()
    {
        await socket.SendAsync(request).ConfigureAwait(false);
        int count = 0;
        while (true)
        {
            if (count == buffer.Length)
            {
                int longer = buffer.Length < LargestAnswer ? buffer.Length * 2 : throw new IOException("the answer is too long");
                Array.Resize(ref buffer, longer);
            }

            int received = await socket.ReceiveAsync(buffer.AsMemory(count)).ConfigureAwait(false);
            if (received == 0)
            {
                throw new IOException("the server closed the connection");
            }

            count += received;
            if (TryFindBody(buffer.AsSpan(0, count), out Range body))
            {
                return buffer.AsSpan(body).IndexOf("\"result\""u8) >= 0
                    ? buffer.AsMemory(body)
                    : throw new IOException(Encoding.UTF8.GetString(buffer.AsSpan(0, Math.Min(count, 500))));
            }
        }
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
