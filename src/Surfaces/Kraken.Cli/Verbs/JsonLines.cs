using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Json;
using Kraken.Serialization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Kraken.Cli.Verbs;

/// <summary>
/// A log line as one JSON object: time (UTC), level, category, event, message, what the message was made of, exception, scopes. Each member
/// is bounded: foreign text in a message cannot fill a disk or end a line.
/// </summary>
/// <param name="options">Whether scopes are told.</param>
internal sealed class JsonLines(IOptions<ConsoleFormatterOptions> options) : ConsoleFormatter(FormatterName)
{
    /// <summary>What the console knows it by.</summary>
    public const string FormatterName = "kraken-json";

    private const int MaxFields = 32;
    private const int MaxScopes = 8;
    private const string Original = "{OriginalFormat}";

    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
            json.WriteString("level", logEntry.LogLevel.ToString().ToLowerInvariant());
            json.WriteString("category", logEntry.Category);
            json.WriteString("event", EventOf(logEntry.EventId, logEntry.State));
            json.WriteString("message", Cut(logEntry.Formatter(logEntry.State, logEntry.Exception)));
            WriteFields(json, logEntry.State);
            if (logEntry.Exception is { } exception)
            {
                json.WriteString("exception", Cut(exception.ToString()));
            }

            if (options.Value.IncludeScopes && scopeProvider is not null)
            {
                WriteScopes(json, scopeProvider);
            }

            json.WriteEndObject();
        }

        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    // Who filters lines filters by what the code says, not by what is put into it.
    private static string EventOf<TState>(EventId id, TState state)
    {
        if (id.Name is { } name)
        {
            return name;
        }

        if (state is IReadOnlyList<KeyValuePair<string, object?>> fields)
        {
            foreach ((string field, object? value) in fields)
            {
                if (field == Original)
                {
                    return Cut(value as string ?? "");
                }
            }
        }

        return id.Id.ToString(CultureInfo.InvariantCulture);
    }

    private static void WriteFields<TState>(Utf8JsonWriter json, TState state)
    {
        if (state is not IReadOnlyList<KeyValuePair<string, object?>> { Count: > 0 } fields)
        {
            return;
        }

        json.WriteStartObject("fields");
        HashSet<string> written = [];
        foreach ((string field, object? value) in fields)
        {
            if (field != Original && written.Count < MaxFields && written.Add(field))
            {
                json.WriteString(field, Cut(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
            }
        }

        json.WriteEndObject();
    }

    private static void WriteScopes(Utf8JsonWriter json, IExternalScopeProvider provider)
    {
        List<string> scopes = [];
        provider.ForEachScope(
            static (scope, all) =>
            {
                if (all.Count < MaxScopes)
                {
                    all.Add(Cut(Convert.ToString(scope, CultureInfo.InvariantCulture) ?? ""));
                }
            },
            scopes);
        json.WriteStartArray("scopes");
        scopes.ForEach(json.WriteStringValue);
        json.WriteEndArray();
    }

    private static string Cut(string text) => text.Length <= ForeignText.MaxText ? text : $"{text[..ForeignText.MaxText]}...";
}
