using System;
using Kraken.Serialization.Json;

namespace Kraken.Rpc.Client;

/// <summary>The method by which Kraken's nodes tell the commit certificates of their blocks, and its bytes as text.</summary>
public static class CertificateJson
{
    /// <summary>
    /// The method: block_id in; out the block's hash and number, and the certificate as hexadecimal text of its bytes, "0x" for block 0.
    /// </summary>
    public const string Method = "kraken_getCertificate";

    private const string Prefix = "0x";

    // 1024 votes of an address and a signature of at most 128 bytes each, in hexadecimal.
    private const int MaxText = 1 << 20;

    /// <summary>A certificate as the API gives it: hexadecimal with 0x.</summary>
    public static string Text(ReadOnlySpan<byte> certificate) => Prefix + Convert.ToHexStringLower(certificate);

    /// <summary>Reads that text.</summary>
    public static ReadOnlyMemory<byte> Read(JsonNode node)
    {
        string text = node.Text(MaxText);
        try
        {
            if (text.StartsWith(Prefix, StringComparison.Ordinal))
            {
                return Convert.FromHexString(text.AsSpan(Prefix.Length));
            }
        }
        catch (FormatException)
        {
            // Said below.
        }

        node.Fail("bytes as hexadecimal text");
        return default;
    }
}
