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
            // The serializer names the place in messages of its own only.
            bool hasPlace = error.Path is null || error.Message.Contains("Path:", StringComparison.Ordinal);
            throw new InvalidDataException($"{name}: {(hasPlace ? "" : $"{error.Path}: ")}{error.Message}", error);
        }
    }

    public static void Write<T>(string path, T value, JsonTypeInfo<T> type)
    {
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write);
        JsonSerializer.Serialize(file, value, type);
    }
}
