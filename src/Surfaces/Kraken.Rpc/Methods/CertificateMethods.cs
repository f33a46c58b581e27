using System;
using System.Text.Json;
using Kraken.Rpc.Client;
using Kraken.Rpc.Protocol;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;

namespace Kraken.Rpc.Methods;

/// <summary>What Kraken's nodes tell beside the specification: the commit certificates of their blocks.</summary>
/// <param name="view">The chain.</param>
/// <param name="certificates">The certificate of a height; null on a node that keeps none.</param>
internal sealed class CertificateMethods(ChainView view, Func<ulong, byte[]?>? certificates)
{
    internal void Register(RpcMethodTable table)
    {
        if (certificates is not null)
        {
            table.Add(CertificateJson.Method, ["block_id"], Certificate);
        }
    }

    private void Certificate(RpcParameters call, Utf8JsonWriter result)
    {
        BlockHeader header = view.Take().Header(call.Get("block_id", DecidedBlockId.Read));
        result.WriteStartObject();
        result.WriteFelt("block_hash", header.Hash);
        result.WriteNumber("block_number", header.Number);
        result.WriteString("certificate", CertificateJson.Text(certificates!(header.Number) ?? []));
        result.WriteEndObject();
    }
}
