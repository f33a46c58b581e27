using System;
using System.Globalization;
using System.IO;
using System.Text.Json;
using System.Threading;
using Kraken.Dev.Chain;
using Kraken.Rpc;
using Kraken.Storage.Files;

namespace Kraken.Dev.Recording;

/// <summary>Does again what a dump says was done, by the methods that did it.</summary>
/// <param name="service">Answers the calls.</param>
internal sealed class Replay(RpcService service)
{
    /// <summary>The most calls of a dump.</summary>
    internal const int MaxCalls = 1_000_000;

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
        Check(bytes);
        return bytes;
    }

    /// <summary>Does what a file says that was read.</summary>
    /// <exception cref="DevRefusalException">One of its calls fails; those before it are done then.</exception>
    internal void Run(ReadOnlyMemory<byte> calls, CancellationToken cancellation)
    {
        int index = 0;
        int at = 0;
        while (Next(calls.Span, ref at) is { } call)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlyMemory<byte> answer = service.HandleAsync(calls[call], cancellation).GetAwaiter().GetResult();
            if (Failure(answer) is { } failure)
            {
                throw new DevRefusalException($"the dump: call {index} fails: {failure}");
            }

            index++;
        }
    }

    // A token takes two bytes of a file and six times as much where it is kept: so none is, and a call is a piece of the file.
    private static void Check(ReadOnlySpan<byte> calls)
    {
        Utf8JsonReader reader = new(calls);
        int count = 0;
        try
        {
            reader.Read();
            bool isList = reader.TokenType == JsonTokenType.StartArray;
            while (reader.Read())
            {
                count += reader.CurrentDepth == 1 && reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject) ? 1 : 0;
            }

            if (isList && count <= MaxCalls)
            {
                return;
            }
        }
        catch (JsonException)
        {
            throw new DevRefusalException("the dump: expected a list of calls as JSON, got something else");
        }

        throw new DevRefusalException($"the dump: expected a list of at most {MaxCalls} calls, got something else");
    }

    // The next call of a list that was checked; null at its end.
    private static Range? Next(ReadOnlySpan<byte> calls, ref int at)
    {
        at = at == 0 ? calls.IndexOf((byte)'[') + 1 : at;
        int start = at + calls[at..].IndexOfAnyExcept(", \t\r\n"u8);
        if (calls[start] == (byte)']')
        {
            return null;
        }

        Utf8JsonReader reader = new(calls[start..]);
        reader.Read();
        reader.Skip();
        at = start + (int)reader.BytesConsumed;
        return start..at;
    }

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

        string text = error.GetRawText();
        return text.Length <= ShownCharacters ? text : text[..ShownCharacters];
    }
}
