using System.Text.Json.Serialization;

namespace Kraken.Proofs.Ranges;

/// <summary>Of what the memory in a manifest is the most.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProofMemory>))]
public enum ProofMemory
{
    /// <summary>Since the process began: a proof behind a larger one has that one's. Manifests that say nothing mean this.</summary>
    [JsonStringEnumMemberName("process")]
    Process,

    /// <summary>While this proof was made, by the system's own count.</summary>
    [JsonStringEnumMemberName("proof")]
    Proof,

    /// <summary>While this proof was made, of samples: what came and went between two is not seen.</summary>
    [JsonStringEnumMemberName("samples")]
    Samples,
}
