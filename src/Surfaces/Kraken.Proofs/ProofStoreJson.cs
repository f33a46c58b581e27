using System.Text.Json.Serialization;
using Kraken.Proofs.Ranges;
using Kraken.Serialization.Json;

namespace Kraken.Proofs;

[JsonSerializable(typeof(WatcherStatus))]
[JsonSerializable(typeof(RangeManifest))]
[JsonSerializable(typeof(UnprovedBlock))]
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(FeltJsonConverter)])]
internal sealed partial class ProofStoreJson : JsonSerializerContext;
