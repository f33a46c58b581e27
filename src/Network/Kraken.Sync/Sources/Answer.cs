using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Sync.Sources;

/// <summary>An answer that is read piece by piece, each within a time: a source that is silent is as good as one that is away.</summary>
/// <param name="name">The source.</param>
/// <param name="time">How long each piece may take.</param>
/// <param name="cancellation">Gives up.</param>
internal sealed class Answer(string name, TimeSpan time, CancellationToken cancellation) : IDisposable
{
    // Room is made as bytes come: a length that is only announced takes no memory.
    private const int FirstBytes = 64 << 10;

    private readonly CancellationTokenSource waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    private HttpResponseMessage? response;
    private Stream? stream;

    internal HttpStatusCode Status => response!.StatusCode;

    /// <summary>Asks, and waits for the head of the answer.</summary>
    /// <exception cref="BlockSourceException">The source is away or slow.</exception>
    internal Task OpenAsync(HttpClient http, Uri place) => WithinAsync(async () =>
    {
        response = await http.GetAsync(place, HttpCompletionOption.ResponseHeadersRead, waiting.Token).ConfigureAwait(false);
        stream = await response.Content.ReadAsStreamAsync(waiting.Token).ConfigureAwait(false);
        return 0;
    });

    /// <summary>Fills a buffer.</summary>
    /// <param name="mayEnd">Whether the answer may end before its first byte.</param>
    /// <returns>0 where it ended there; else the buffer's length.</returns>
    /// <exception cref="BlockSourceException">The answer ends too early, or does not come.</exception>
    internal Task<int> ReadAsync(Memory<byte> buffer, bool mayEnd) => WithinAsync(async () =>
    {
        int read = await stream!.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, waiting.Token).ConfigureAwait(false);
        return read == buffer.Length || (read == 0 && mayEnd)
            ? read
            : throw new BlockSourceException($"{name}: the answer ends within a record, {read} of {buffer.Length} bytes of it came");
    });

    /// <summary>Reads so many bytes.</summary>
    /// <exception cref="BlockSourceException">The answer ends too early, or does not come.</exception>
    internal async Task<byte[]> ReadLongAsync(int length)
    {
        byte[] bytes = new byte[Math.Min(length, FirstBytes)];
        await ReadAsync(bytes, mayEnd: false).ConfigureAwait(false);
        while (bytes.Length < length)
        {
            int had = bytes.Length;
            Array.Resize(ref bytes, (int)Math.Min(length, 2L * had));
            await ReadAsync(bytes.AsMemory(had), mayEnd: false).ConfigureAwait(false);
        }

        return bytes;
    }

    /// <summary>Reads all of a short answer.</summary>
    /// <exception cref="BlockSourceException">It is longer, or does not come.</exception>
    internal Task<byte[]> ReadToEndAsync(int maxBytes) => WithinAsync(async () =>
    {
        byte[] buffer = new byte[maxBytes + 1];
        int read = await stream!.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, waiting.Token).ConfigureAwait(false);
        return read <= maxBytes
            ? buffer[..read]
            : throw new BlockSourceException($"{name}: expected an answer of at most {maxBytes} bytes, got a longer one");
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        response?.Dispose();
        waiting.Dispose();
    }

    private async Task<T> WithinAsync<T>(Func<Task<T>> read)
    {
        waiting.CancelAfter(time);
        try
        {
            T result = await read().ConfigureAwait(false);
            waiting.CancelAfter(Timeout.InfiniteTimeSpan);
            return result;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new BlockSourceException($"{name}: nothing came within {time.TotalSeconds} s");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new BlockSourceException($"{name}: {exception.Message}", exception);
        }
    }
}
