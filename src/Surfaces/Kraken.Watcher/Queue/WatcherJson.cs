using System.Text.Json.Serialization;
using Kraken.Proofs;
using Kraken.Serialization.Json;
using Kraken.Watcher.Following;
using Kraken.Watcher.Ranges;

namespace Kraken.Watcher.Queue;

[JsonSerializable(typeof(ProofJob))]
[JsonSerializable(typeof(JobAttempts))]
[JsonSerializable(typeof(FailedCall))]
[JsonSerializable(typeof(ChainCursor))]
[JsonSerializable(typeof(DifferingBlock))]
[JsonSerializable(typeof(RangeCursor))]
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(FeltJsonConverter)])]
internal sealed partial class WatcherJson : JsonSerializerContext;
