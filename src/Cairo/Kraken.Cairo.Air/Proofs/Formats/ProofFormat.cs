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

    /// <summary>
    /// The binary format with what the prover knows of the openings: the queries as drawn, all opened nodes and values. Files of it are
    /// told apart from <see cref="Binary"/> only by reading them.
    /// </summary>
    ExtendedBinary,

    /// <summary>
    /// The binary format without compression, behind a mark: a fifth larger, and read in a thirtieth of the time. It stays among
    /// programs of this project.
    /// </summary>
    UnpackedBinary,
}
