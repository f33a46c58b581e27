namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>The formats of a proof file.</summary>
public enum ProofFormat
{
    /// <summary>A JSON array of hexadecimal felts, the serialisation of Cairo programs; for verifiers written in Cairo.</summary>
    CairoSerde,

    /// <summary>A JSON object.</summary>
    Json,

    /// <summary>bincode 1.3 of the object, compressed with bzip2.</summary>
    Binary,
}
