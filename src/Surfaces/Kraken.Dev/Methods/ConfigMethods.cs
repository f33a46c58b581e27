using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Text.Json;
using System.Threading;
using Kraken.Dev.Chain;
using Kraken.Rpc.Protocol;
using Kraken.Serialization.Json;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Limits;

namespace Kraken.Dev.Methods;

/// <summary>How the chain was started, in the words of starknet-devnet.</summary>
internal sealed class ConfigMethods(DevChain chain, DevOptions options)
{
    internal ImmutableArray<RpcMethod> All => [DevMethod.Of("devnet_getConfig", [], Config)];

    private void Config(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        result.WriteStartObject();
        result.WriteNumber("seed", options.Seed);
        result.WriteNumber("total_accounts", options.Accounts);
        result.WriteFelt("account_contract_class_hash", chain.Genesis.AccountClass);
        result.WriteString("predeployed_accounts_initial_balance", options.InitialBalance.ToString(CultureInfo.InvariantCulture));
        WriteNullable(result, "start_time", options.StartTime);
        GasPriceFields.Write(result, chain.Prices);
        result.WriteString("chain_id", chain.Rules.Chain.ChainId.Name);
        WriteNullable(result, "dump_on", options.DumpOn == DumpTime.Never ? null : options.DumpOn.ToString().ToLowerInvariant());
        WriteNullable(result, "dump_path", options.DumpPath is { } path ? Path.GetFileName(path) : null);
        WriteGeneration(result);
        result.WriteBoolean("lite_mode", false);
        result.WriteString("proof_mode", "none");
        result.WriteString("state_archive", "full");
        result.WriteStartObject("fork_config");
        WriteNullable(result, "url", options.Fork?.Shown);
        WriteNullable(result, "block_number", chain.Fork?.Header.Number);
        result.WriteEndObject();
        result.WriteFelt("eth_erc20_class_hash", ChainContracts.FeeToken.ClassHash);
        result.WriteFelt("strk_erc20_class_hash", ChainContracts.FeeToken.ClassHash);
        WriteClassSizes(result);
        WriteServer(result);
        result.WriteEndObject();
    }

    private void WriteGeneration(Utf8JsonWriter result)
    {
        result.WritePropertyName("block_generation_on");
        if (options.BlockGeneration.Seconds is { } seconds)
        {
            result.WriteStartObject();
            result.WriteNumber("interval", seconds);
            result.WriteEndObject();
        }
        else
        {
            result.WriteStringValue(options.BlockGeneration.ToString());
        }
    }

    private void WriteClassSizes(Utf8JsonWriter result)
    {
        ClassBounds bounds = chain.Rules.Limits.Class;
        result.WriteStartObject("class_size_config");
        result.WriteNumber("maximum_contract_class_size", bounds.MaxJsonBytes);
        result.WriteNumber("maximum_contract_bytecode_size", bounds.MaxBytecodeFelts);
        result.WriteNumber("maximum_sierra_length", bounds.MaxSierraFelts);
        result.WriteEndObject();
    }

    private void WriteServer(Utf8JsonWriter result)
    {
        result.WriteStartObject("server_config");
        result.WriteString("host", options.Host);
        result.WriteNumber("port", options.Port);
        result.WriteNumber("timeout", options.TimeoutSeconds);
        result.WritePropertyName("restricted_methods");
        if (options.RestrictedMethods.IsEmpty)
        {
            result.WriteNullValue();
        }
        else
        {
            result.WriteStartArray();
            foreach (string method in options.RestrictedMethods)
            {
                result.WriteStringValue(method);
            }

            result.WriteEndArray();
        }

        result.WriteEndObject();
    }

    private static void WriteNullable(Utf8JsonWriter result, string name, string? value)
    {
        if (value is null)
        {
            result.WriteNull(name);
        }
        else
        {
            result.WriteString(name, value);
        }
    }

    private static void WriteNullable(Utf8JsonWriter result, string name, ulong? value)
    {
        if (value is { } number)
        {
            result.WriteNumber(name, number);
        }
        else
        {
            result.WriteNull(name);
        }
    }
}
