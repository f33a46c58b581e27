using System.Text.Json;
using Kraken.Fields;
using Kraken.Rpc.Protocol;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;

namespace Kraken.Rpc.Methods;

/// <summary>Storage, nonces and proofs.</summary>
internal sealed class StateMethods(ChainView view)
{
    // Contracts of the protocol (block hashes, aliases) have storage but no class.
    private static readonly Felt lastSystemContract = 3;

    internal void Register(RpcMethodTable table)
    {
        table.Add("starknet_getStorageAt", ["contract_address", "key", "block_id", "response_flags"], StorageAt);
        table.Add("starknet_getNonce", ["block_id", "contract_address"], Nonce);
        table.Add("starknet_getStorageProof", ["block_id", "class_hashes", "contract_addresses", "contracts_storage_keys"], StorageProof);
    }

    private void StorageAt(RpcParameters call, Utf8JsonWriter result)
    {
        Felt contract = call.Get("contract_address", node => node.Felt());
        Felt key = call.Get("key", node => node.Felt());
        BlockId id = call.Get("block_id", BlockIdJson.Read);
        bool withLastUpdate = ResponseFlags.Has(call, "response_flags", "INCLUDE_LAST_UPDATE_BLOCK");
        IChainState state = view.State(id);
        if (contract > lastSystemContract && state.ClassHashAt(contract).IsZero)
        {
            throw new RpcFailureException(RpcError.ContractNotFound);
        }

        if (withLastUpdate)
        {
            throw new RpcFailureException(RpcError.InvalidParams("response_flags: INCLUDE_LAST_UPDATE_BLOCK is not served by this node"));
        }

        result.WriteFeltValue(state.StorageAt(contract, key));
    }

    private void Nonce(RpcParameters call, Utf8JsonWriter result)
    {
        BlockId id = call.Get("block_id", BlockIdJson.Read);
        Felt contract = call.Get("contract_address", node => node.Felt());
        IChainState state = view.State(id);
        if (state.ClassHashAt(contract).IsZero)
        {
            throw new RpcFailureException(RpcError.ContractNotFound);
        }

        result.WriteFeltValue(state.NonceAt(contract));
    }

    private void StorageProof(RpcParameters call, Utf8JsonWriter result)
    {
        view.Header(call.Get("block_id", BlockIdJson.Read));
        throw new RpcFailureException(RpcError.StorageProofNotSupported);
    }
}
