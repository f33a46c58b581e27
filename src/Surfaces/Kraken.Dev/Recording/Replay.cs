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
                throw new DevRefusalException($"the dump: call {index} fails: expected an object, got something else");
            }

            ReadOnlyMemory<byte> answer = service.HandleAsync(calls[call], cancellation).GetAwaiter().GetResult();
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
