using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Threading;
using Kraken.Dev.Accounts;
using Kraken.Dev.Chain;
using Kraken.Fields;
using Kraken.Rpc.Protocol;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Json;
using Kraken.Starknet.Receipts;

namespace Kraken.Dev.Methods;

/// <summary>Predeployed accounts, balances and minting.</summary>
internal sealed class AccountMethods(DevChain chain, Faucet faucet)
{
    internal ImmutableArray<RpcMethod> All =>
    [
        DevMethod.Of("devnet_getPredeployedAccounts", ["with_balance"], PredeployedAccounts),
        DevMethod.Of("devnet_getAccountBalance", ["address", "unit", "block_id"], AccountBalance),
        DevMethod.Of("devnet_mint", ["address", "amount", "unit"], Mint),
    ];

    private void PredeployedAccounts(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        bool withBalance = call.Flag("with_balance");
        result.WriteStartArray();
        foreach (PredeployedAccount account in chain.Genesis.Accounts)
        {
            result.WriteStartObject();
            result.WriteString("initial_balance", account.Balance.ToString(CultureInfo.InvariantCulture));
            result.WriteFelt("address", account.Address);
            result.WriteFelt("public_key", account.PublicKey);
            result.WriteFelt("private_key", account.PrivateKey!.Value);
            result.WritePropertyName("balance");
            if (withBalance)
            {
                WriteBalances(result, account.Address);
            }
            else
            {
                result.WriteNullValue();
            }

            result.WriteEndObject();
        }

        result.WriteEndArray();
    }

    private void WriteBalances(Utf8JsonWriter result, Felt account)
    {
        result.WriteStartObject();
        foreach ((string name, FeeUnit unit) in (ReadOnlySpan<(string, FeeUnit)>)
            [("eth", FeeUnit.Wei), ("strk", FeeUnit.Fri)])
        {
            result.WriteStartObject(name);
            WriteAmount(result, "amount", Next(unit, account), unit);
            result.WriteEndObject();
        }

        result.WriteEndObject();
    }

    private void AccountBalance(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        Felt address = call.Get("address", static node => node.Felt());
        FeeUnit unit = call.GetOptional("unit", FeeUnit.Fri, TokenUnits.Read);
        BlockId id = call.GetOptional("block_id", BlockId.Latest, BlockIdJson.Read);
        BigInteger balance = id is BlockId.ByTag { Tag: BlockTag.PreConfirmed }
            ? Next(unit, address)
            : BlockNumbers.Find(chain.Store, id) is { } number && chain.Reader.StateAfter(number) is { } state
            ? TokenBalances.Of((contract, key) => state.StorageAt(contract, key), unit, address)
            : throw new RpcFailureException(DevMethod.BlockNotFound);
        result.WriteStartObject();
        WriteAmount(result, "amount", balance, unit);
        result.WriteEndObject();
    }

    private void Mint(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        Felt address = call.Get("address", static node => node.Felt());
        BigInteger amount = call.Get("amount", TokenUnits.ReadAmount);
        FeeUnit unit = call.GetOptional("unit", FeeUnit.Fri, TokenUnits.Read);
        if (faucet.Mint(address, amount, unit, out Felt hash, cancellation) is { } error)
        {
            throw new RpcFailureException(new RpcError(DevMethod.Wildcard, error.Message));
        }

        if (chain.ReceiptOf(hash) is { Status: ExecutionStatus.Reverted, RevertReason: var reason })
        {
            throw new RpcFailureException(new RpcError(DevMethod.Wildcard, "Minting reverted", writer =>
            {
                writer.WriteStartObject();
                writer.WriteFelt("tx_hash", hash);
                writer.WriteString("revert_reason", reason);
                writer.WriteEndObject();
            }));
        }

        result.WriteStartObject();
        WriteAmount(result, "new_balance", Next(unit, address), unit);
        result.WriteFelt("tx_hash", hash);
        result.WriteEndObject();
    }

    // In the state after the block being built.
    private BigInteger Next(FeeUnit unit, Felt holder) => chain.ReadNext(
        state => TokenBalances.Of((contract, key) => state.StorageAt(contract, key), unit, holder));

    private static void WriteAmount(Utf8JsonWriter result, string name, BigInteger amount, FeeUnit unit)
    {
        result.WriteString(name, amount.ToString(CultureInfo.InvariantCulture));
        result.WriteString("unit", TokenUnits.WordOf(unit));
    }
}
