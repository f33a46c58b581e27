using System.Text.Json;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Rpc.Protocol;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Json;

namespace Kraken.Rpc.Methods;

/// <summary>Classes.</summary>
internal sealed class ClassMethods(ChainView view)
{
    internal void Register(RpcMethodTable table)
    {
        table.Add("starknet_getClass", ["block_id", "class_hash"], Class);
        table.Add("starknet_getClassHashAt", ["block_id", "contract_address"], (call, result) => result.WriteFeltValue(
            view.Take().ClassHashAt(call.Get("block_id", BlockIdJson.Read), call.Get("contract_address", node => node.Felt()))));
        table.Add("starknet_getClassAt", ["block_id", "contract_address"], ClassAt);
        table.Add("starknet_getCompiledCasm", ["class_hash"], CompiledCasm);
    }

    private void Class(RpcParameters call, Utf8JsonWriter result)
    {
        BlockId id = call.Get("block_id", BlockIdJson.Read);
        Felt classHash = call.Get("class_hash", node => node.Felt());
        ChainSnapshot chain = view.Take();
        if (!chain.State(id).IsDeclared(classHash))
        {
            throw new RpcFailureException(RpcError.ClassHashNotFound);
        }

        Write(result, chain, classHash);
    }

    private void ClassAt(RpcParameters call, Utf8JsonWriter result)
    {
        BlockId id = call.Get("block_id", BlockIdJson.Read);
        Felt contract = call.Get("contract_address", node => node.Felt());
        ChainSnapshot chain = view.Take();
        Write(result, chain, chain.ClassHashAt(id, contract));
    }

    private static void Write(Utf8JsonWriter result, ChainSnapshot chain, Felt classHash)
    {
        if (chain.DeprecatedClassOf(classHash) is { } deprecated)
        {
            DeprecatedClassJson.Write(result, deprecated);
        }
        else
        {
            SierraClassJson.Write(result, chain.ClassOf(classHash));
        }
    }

    private void CompiledCasm(RpcParameters call, Utf8JsonWriter result) =>
        CasmClassJson.Write(result, view.Take().CompiledClassOf(call.Get("class_hash", node => node.Felt())));
}
