using System;
using System.Globalization;
using System.Text;
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

    /// <summary>Reads a file and does what it says.</summary>
    /// <exception cref="DevRefusalException">
    /// There is no such file, it is no dump, or one of its calls fails; those before it are done then.
    /// </exception>
    internal void Run(string path, CancellationToken cancellation)
    {
        byte[] bytes = BoundedFile.TryRead(path, CallRecord.DefaultMaxBytes, out _) ?? throw new DevRefusalException(string.Create(
            CultureInfo.InvariantCulture, $"the dump: expected a file that can be read, of at most {CallRecord.DefaultMaxBytes} bytes"));
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(bytes);
        }
        catch (JsonException)
        {
            throw new DevRefusalException("the dump: expected a list of calls as JSON, got something else");
        }

        using (document)
        {
            Run(document.RootElement, cancellation);
        }
    }

    private void Run(JsonElement calls, CancellationToken cancellation)
    {
        if (calls.ValueKind != JsonValueKind.Array || calls.GetArrayLength() > MaxCalls)
        {
            throw new DevRefusalException($"the dump: expected a list of at most {MaxCalls} calls, got something else");
        }

        int index = 0;
        foreach (JsonElement call in calls.EnumerateArray())
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlyMemory<byte> answer = service.HandleAsync(
                Encoding.UTF8.GetBytes(call.GetRawText()), cancellation).GetAwaiter().GetResult();
            if (Failure(answer) is { } failure)
            {
                throw new DevRefusalException($"the dump: call {index} fails: {failure}");
            }

            index++;
        }
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
