using System.Text.Json.Serialization;

namespace Kraken.Proofs;

[JsonSerializable(typeof(ProofManifest))]
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class ProofStoreJson : JsonSerializerContext;
