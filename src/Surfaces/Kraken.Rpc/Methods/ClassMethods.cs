using System.Text.Json;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Rpc.Protocol;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;

namespace Kraken.Rpc.Methods;

/// <summary>Classes.</summary>
internal sealed class ClassMethods(ChainView view)
{
    internal void Register(RpcMethodTable table)
    {
        table.Add("starknet_getClass", ["block_id", "class_hash"], Class);
        table.Add("starknet_getClassHashAt", ["block_id", "contract_address"], (call, result) => result.WriteFeltValue(
            view.ClassHashAt(call.Get("block_id", BlockIdJson.Read), call.Get("contract_address", node => node.Felt()))));
        table.Add("starknet_getClassAt", ["block_id", "contract_address"], ClassAt);
        table.Add("starknet_getCompiledCasm", ["class_hash"], CompiledCasm);
    }

    private void Class(RpcParameters call, Utf8JsonWriter result)
    {
        BlockId id = call.Get("block_id", BlockIdJson.Read);
        Felt classHash = call.Get("class_hash", node => node.Felt());
        if (!view.State(id).IsDeclared(classHash))
        {
            throw new RpcFailureException(RpcError.ClassHashNotFound);
        }

        SierraClassJson.Write(result, Find(classHash));
    }

    private void ClassAt(RpcParameters call, Utf8JsonWriter result) => SierraClassJson.Write(
        result, Find(view.ClassHashAt(call.Get("block_id", BlockIdJson.Read), call.Get("contract_address", node => node.Felt()))));

    private void CompiledCasm(RpcParameters call, Utf8JsonWriter result)
    {
        Felt classHash = call.Get("class_hash", node => node.Felt());
        CasmClassJson.Write(result, view.Chain.CompiledClassOf(classHash) ?? throw new RpcFailureException(RpcError.ClassHashNotFound));
    }

    private SierraClass Find(Felt classHash) => view.Chain.ClassOf(classHash) ?? throw new RpcFailureException(RpcError.ClassHashNotFound);
}
