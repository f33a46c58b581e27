using System;
using Kraken.Serialization;

namespace Kraken.Consensus.Engine.Messages;

/// <summary>The form in which blocks carry their certificates: the algorithm's tag, then its own encoding.</summary>
public static class CertificateCodec
{
    /// <summary>The bytes of a certificate.</summary>
    public static byte[] Encode(IConsensusAlgorithm algorithm, Certificate certificate)
    {
        ByteWriter writer = new();
        Write(writer, algorithm, certificate);
        return writer.ToArray();
    }

    /// <summary>
    /// Reads a certificate of the algorithm; null when the bytes are not exactly one. Signatures are not checked. Never throws.
    /// </summary>
    public static Certificate? Decode(ReadOnlySpan<byte> bytes, IConsensusAlgorithm algorithm)
    {
        ByteReader reader = new(bytes);
        Certificate? certificate = Read(ref reader, algorithm);
        return reader.Succeeded ? certificate : null;
    }

    internal static void Write(ByteWriter writer, IConsensusAlgorithm algorithm, Certificate certificate)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        writer.Byte((byte)algorithm.Tag);
        algorithm.Write(writer, certificate);
    }

    internal static Certificate? Read(ref ByteReader reader, IConsensusAlgorithm algorithm) =>
        reader.Byte() == (byte)algorithm.Tag ? algorithm.ReadCertificate(ref reader) : null;
}
