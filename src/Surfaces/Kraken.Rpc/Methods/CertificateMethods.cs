using System;
using System.Text.Json;
using Kraken.Rpc.Protocol;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;

namespace Kraken.Rpc.Methods;

/// <summary>What Kraken's nodes tell beside the specification: the commit certificates of their blocks.</summary>
/// <param name="view">The chain.</param>
/// <param name="certificates">The certificate of a height; null on a node that keeps none.</param>
internal sealed class CertificateMethods(ChainView view, Func<ulong, byte[]?>? certificates)
{
    /// <summary>
    /// The method: block_id in; out the block's hash and number, and the certificate as hexadecimal text of its bytes, "0x" for block 0.
    /// </summary>
    internal const string Name = "kraken_getCertificate";

    // 1024 votes of an address and a signature of at most 128 bytes each, in hexadecimal.
    private const int MaxText = 1 << 20;

    internal void Register(RpcMethodTable table)
    {
        if (certificates is not null)
        {
            table.Add(Name, ["block_id"], Certificate);
        }
    }

    /// <summary>Reads the certificate of an answer.</summary>
    internal static ReadOnlyMemory<byte> Read(JsonNode node)
    {
        string text = node.Text(MaxText);
        try
        {
            if (text.StartsWith("0x", StringComparison.Ordinal))
            {
                return Convert.FromHexString(text.AsSpan(2));
            }
        }
        catch (FormatException)
        {
            // Said below.
        }

        node.Fail("bytes as hexadecimal text");
        return default;
    }

    private void Certificate(RpcParameters call, Utf8JsonWriter result)
    {
        BlockId id = call.Get("block_id", BlockIdJson.Read);
        if (ChainView.IsPreConfirmed(id))
        {
            throw new RpcFailureException(RpcError.BlockNotFound);
        }

        BlockHeader header = view.Header(id);
        result.WriteStartObject();
        result.WriteFelt("block_hash", header.Hash);
        result.WriteNumber("block_number", header.Number);
        result.WriteString("certificate", $"0x{Convert.ToHexStringLower(certificates!(header.Number) ?? [])}");
        result.WriteEndObject();
    }
}
