using System;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Limits;
using Microsoft.AspNetCore.Http;

namespace Kraken.Rpc.Server;

/// <summary>
/// A request's body while it is read and answered: its bytes, and the memory that its parsed form takes, are taken from the shares of
/// all bodies, and come back when it is disposed.
/// </summary>
internal sealed class RequestBody : IDisposable
{
    // What the parser keeps for an element and its value, with the slack of its growing tables.
    private const long BytesPerElement = 48;

    private const int FirstBytes = 4096;

    private readonly ByteShares shares;
    private readonly string client;
    private byte[] bytes = [];
    private int length;
    private long taken;

    private RequestBody(ByteShares shares, string client)
    {
        this.shares = shares;
        this.client = client;
    }

    internal ReadOnlyMemory<byte> Content => bytes.AsMemory(0, length);

    /// <exception cref="ServerBusyException">Other bodies leave no room.</exception>
    /// <exception cref="BadHttpRequestException">The body is too long, too slow or broken.</exception>
    internal static async Task<RequestBody> ReadAsync(HttpRequest request, ByteShares shares, string client, CancellationToken cancellation)
    {
        RequestBody body = new(shares, client);
        try
        {
            await body.ReadAsync(request, cancellation).ConfigureAwait(false);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (taken > 0)
        {
            shares.Return(client, taken);
            taken = 0;
        }
    }

    // The server has checked a length that was told against the bound; a client that tells none may grow the body up to it.
    private async Task ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        Reserve(request.ContentLength is { } told ? (int)told : FirstBytes);
        while (true)
        {
            if (length == bytes.Length)
            {
                if (request.ContentLength == length)
                {
                    break;
                }

                Reserve(Math.Max(FirstBytes, 2 * bytes.Length));
            }

            int read = await request.Body.ReadAsync(bytes.AsMemory(length), cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        Take(RpcService.ElementsOf(Content.Span) * BytesPerElement);
    }

    private void Reserve(int size)
    {
        Take(size - bytes.Length);
        Array.Resize(ref bytes, size);
    }

    private void Take(long more)
    {
        shares.Take(client, more);
        taken += more;
    }
}
