using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Kraken.Rpc.Client;
using Kraken.Rpc.Protocol;
using Kraken.Rpc.Versions;
using Kraken.Starknet.Chain;
using Xunit;

namespace Kraken.Rpc.Tests;

public sealed class SpecificationTests
{
    private readonly RpcFixture rpc = new();

    [Fact]
    public void EveryMethodOfTheSpecificationIsAnsweredWithItsParameters()
    {
        Assert.Empty(RpcFixture.Specification.MethodNames.Except(rpc.Service.Methods.Select(method => method.Name)));
        RpcMethodTable table = Methods.StarknetMethods.Create(rpc.Backend, new Methods.ChainView(rpc.Chain, 0), new());
        Assert.All(
            RpcFixture.Specification.MethodNames,
            name => Assert.Equal(RpcFixture.Specification.ParameterNames(name), table.Find(name)!.Parameters));
    }

    [Fact]
    public void TheVersionBeforeHasItsOwnParametersAndErrors()
    {
        OpenRpcSpecification before = new("rpc-spec-0.9.0");
        OlderVersion version = OlderVersions.Minor9;
        Dictionary<string, RpcMethod> known = rpc.Service.Methods.ToDictionary(method => method.Name);
        Assert.All(before.MethodNames, name => Assert.Equal(before.ParameterNames(name), version.ParametersOf(known[name])));
        Assert.All(version.Methods.Keys, name => Assert.Contains(name, before.MethodNames.Concat(
            ["starknet_subscriptionNewHeads", "starknet_subscriptionEvents"])));
        Dictionary<int, string> errors =
            before.Errors.DistinctBy(error => error.Code).ToDictionary(error => error.Code, error => error.Message);
        Assert.All(RpcFixture.Specification.Errors, error =>
        {
            RpcError told = version.ErrorOf("starknet_call", new RpcError(error.Code, error.Message));
            Assert.Equal(errors[told.Code], told.Message);
        });
    }

    [Fact]
    public void ErrorsHaveTheSpecificationsCodesAndMessages()
    {
        Dictionary<int, string> known =
            RpcFixture.Specification.Errors.DistinctBy(error => error.Code).ToDictionary(error => error.Code, error => error.Message);
        RpcError[] ours =
        [
            RpcError.NoTrace("RECEIVED"), RpcError.ContractNotFound, RpcError.EntryPointNotFound, RpcError.BlockNotFound,
            RpcError.InvalidTransactionIndex,
            RpcError.ClassHashNotFound, RpcError.TransactionHashNotFound,
            RpcError.PageSizeTooBig(2, 1), RpcError.NoBlocks, RpcError.InvalidContinuationToken,
            RpcError.TooManyKeys(2, 1), RpcError.ContractError("x"),
            RpcError.InvalidSubscriptionId, RpcError.TooManyAddresses, RpcError.TooManyBlocksBack,
            RpcError.TransactionExecutionError(0, "x"), RpcError.StorageProofNotSupported("x"),
            .. Enum.GetValues<SubmissionErrorKind>().Where(kind => kind != SubmissionErrorKind.Busy)
                .Select(kind => SubmissionErrors.Of(new(kind, "x"))),
        ];

        // The specification has none for "not now": it is that of any request, of JSON-RPC's range for servers.
        Assert.Equal(RpcErrorCode.ServerBusy, SubmissionErrors.Of(new(SubmissionErrorKind.Busy, "x")).Code);
        Assert.All(ours, error => Assert.Equal(known[error.Code], error.Message));
        Assert.Equal(
            Enum.GetValues<SubmissionErrorKind>().Length,
            Enum.GetValues<SubmissionErrorKind>().Select(kind => SubmissionErrors.Of(new(kind, "x")).Code).Distinct().Count());
    }

    [Theory]
    [InlineData("latest.json", "BLOCK_WITH_RECEIPTS")]
    [InlineData("latest_with_txs.json", "BLOCK_WITH_TXS")]
    [InlineData("pre_confirmed.json", "PRE_CONFIRMED_BLOCK_WITH_RECEIPTS")]
    public void TheCheckerAcceptsAnswersOfAnotherNodeAndNoticesEveryMissingMember(string file, string schema)
    {
        JsonElement sample = SharedData.Json($"starknet/rpc-fixtures/pathfinder_0.10_blocks_{file}");
        Assert.Null(RpcFixture.Specification.CheckNamed(schema, sample));
        Assert.All(((string[])["block_number", "timestamp", "transactions", "l1_da_mode", "l2_gas_price"]), name =>
        {
            JsonObject without = JsonObject.Create(sample)!;
            Assert.True(without.Remove(name));
            Assert.NotNull(RpcFixture.Specification.CheckNamed(schema, JsonSerializer.SerializeToElement(without)));
        });
    }

