using System.Text.Json.Serialization;
using Kraken.Farm.Witnesses;
using Kraken.Serialization.Json;

namespace Kraken.Farm.Jobs;

[JsonSerializable(typeof(RangeJob))]
[JsonSerializable(typeof(RangeVerdict))]
[JsonSerializable(typeof(EmbeddedEntry))]
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    IgnoreReadOnlyProperties = true,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true,
    Converters = [typeof(FeltJsonConverter)])]
internal sealed partial class FarmJson : JsonSerializerContext;
