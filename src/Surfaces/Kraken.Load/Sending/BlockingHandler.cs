using System;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Load.Sending;

/// <summary>
/// Does the whole of a request on the thread that asks, its answer's bytes included: whoever has a thread of its own then waits for no
/// worker that is busy with something else, and its waits end when the answer is there.
/// </summary>
/// <param name="inner">What sends; it must be able to do so on the calling thread, over HTTP/1.1.</param>
internal sealed class BlockingHandler(HttpMessageHandler inner) : HttpMessageHandler
{
    /// <summary>The longest answer that is read, in bytes; a node's own bound is 32 MiB.</summary>
    public const int MaxAnswerBytes = 64 << 20;

    private const int PieceBytes = 1 << 16;

    private readonly HttpMessageInvoker invoker = new(inner);

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = invoker.Send(request, cancellationToken);
        try
        {
            response.Content = new ByteArrayContent(Read(response.Content, cancellationToken));
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult(Send(request, cancellationToken));
        }
        catch (Exception failure)
        {
            // Whoever awaits the request gets it.
            return Task.FromException<HttpResponseMessage>(failure);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            invoker.Dispose();
        }

        base.Dispose(disposing);
    }

    private static byte[] Read(HttpContent content, CancellationToken cancellation)
    {
        using Stream stream = content.ReadAsStream(cancellation);
        using MemoryStream whole = new();
        byte[] piece = new byte[PieceBytes];
        for (int count; (count = stream.Read(piece)) > 0;)
        {
            if (whole.Length + count > MaxAnswerBytes)
            {
                throw new IOException($"expected an answer of at most {MaxAnswerBytes} bytes, got more");
            }

            whole.Write(piece, 0, count);
        }

        return whole.ToArray();
    }
}
