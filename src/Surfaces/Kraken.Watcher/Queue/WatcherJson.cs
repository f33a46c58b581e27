using System.Text.Json.Serialization;
using Kraken.Watcher.Following;

namespace Kraken.Watcher.Queue;

[JsonSerializable(typeof(ProofJob))]
[JsonSerializable(typeof(ChainCursor))]
[JsonSerializable(typeof(MismatchRecord))]
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(FeltJsonConverter)])]
internal sealed partial class WatcherJson : JsonSerializerContext;