    [Fact]
    public void TheCheckerNoticesWrongTypesWordsAndPatterns()
    {
        JsonElement sample = SharedData.Json("starknet/rpc-fixtures/pathfinder_0.10_blocks_latest.json");
        foreach ((string name, JsonNode value) in new (
            string,
            JsonNode)[] { ("timestamp", "0x1"), ("timestamp", -1), ("l1_da_mode", "NONE"), ("new_root", "0x01"), ("parent_hash", 5) })
        {
            JsonObject changed = JsonObject.Create(sample)!;
            changed[name] = value;
            Assert.NotNull(RpcFixture.Specification.CheckNamed("BLOCK_WITH_RECEIPTS", JsonSerializer.SerializeToElement(changed)));
        }
    }

    [Fact]
    public async Task BlocksOfEveryHeightFitTheSpecificationInAllThreeForms()
    {
        for (int number = 0; number < rpc.Chain.Blocks.Count; number++)
        {
            string id = $$$"""{"block_id":{"block_number":{{{number}}}}}""";
            await rpc.ResultAsync("starknet_getBlockWithTxHashes", id);
            await rpc.ResultAsync("starknet_getBlockWithTxs", id);
            await rpc.ResultAsync("starknet_getBlockWithReceipts", id);
            await rpc.ResultAsync("starknet_getStateUpdate", id);
            await rpc.ResultAsync("starknet_traceBlockTransactions", id);
            JsonElement count = await rpc.ResultAsync("starknet_getBlockTransactionCount", id);
            Assert.Equal(rpc.Chain.Blocks[number].Transactions.Length, count.GetInt32());
        }
    }

    [Fact]
    public async Task TheBlockBeingBuiltFitsTheSpecification()
    {
        const string Id = """{"block_id":"pre_confirmed"}""";
        Assert.Equal(
            rpc.Chain.Blocks.Count, (await rpc.ResultAsync("starknet_getBlockWithTxHashes", Id)).GetProperty("block_number").GetInt32());
        await rpc.ResultAsync("starknet_getBlockWithTxs", Id);
        await rpc.ResultAsync("starknet_getBlockWithReceipts", Id);
        Assert.False((await rpc.ResultAsync("starknet_getStateUpdate", Id)).TryGetProperty("new_root", out _));
        Assert.Equal(0, (await rpc.ResultAsync("starknet_getBlockTransactionCount", Id)).GetInt32());
    }

    [Fact]
    public async Task TransactionsReceiptsStatusAndTracesFitTheSpecification()
    {
        foreach (JsonElement step in rpc.Chain.Steps)
        {
            JsonElement original = step.GetProperty("transaction");
            string hash = $$"""{"transaction_hash":"{{original.GetProperty("transaction_hash")}}"}""";
            Assert.True(JsonElement.DeepEquals(original, await rpc.ResultAsync("starknet_getTransactionByHash", hash)));
            Assert.True(JsonElement.DeepEquals(
                step.GetProperty("trace"), WithoutMigrations(await rpc.ResultAsync("starknet_traceTransaction", hash))));
            JsonElement receipt = await rpc.ResultAsync("starknet_getTransactionReceipt", hash);
            Assert.Equal(
                step.GetProperty("receipt").GetProperty("block_number").GetInt32(), receipt.GetProperty("block_number").GetInt32());
            JsonElement status = await rpc.ResultAsync("starknet_getTransactionStatus", hash);
            Assert.Equal(
                step.GetProperty("receipt").GetProperty("execution_status").GetString(),
                status.GetProperty("execution_status").GetString());
        }
    }

    [Fact]
    public async Task NodeAnswersFitTheSpecification()
    {
        Assert.Equal("0.10.4", (await rpc.ResultAsync("starknet_specVersion", "[]")).GetString());
        Assert.Equal("0x534e5f5345504f4c4941", (await rpc.ResultAsync("starknet_chainId", "[]")).GetString());
        Assert.Equal(27, (await rpc.ResultAsync("starknet_blockNumber", "[]")).GetInt32());
        Assert.Equal(27, (await rpc.ResultAsync("starknet_blockHashAndNumber", "[]")).GetProperty("block_number").GetInt32());
        Assert.Equal(JsonValueKind.False, (await rpc.ResultAsync("starknet_syncing", "[]")).ValueKind);
        rpc.Chain.Syncing = new(1, 2, 3, 4, 5, 6);
        Assert.Equal(5, (await rpc.ResultAsync("starknet_syncing", "[]")).GetProperty("highest_block_num").GetInt32());
        Assert.Equal(10, (await rpc.ResultAsync("devnet_getPredeployedAccounts", "[]")).GetArrayLength());
    }

    // The recorded node leaves the list out where it is empty.
    private static JsonElement WithoutMigrations(JsonElement trace)
    {
        JsonObject copy = JsonObject.Create(trace)!;
        (copy["state_diff"] as JsonObject)?.Remove("migrated_compiled_classes");
        return JsonSerializer.SerializeToElement(copy);
    }
}
