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
    internal const long BytesPerElement = 48;

    private const int FirstBytes = 4096;

    private readonly ByteShares shares;
    private readonly string client;
    private readonly int maxBytes;
    private byte[] bytes = [];
    private int length;
    private long taken;

    private RequestBody(ByteShares shares, string client, int maxBytes)
    {
        this.maxBytes = maxBytes;
        this.shares = shares;
        this.client = client;
    }

    internal ReadOnlyMemory<byte> Content => bytes.AsMemory(0, length);

    /// <exception cref="ServerBusyException">Other bodies leave no room.</exception>
    /// <exception cref="BadHttpRequestException">The body is too long, too slow or broken.</exception>
    internal static async Task<RequestBody> ReadAsync(
        HttpRequest request, int maxBytes, ByteShares shares, string client, CancellationToken cancellation)
    {
        RequestBody body = new(shares, client, maxBytes);
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

    // Room is taken as bytes come: who announces a long body and does not send it holds none.
    private async Task ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > maxBytes)
        {
            throw TooLarge();
        }

        int most = (int?)request.ContentLength ?? maxBytes;
        Reserve(Math.Min(FirstBytes, most));
        while (true)
        {
            if (length == bytes.Length)
            {
                if (request.ContentLength == length)
                {
                    break;
                }

                if (length == maxBytes)
                {
                    await RequireEndAsync(request, cancellation).ConfigureAwait(false);
                    break;
                }

                Reserve((int)Math.Min(most, Math.Max(FirstBytes, 2L * bytes.Length)));
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

    private async Task RequireEndAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (await request.Body.ReadAsync(new byte[1], cancellation).ConfigureAwait(false) > 0)
        {
            throw TooLarge();
        }
    }

    private BadHttpRequestException TooLarge() => new($"the body exceeds {maxBytes} bytes", StatusCodes.Status413PayloadTooLarge);

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
