using System;
using System.Buffers;
using System.IO;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Serialization.Json;

namespace Kraken.Rpc.Client;

/// <summary>Calls the methods of a node over HTTP and bounds its answers.</summary>
/// <param name="http">The client, whose patience is that of an answer.</param>
/// <param name="address">The node.</param>
/// <param name="isPositional">Whether parameters go by their places and not by names, as nodes of Ethereum take them.</param>
internal sealed class RpcConnection(HttpClient http, Uri address, bool isPositional = false)
{
    private const int MaxAnswerBytes = 256 << 20;
    private const int MaxText = 100_000;

    // Each takes twelve bytes beside its text, however short that is. The longest answer, of nothing but felts, has a quarter of them.
    private const int MaxElements = 1 << 24;

    // A signed transaction, or the answer to a question about one.
    private const int UsualBytes = 2 << 10;

    private const int MaxFirstBytes = 1 << 20;

    // Calls nest fifty deep, and each takes two levels of a trace.
    private const int MaxDepth = 256;

    private long lastId;

    internal async Task<T> CallAsync<T>(
        string method,
        Action<Utf8JsonWriter> writeParameters,
        Func<JsonNode, T> read,
        CancellationToken cancellation,
        int maxBytes = MaxAnswerBytes)
    {
        using ReadOnlyMemoryContent content = new(Request(method, writeParameters));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = content };
        ReadOnlyMemory<byte> answer = await AskAsync(method, request, maxBytes, cancellation).ConfigureAwait(false);
        using JsonDocument document = Parse(method, answer);
        if (!JsonDecoding.TryDecode(document.RootElement, node => ReadAnswer(node, read), out Answer<T>? value, out DecodeError? error))
        {
            throw new RpcClientException($"the answer to {method} is malformed: {error}");
        }

        return value!.Error is null ? value.Result! : throw value.Error;
    }

    /// <summary>The client's patience ends with the head of an answer; it is meant for the whole of it.</summary>
    private async Task<ReadOnlyMemory<byte>> AskAsync(
        string method, HttpRequestMessage request, int maxBytes, CancellationToken cancellation)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(http.Timeout);
        using HttpResponseMessage response =
            await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        try
        {
            return await ReadAsync(method, response, maxBytes, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new TaskCanceledException($"the answer to {method} did not end within {http.Timeout}", late);
        }
    }

    private static JsonDocument Parse(string method, ReadOnlyMemory<byte> answer)
    {
        int elements = answer.Span.Count((byte)',') + answer.Span.Count((byte)'[');
        if (elements > MaxElements)
        {
            throw new RpcClientException($"the answer to {method}: expected at most {MaxElements} elements, got {elements}");
        }

        try
        {
            return JsonDocument.Parse(answer, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException exception)
        {
            throw new RpcClientException($"the answer to {method} is no JSON: {exception.Message}", exception);
        }
    }

    private ReadOnlyMemory<byte> Request(string method, Action<Utf8JsonWriter> writeParameters)
    {
        ArrayBufferWriter<byte> buffer = new(UsualBytes);
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            writer.WriteNumber("id", Interlocked.Increment(ref lastId));
            writer.WriteString("method", method);
            writer.WritePropertyName("params");
            WriteParameters(writer, writeParameters);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private void WriteParameters(Utf8JsonWriter writer, Action<Utf8JsonWriter> writeParameters)
    {
        if (isPositional)
        {
            writer.WriteStartArray();
            writeParameters(writer);
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteStartObject();
            writeParameters(writer);
            writer.WriteEndObject();
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(
        string method, HttpResponseMessage response, int maxBytes, CancellationToken cancellation)
    {
        Stream stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            // One byte more than the answer says that it has: its end is seen without a longer buffer. Nobody's word makes a large one.
            byte[] buffer = new byte[1 + Math.Min(response.Content.Headers.ContentLength ?? UsualBytes, MaxFirstBytes)];
            int length = 0;
            for (int count; (count = await stream.ReadAsync(buffer.AsMemory(length), cancellation).ConfigureAwait(false)) > 0;)
            {
                length += count;
                if (length > maxBytes)
                {
                    throw new RpcClientException($"the answer to {method}: expected at most {maxBytes} bytes, got more");
                }

                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, 2 * length);
                }
            }

            return buffer.AsMemory(0, length);
        }
    }

    private static Answer<T> ReadAnswer<T>(JsonNode node, Func<JsonNode, T> read)
    {
        JsonNode error = node["error"];
        if (!error.Exists)
        {
            return new(read(node["result"]), null);
        }

        JsonElement code = error["code"].Element;
        int number = code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out int value) ? value : 0;
        string? data = error["data"].Exists ? error["data"].Element.GetRawText() : null;
        return new(default, new RpcClientException(number, error["message"].Text(MaxText), data));
    }

    private sealed record Answer<T>(T? Result, RpcClientException? Error);
}
