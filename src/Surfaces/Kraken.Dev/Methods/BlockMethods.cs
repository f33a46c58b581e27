using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Threading;
using Kraken.Dev.Chain;
using Kraken.Dev.Messages;
using Kraken.Fields;
using Kraken.Rpc.Protocol;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Json;

namespace Kraken.Dev.Methods;

/// <summary>Making blocks, taking them back, their time and their prices.</summary>
internal sealed class BlockMethods(DevChain chain, Postman postman)
{
    private const int MaxSnapshotLength = 18;

    internal ImmutableArray<RpcMethod> All =>
    [
        DevMethod.Of("devnet_createBlock", [], CreateBlock),
        DevMethod.Of("devnet_abortBlocks", ["starting_block_id"], AbortBlocks),
        DevMethod.Of("devnet_acceptOnL1", ["starting_block_id"], AcceptOnL1),
        DevMethod.Of("devnet_setTime", ["time", "generate_block"], SetTime),
        DevMethod.Of("devnet_increaseTime", ["time"], IncreaseTime),
        DevMethod.Of("devnet_setGasPrice", [.. GasPriceFields.Names, "generate_block"], SetGasPrice),
        DevMethod.Silent("devnet_restart", ["restart_l1_to_l2_messaging"], Restart),
        DevMethod.Of("kraken_snapshot", [], TakeSnapshot),
        DevMethod.Of("kraken_revert", ["snapshot_id"], RevertTo),
    ];

    private void CreateBlock(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        result.WriteStartObject();
        result.WriteFelt("block_hash", chain.CreateBlock().Hash);
        result.WriteEndObject();
    }

    private void AbortBlocks(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        BlockId id = call.Get("starting_block_id", BlockIdJson.Read);
        bool isPreConfirmed = id is BlockId.ByTag { Tag: BlockTag.PreConfirmed };
        ImmutableArray<Felt> aborted = chain.Abort(
            () => BlockNumbers.Find(chain.Store, id)
                ?? throw new RpcFailureException(new RpcError(DevMethod.Wildcard, "No block found")),
            isPreConfirmed);
        WriteHashes(result, "aborted", aborted);
    }

    private void AcceptOnL1(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        BlockId id = call.Get("starting_block_id", BlockIdJson.Read);
        try
        {
            WriteHashes(result, "accepted", chain.AcceptOnL1(() => id switch
            {
                BlockId.ByTag { Tag: BlockTag.PreConfirmed } =>
                    throw new DevRefusalException("Pre-confirmed block cannot be accepted on L1"),
                BlockId.ByTag { Tag: BlockTag.L1Accepted } => chain.AcceptedOnL1,
                _ => BlockNumbers.Find(chain.Store, id),
            }));
        }
        catch (DevRefusalException refusal)
        {
            throw new RpcFailureException(new RpcError(DevMethod.Wildcard, refusal.Message));
        }
    }

    private static void WriteHashes(Utf8JsonWriter result, string name, ImmutableArray<Felt> hashes)
    {
        result.WriteStartObject();
        result.WriteStartArray(name);
        foreach (Felt hash in hashes)
        {
            result.WriteFeltValue(hash);
        }

        result.WriteEndArray();
        result.WriteEndObject();
    }

    private void SetTime(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        ulong time = call.Get("time", ReadTime);
        BlockHeader? block = chain.SetTime(time, call.Flag("generate_block", absent: true));
        result.WriteStartObject();
        result.WriteNumber("block_timestamp", time);
        result.WritePropertyName("block_hash");
        if (block is null)
        {
            result.WriteNullValue();
        }
        else
        {
            result.WriteFeltValue(block.Hash);
        }

        result.WriteEndObject();
    }

    private void IncreaseTime(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        ulong time = call.Get("time", ReadTime);
        BlockHeader block = chain.IncreaseTime(time);
        result.WriteStartObject();
        result.WriteNumber("timestamp_increased_by", time);
        result.WriteFelt("block_hash", block.Hash);
        result.WriteEndObject();
    }

    private void SetGasPrice(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        UInt128?[] given = [.. Array.ConvertAll(
            GasPriceFields.Names, name => call.GetOptional(name, (UInt128?)null, node => GasPriceFields.Read(node)))];
        GasPrices prices = chain.SetPrices(
            old => GasPriceFields.Change(old, (name, before) => given[Array.IndexOf(GasPriceFields.Names, name)] ?? before),
            call.Flag("generate_block"));
        result.WriteStartObject();
        GasPriceFields.Write(result, prices);
        result.WriteEndObject();
    }

    private void Restart(RpcParameters call, CancellationToken cancellation)
    {
        bool unloads = call.Flag("restart_l1_to_l2_messaging");
        chain.Restart();
        postman.Restart(unloads);
    }

    private void TakeSnapshot(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        result.WriteStartObject();
        result.WriteString("snapshot_id", string.Create(CultureInfo.InvariantCulture, $"0x{chain.TakeSnapshot():x}"));
        result.WriteEndObject();
    }

    private void RevertTo(RpcParameters call, Utf8JsonWriter result, CancellationToken cancellation)
    {
        ulong snapshot = call.Get("snapshot_id", ReadSnapshot);
        result.WriteStartObject();
        result.WriteBoolean("reverted", chain.RevertTo(snapshot));
        result.WriteEndObject();
    }

    private static ulong ReadTime(JsonNode node)
    {
        ulong time = node.Count();
        if (time > DevOptions.MaxTime)
        {
            node.Fail(string.Create(CultureInfo.InvariantCulture, $"seconds of 0 to {DevOptions.MaxTime}"));
        }

        return time;
    }

    private static ulong ReadSnapshot(JsonNode node)
    {
        if (node.Text(MaxSnapshotLength) is ['0', 'x', .. var digits]
            && ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number))
        {
            return number;
        }

        node.Fail("a snapshot's id, such as 0x1");
        return 0;
    }
}
