using System.Text.Json.Serialization;

namespace Kraken.Watcher.Ranges;

[JsonSerializable(typeof(RangeCursor))]
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
internal sealed partial class WatcherJson : JsonSerializerContext;
