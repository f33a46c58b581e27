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
internal sealed class RpcConnection(HttpClient http, Uri address)
{
    private const int MaxAnswerBytes = 256 << 20;
    private const int MaxText = 100_000;

    // Calls nest fifty deep, and each takes two levels of a trace.
    private const int MaxDepth = 256;

    private long lastId;

    internal async Task<T> CallAsync<T>(
        string method,
        Action<Utf8JsonWriter> writeParameters,
        Func<JsonNode, T> read,
        CancellationToken cancellation)
    {
        using ByteArrayContent content = new(Request(method, writeParameters));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = content };
        using HttpResponseMessage response =
            await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        byte[] answer = await ReadAsync(response, cancellation).ConfigureAwait(false);
        using JsonDocument document = Parse(method, answer);
        if (!JsonDecoding.TryDecode(document.RootElement, node => ReadAnswer(node, read), out Answer<T>? value, out DecodeError? error))
        {
            throw new RpcClientException($"the answer to {method} is malformed: {error}");
        }

        return value!.Error is null ? value.Result! : throw value.Error;
    }

    private static JsonDocument Parse(string method, byte[] answer)
    {
        try
        {
            return JsonDocument.Parse(answer, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException exception)
        {
            throw new RpcClientException($"the answer to {method} is no JSON: {exception.Message}", exception);
        }
    }

    private byte[] Request(string method, Action<Utf8JsonWriter> writeParameters)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            writer.WriteNumber("id", Interlocked.Increment(ref lastId));
            writer.WriteString("method", method);
            writer.WriteStartObject("params");
            writeParameters(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        Stream stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using MemoryStream copy = new();
            byte[] chunk = new byte[1 << 16];
            for (int count; (count = await stream.ReadAsync(chunk, cancellation).ConfigureAwait(false)) > 0;)
            {
                if (copy.Length + count > MaxAnswerBytes)
                {
                    throw new RpcClientException($"the answer exceeds {MaxAnswerBytes} bytes");
                }

                copy.Write(chunk, 0, count);
            }

            return copy.ToArray();
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
