using System.Text.Json.Serialization;
using Kraken.Proofs.Checking;

namespace Kraken.Proofs;

[JsonSerializable(typeof(ProofManifest))]
[JsonSerializable(typeof(PublicInputs))]
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class ProofStoreJson : JsonSerializerContext;
