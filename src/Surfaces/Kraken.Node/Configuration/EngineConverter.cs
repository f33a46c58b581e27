using System;
using System.Text.Json;
using System.Text.Json.Serialization;
using Kraken.Execution.Native;

namespace Kraken.Node.Configuration;

/// <summary>What runs contracts, as a node's file and its command line write it: "vm", "native" or "both".</summary>
public sealed class EngineConverter : JsonConverter<ExecutionEngine>
{
    private const string Machine = "vm";
    private const string Native = "native";
    private const string Both = "both";

    /// <summary>What is expected, in words.</summary>
    public const string Expected = $"'{Machine}', '{Native}' or '{Both}'";

    /// <summary>Reads the text of an option.</summary>
    public static bool TryParse(string? text, out ExecutionEngine engine)
    {
        engine = text switch
        {
            Native => ExecutionEngine.Native,
            Both => ExecutionEngine.Both,
            _ => ExecutionEngine.Vm,
        };
        return text == NameOf(engine);
    }

    /// <summary>The text of an engine.</summary>
    public static string NameOf(ExecutionEngine engine) => engine switch
    {
        ExecutionEngine.Vm => Machine,
        ExecutionEngine.Native => Native,
        ExecutionEngine.Both => Both,
        _ => throw new ArgumentOutOfRangeException(nameof(engine), engine, "no engine"),
    };

    /// <inheritdoc/>
    public override ExecutionEngine Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? text = reader.TokenType == JsonTokenType.String ? reader.GetString() : reader.TokenType.ToString();
        return TryParse(text, out ExecutionEngine engine)
            ? engine
            : throw new JsonException($"execution: expected {Expected}, got {text}");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ExecutionEngine value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(NameOf(value));
    }
}
