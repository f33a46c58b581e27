using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc.Methods;
using Kraken.Rpc.Protocol;

namespace Kraken.Rpc;

/// <summary>Answers JSON-RPC 2.0 requests, single or in batches, apart from any transport.</summary>
public sealed class RpcService
{
    private readonly RpcMethodTable methods;
    private readonly RpcOptions options;

    /// <summary>Serves a node.</summary>
    public RpcService(RpcBackend backend, RpcOptions options)
    {
        this.options = options;
        methods = StarknetMethods.Create(backend, options);
    }

    /// <summary>The names of the methods that are answered.</summary>
    public IEnumerable<string> MethodNames => methods.All.Select(method => method.Name);

    /// <summary>Answers a request.</summary>
    /// <param name="body">The request, UTF-8 JSON from outside.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The answer, UTF-8 JSON; empty when the request holds only notifications.</returns>
    public async Task<ReadOnlyMemory<byte>> HandleAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        if (body.Length > options.MaxBodyBytes)
        {
            return Answer(default, RpcError.TooLarge(options.MaxBodyBytes));
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException exception)
        {
            return Answer(default, RpcError.ParseError(exception.Message));
        }

        // Not disposed: a call that timed out may still read it, and the collector takes it as well.
        JsonElement root = document.RootElement;
        return root.ValueKind == JsonValueKind.Array
            ? await HandleBatchAsync(root, cancellation).ConfigureAwait(false)
            : await HandleOneAsync(root, cancellation).ConfigureAwait(false);
    }

    private async Task<ReadOnlyMemory<byte>> HandleBatchAsync(JsonElement batch, CancellationToken cancellation)
    {
        int length = batch.GetArrayLength();
        if (length == 0 || length > options.MaxBatch)
        {
            return Answer(default, RpcError.InvalidRequest($"a batch has 1 to {options.MaxBatch} calls, got {length}"));
        }

        List<ReadOnlyMemory<byte>> answers = [];
        foreach (JsonElement call in batch.EnumerateArray())
        {
            ReadOnlyMemory<byte> answer = await HandleOneAsync(call, cancellation).ConfigureAwait(false);
            if (!answer.IsEmpty)
            {
                answers.Add(answer);
            }
        }

        return answers.Count == 0 ? default : Write(writer =>
        {
            writer.WriteStartArray();
            foreach (ReadOnlyMemory<byte> answer in answers)
            {
                writer.WriteRawValue(answer.Span, skipInputValidation: true);
            }

            writer.WriteEndArray();
        });
    }

    private async Task<ReadOnlyMemory<byte>> HandleOneAsync(JsonElement call, CancellationToken cancellation)
    {
        if (call.ValueKind != JsonValueKind.Object ||
            !call.TryGetProperty("method", out JsonElement method) || method.ValueKind != JsonValueKind.String)
        {
            return Answer(default, RpcError.InvalidRequest("expected an object with a method"));
        }

        bool wantsAnswer = call.TryGetProperty("id", out JsonElement id);
        if (wantsAnswer && id.ValueKind is not (JsonValueKind.String or JsonValueKind.Number or JsonValueKind.Null))
        {
            return Answer(default, RpcError.InvalidRequest("an id is a string, a number or null"));
        }

        ReadOnlyMemory<byte> answer = await InvokeAsync(method.GetString()!, call, id, cancellation).ConfigureAwait(false);
        return wantsAnswer ? answer : default;
    }

    private async Task<ReadOnlyMemory<byte>> InvokeAsync(string name, JsonElement call, JsonElement id, CancellationToken cancellation)
    {
        if (methods.Find(name) is not { } method)
        {
            return Answer(id, RpcError.MethodNotFound);
        }

        using CancellationTokenSource bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(options.Timeout);
        try
        {
            RpcParameters parameters = new(call.TryGetProperty("params", out JsonElement given) ? given : default, method.Parameters);
            Task<byte[]> work = Task.Run(() => RunAsync(method, parameters, bounded.Token), CancellationToken.None);
            byte[] result = await work.WaitAsync(bounded.Token).ConfigureAwait(false);
            return Write(writer =>
            {
                WriteHead(writer, id);
                writer.WritePropertyName("result");
                writer.WriteRawValue(result, skipInputValidation: true);
                writer.WriteEndObject();
            });
        }
        catch (RpcFailureException failure)
        {
            return Answer(id, failure.Error);
        }
        catch (OperationCanceledException)
        {
            return Answer(id, RpcError.TimedOut);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // A defect behind the interface must not end the connection or show its insides.
            return Answer(id, RpcError.InternalError);
        }
    }

    private static async Task<byte[]> RunAsync(RpcMethod method, RpcParameters parameters, CancellationToken cancellation)
    {
        ArrayBufferWriter<byte> buffer = new();
        Utf8JsonWriter writer = new(buffer);
        await using (writer.ConfigureAwait(false))
        {
            await method.Handler(parameters, writer, cancellation).ConfigureAwait(false);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static ReadOnlyMemory<byte> Answer(JsonElement id, RpcError error) => Write(writer =>
    {
        WriteHead(writer, id);
        writer.WriteStartObject("error");
        writer.WriteNumber("code", error.Code);
        writer.WriteString("message", error.Message);
        if (error.WriteData is { } data)
        {
            writer.WritePropertyName("data");
            data(writer);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static void WriteHead(Utf8JsonWriter writer, JsonElement id)
    {
        writer.WriteStartObject();
        writer.WriteString("jsonrpc", "2.0");
        writer.WritePropertyName("id");
        if (id.ValueKind is JsonValueKind.Undefined)
        {
            writer.WriteNullValue();
        }
        else
        {
            id.WriteTo(writer);
        }
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            write(writer);
        }

        return buffer.WrittenMemory;
    }
}
