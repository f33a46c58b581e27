using System.Globalization;
using System.Text.Json;
using Kraken.Rpc.Protocol;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;

namespace Kraken.Rpc.Methods;

/// <summary>What the node is and how far it has come.</summary>
internal sealed class NodeMethods(RpcBackend backend, RpcOptions options)
{
    internal void Register(RpcMethodTable table)
    {
        table.Add("starknet_specVersion", [], (call, result) =>
            result.WriteStringValue(call.Version?.Number ?? options.SpecVersion));
        table.Add("starknet_chainId", [], (_, result) => result.WriteFeltValue(backend.Chain.ChainId.Value));
        table.Add("starknet_syncing", [], Syncing);
        table.Add("starknet_blockNumber", [], (_, result) => result.WriteNumberValue(Latest().Number));
        table.Add("starknet_blockHashAndNumber", [], BlockHashAndNumber);
        if (!backend.DevelopmentAccounts.IsEmpty)
        {
            table.Add("devnet_getPredeployedAccounts", ["with_balance"], PredeployedAccounts);
        }
    }

    private BlockHeader Latest() => backend.Chain.Latest ?? throw new RpcFailureException(RpcError.NoBlocks);

    private void BlockHashAndNumber(RpcParameters call, Utf8JsonWriter result)
    {
        BlockHeader latest = Latest();
        result.WriteStartObject();
        result.WriteFelt("block_hash", latest.Hash);
        result.WriteNumber("block_number", latest.Number);
        result.WriteEndObject();
    }

    private void Syncing(RpcParameters call, Utf8JsonWriter result)
    {
        if (backend.Chain.Syncing is not { } progress)
        {
            result.WriteBooleanValue(false);
            return;
        }

        result.WriteStartObject();
        result.WriteFelt("starting_block_hash", progress.StartingHash);
        result.WriteNumber("starting_block_num", progress.StartingNumber);
        result.WriteFelt("current_block_hash", progress.CurrentHash);
        result.WriteNumber("current_block_num", progress.CurrentNumber);
        result.WriteFelt("highest_block_hash", progress.HighestHash);
        result.WriteNumber("highest_block_num", progress.HighestNumber);
        result.WriteEndObject();
    }

    private void PredeployedAccounts(RpcParameters call, Utf8JsonWriter result)
    {
        result.WriteStartArray();
        foreach (PredeployedAccount account in backend.DevelopmentAccounts)
        {
            result.WriteStartObject();
            result.WriteFelt("address", account.Address);
            result.WriteFelt("public_key", account.PublicKey);
            if (account.PrivateKey is { } key)
            {
                result.WriteFelt("private_key", key);
            }

            result.WriteString("initial_balance", account.Balance.ToString(CultureInfo.InvariantCulture));
            result.WriteEndObject();
        }

        result.WriteEndArray();
    }
}
