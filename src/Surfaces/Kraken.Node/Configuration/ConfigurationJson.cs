using System;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Kraken.Node.Configuration.FirstBlock;
using Kraken.Serialization.Json;
using Kraken.Starknet.Limits;

namespace Kraken.Node.Configuration;

[JsonSerializable(typeof(GenesisFile))]
[JsonSerializable(typeof(NodeFile))]
[JsonSerializable(typeof(ChainLimits))]
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    Converters = [typeof(FeltJsonConverter), typeof(AmountJsonConverter)],
    RespectNullableAnnotations = true)]
internal sealed partial class ConfigurationJson : JsonSerializerContext
{
    public static T Parse<T>(byte[] json, string name, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new InvalidDataException($"{name}: expected an object, got null");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{name}: {Problem(json, type, error)}", error);
        }
    }

    private static string Problem(byte[] json, JsonTypeInfo type, JsonException error)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return ConfigurationShape.FindProblem(document.RootElement, type)
                ?? (error.Path is null or "$" ? error.Message : $"{error.Path}: {error.Message}");
        }
        catch (InvalidOperationException)
        {
            return "expected Unicode texts, got half a surrogate pair";
        }
        catch (JsonException exception)
        {
            return json.Length == 0
                ? "expected an object, got an empty file"
                : $"expected JSON, got what is none at line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}: "
                    + exception.Message;
        }
    }

    public static void Write<T>(string path, T value, JsonTypeInfo<T> type)
    {
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write);
        JsonSerializer.Serialize(file, value, type);
    }
}
