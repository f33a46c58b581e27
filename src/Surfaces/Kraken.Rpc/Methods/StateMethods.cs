using System.Text.Json;
using System.Threading;
using Kraken.Fields;
using Kraken.Rpc.Protocol;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Json;

namespace Kraken.Rpc.Methods;

/// <summary>Storage, nonces and proofs.</summary>
internal sealed class StateMethods(ChainView view, ITransactionSubmitter? submitter)
{
    // Contracts of the protocol (block hashes, aliases) have storage but no class.
    private static readonly Felt LastSystemContract = 3;

    internal void Register(RpcMethodTable table)
    {
        table.Add("starknet_getStorageAt", ["contract_address", "key", "block_id", "response_flags"], StorageAt);
        table.Add("starknet_getNonce", ["block_id", "contract_address"], Nonce);
        table.AddRunning(
            "starknet_getStorageProof", ["block_id", "class_hashes", "contract_addresses", "contracts_storage_keys"], StorageProof);
    }

    private void StorageAt(RpcParameters call, Utf8JsonWriter result)
    {
        Felt contract = call.Get("contract_address", node => node.Felt());
        Felt key = call.Get("key", node => node.Felt());
        BlockId id = call.Get("block_id", BlockIdJson.Read);
        bool withLastUpdate = ResponseFlags.IncludeLastUpdateBlock(call);
        IChainState state = view.Take().State(id);
        if (contract > LastSystemContract && state.ClassHashAt(contract).IsZero)
        {
            throw new RpcFailureException(RpcError.ContractNotFound);
        }

        if (!withLastUpdate)
        {
            result.WriteFeltValue(state.StorageAt(contract, key));
            return;
        }

        result.WriteStartObject();
        result.WriteFelt("value", state.StorageAt(contract, key));
        result.WriteNumber("last_update_block", state.LastUpdateOf(contract, key) ?? 0);
        result.WriteEndObject();
    }

    private void Nonce(RpcParameters call, Utf8JsonWriter result)
    {
        BlockId id = call.Get("block_id", BlockIdJson.Read);
        Felt contract = call.Get("contract_address", node => node.Felt());
        if (!ChainSnapshot.IsPreConfirmed(id) || submitter is null)
        {
            result.WriteFeltValue(NonceIn(view.Take().State(id), contract));
            return;
        }

        // A block may take transactions from the pool between the two looks; then both are taken again.
        ChainSnapshot before = view.Take();
        while (true)
        {
            Felt nonce = NonceIn(before.State(id), contract);
            Felt next = nonce.TryToUInt64(out ulong number) ? submitter.NextNonce(contract, number) : nonce;
            ChainSnapshot after = view.Take();
            if (after.Latest.Number == before.Latest.Number)
            {
                result.WriteFeltValue(next);
                return;
            }

            before = after;
        }
    }

    private static Felt NonceIn(IChainState state, Felt contract) => state.ClassHashAt(contract).IsZero
        ? throw new RpcFailureException(RpcError.ContractNotFound)
        : state.NonceAt(contract);

    private void StorageProof(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        BlockId id = call.Get("block_id", DecidedBlockId.Read);
        StorageProofQuery query = new(
            call.GetOptional("class_hashes", [], StorageProofJson.ReadKeys),
            call.GetOptional("contract_addresses", [], StorageProofJson.ReadKeys),
            call.GetOptional("contracts_storage_keys", [], StorageProofJson.ReadContractKeys));
        if (query.KeyCount > StorageProofQuery.MaxKeys)
        {
            throw new RpcFailureException(RpcError.InvalidParams(
                $"params: expected at most {StorageProofQuery.MaxKeys} keys in all, got {query.KeyCount}"));
        }

        ChainSnapshot chain = view.Take();
        Felt blockHash = chain.Header(id).Hash;
        try
        {
            StorageProofJson.Write(
                result,
                chain.State(id).Prove(query, blockHash, cancellation)
                    ?? throw new RpcFailureException(RpcError.StorageProofNotSupported("this node keeps no tries")));
        }
        catch (StateNotHeldException gone)
        {
            throw new RpcFailureException(RpcError.StorageProofNotSupported(gone.Message));
        }
    }
}
