using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using Kraken.Dev.Chain;
using Kraken.Rpc;
using Kraken.Serialization.Json;
using Kraken.Storage.Files;

namespace Kraken.Dev.Recording;

/// <summary>Does again what a dump says was done, by the methods that did it.</summary>
/// <param name="service">Answers the calls.</param>
internal sealed class Replay(RpcService service)
{
    private const int ShownCharacters = 500;

    /// <summary>Reads a file: nothing is done yet.</summary>
    /// <exception cref="DevRefusalException">There is no such file, or it is no list of calls.</exception>
    internal static byte[] Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new DevRefusalException("the dump: expected a file, got a path where the file does not exist");
        }

        byte[] bytes = BoundedFile.TryRead(path, CallRecord.DefaultMaxBytes, out _) ?? throw new DevRefusalException(string.Create(
            CultureInfo.InvariantCulture, $"the dump: expected a file that can be read, of at most {CallRecord.DefaultMaxBytes} bytes"));
        DumpText.Check(bytes);
        return bytes;
    }

    /// <summary>Does what a file says that was read.</summary>
    /// <exception cref="DevRefusalException">One of its calls fails; those before it are done then.</exception>
    internal void Run(ReadOnlyMemory<byte> calls, CancellationToken cancellation)
    {
        int index = 0;
        int at = 0;
        while (DumpText.Next(calls.Span, ref at) is { } call)
        {
            cancellation.ThrowIfCancellationRequested();
            if (calls.Span[call.Start.Value] != (byte)'{')
            {
                throw Failed(index, default, "expected an object, got something else");
            }

            ReadOnlyMemory<byte> answer = service.HandleAsync(calls[call], cancellation).GetAwaiter().GetResult();
            if (Failure(answer) is { } failure)
            {
                throw Failed(index, calls[call], failure);
            }

            index++;
        }
    }

    /// <summary>Takes the calls of a file that was read as done, since the chain has them.</summary>
    /// <param name="calls">The file.</param>
    /// <param name="record">Gets them.</param>
    /// <param name="settings">What was set before them.</param>
    /// <returns>What is set after them.</returns>
    /// <exception cref="DevRefusalException">One of them is none; the record has those before it then.</exception>
    internal static RecordedSettings Resume(ReadOnlyMemory<byte> calls, CallRecord record, RecordedSettings settings)
    {
        int index = 0;
        int at = 0;
        while (DumpText.Next(calls.Span, ref at) is { } call)
        {
            using JsonDocument read = JsonDocument.Parse(calls[call]);
            if (MethodOf(read.RootElement) is not { } method)
            {
                throw Failed(index, default, "expected an object with a method, got something else");
            }

            try
            {
                settings = settings.After(method, read.RootElement);
            }
            catch (DevRefusalException refusal)
            {
                throw Failed(index, calls[call], refusal.Message);
            }

            record.Add(calls.Span[call]);
            index++;
        }

        return settings;
    }

    private static DevRefusalException Failed(int index, ReadOnlyMemory<byte> call, string reason)
    {
        string method = string.Empty;
        if (!call.IsEmpty)
        {
            using JsonDocument read = JsonDocument.Parse(call);
            method = $" ({Shorten(MethodOf(read.RootElement) ?? "no method")})";
        }

        return new DevRefusalException(string.Create(
            CultureInfo.InvariantCulture, $"the dump: call {index}{method} fails: {Shorten(reason)}"));
    }

    private static string? MethodOf(JsonElement call) =>
        JsonText.TryGet(call, "method", out JsonElement method) && JsonText.TryRead(method, out string name) ? name : null;

    // The error's code, message and data, in words: it is told within another message.
    private static string? Failure(ReadOnlyMemory<byte> answer)
    {
        if (answer.IsEmpty)
        {
            return null;
        }

        using JsonDocument read = JsonDocument.Parse(answer);
        if (!read.RootElement.TryGetProperty("error", out JsonElement error))
        {
            return null;
        }

        string text = $"{error.GetProperty("code").GetRawText()} {error.GetProperty("message").GetString()}";
        return error.TryGetProperty("data", out JsonElement data) ? $"{text}: {Words(data)}" : text;
    }

    private static string Words(JsonElement data) => data.ValueKind switch
    {
        JsonValueKind.String => data.GetString()!,
        JsonValueKind.Object => string.Join(", ", data.EnumerateObject().Select(member => $"{member.Name} {Words(member.Value)}")),
        JsonValueKind.Array => string.Join(", ", data.EnumerateArray().Select(Words)),
        _ => data.GetRawText(),
    };

    private static string Shorten(string text) => text.Length <= ShownCharacters ? text : text[..ShownCharacters];
}
