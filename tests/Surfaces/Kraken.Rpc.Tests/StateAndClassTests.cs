using System;
using System.Text.Json;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Genesis;
using Xunit;

namespace Kraken.Rpc.Tests;

public sealed class StateAndClassTests
{
    private const string Account = "0x78b5ce80a261c4b45012c0cd046deb79fa5e90397c9e88b419d8814658195e7";
    private readonly RpcFixture rpc = new();

    [Fact]
    public async Task NoncesGrowWithTheBlocks()
    {
        Assert.Equal(
            20, await rpc.ErrorAsync("starknet_getNonce", $$"""{"block_id":{"block_number":5},"contract_address":"{{Account}}"}"""));
        Assert.Equal("0x1", (await rpc.ResultAsync(
            "starknet_getNonce", $$"""{"block_id":{"block_number":6},"contract_address":"{{Account}}"}""")).GetString());
        Assert.Equal(
            "0x16",
            (await rpc.ResultAsync("starknet_getNonce", $$"""{"block_id":"latest","contract_address":"{{Account}}"}""")).GetString());
        Assert.Equal("0x16", (await rpc.ResultAsync("starknet_getNonce", $$"""["pre_confirmed","{{Account}}"]""")).GetString());
    }

    [Fact]
    public async Task StorageIsReadOfDeployedContractsOnly()
    {
        Felt key = StorageLayout.Variable("Account_public_key");
        Assert.Equal(
            "0x31b88d91e173d70b5bd284f7a898d99005d9ade236ee671e0db0078996aa599",
            (await rpc.ResultAsync("starknet_getStorageAt", $$"""{"contract_address":"{{Account}}","key":"{{key}}","block_id":"latest"}"""))
                .GetString());
        Assert.Equal("0x0", (await rpc.ResultAsync(
            "starknet_getStorageAt", $$"""{"contract_address":"{{Account}}","key":"0x5","block_id":"latest"}""")).GetString());
        Assert.Equal("0x0", (await rpc.ResultAsync(
            "starknet_getStorageAt", """{"contract_address":"0x1","key":"0x63","block_id":"latest"}""")).GetString());
        Assert.Equal(20, await rpc.ErrorAsync("starknet_getStorageAt", """{"contract_address":"0x77","key":"0x5","block_id":"latest"}"""));
    }

    [Fact]
    public async Task AStateThatIsNoLongerHeldIsABlockNotFoundThatSaysWhichAre()
    {
        rpc.Chain.Oldest = 20;
        string hash = ChainContracts.Account.ClassHash.ToString();
        foreach ((string method, string parameters) in ((string, string)[])
        [
            ("starknet_getStorageAt", $$"""["{{Account}}","0x5",{"block_number":19}]"""),
            ("starknet_getNonce", $$"""[{"block_number":19},"{{Account}}"]"""),
            ("starknet_getClassHashAt", $$"""[{"block_number":19},"{{Account}}"]"""),
            ("starknet_getClassAt", $$"""[{"block_number":19},"{{Account}}"]"""),
            ("starknet_getClass", $$"""[{"block_number":19},"{{hash}}"]"""),
        ])
        {
            JsonElement error = (await rpc.CallAsync(method, parameters)).GetProperty("error");
            Assert.Equal(24, error.GetProperty("code").GetInt32());
            Assert.Equal("Block not found", error.GetProperty("message").GetString());
            Assert.Equal(
                "the state of block 19 is no longer held; this node holds the states of blocks 20 to 27",
                error.GetProperty("data").GetString());
            await rpc.ResultAsync(method, parameters.Replace(":19}", ":20}", StringComparison.Ordinal));
        }

        await rpc.ResultAsync("starknet_getBlockWithReceipts", """[{"block_number":5}]""");
        await rpc.ResultAsync("starknet_getStateUpdate", """[{"block_number":5}]""");
    }

    [Fact]
    public async Task WhatRunsOnAStateThatIsNoLongerHeldSaysTheSame()
    {
        rpc.Executor.Fault = new StateNotHeldException(4, 20, 27);
        string transaction = rpc.Chain.Blocks[5].Transactions[0].Hash.ToString();
        foreach ((string method, string parameters) in ((string, string)[])
        [
            ("starknet_call", """[{"contract_address":"0x1","entry_point_selector":"0x2","calldata":[]},{"block_number":4}]"""),
            ("starknet_traceBlockTransactions", """[{"block_number":5}]"""),
            ("starknet_traceTransaction", $"[\"{transaction}\"]"),
        ])
        {
            JsonElement error = (await rpc.CallAsync(method, parameters)).GetProperty("error");
            Assert.Equal(24, error.GetProperty("code").GetInt32());
            Assert.Contains("the state of block 4 is no longer held", error.GetProperty("data").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ClassesAreFoundByHashAndByContract()
    {
        string hash = ChainContracts.Account.ClassHash.ToString();
        JsonElement byHash = await rpc.ResultAsync("starknet_getClass", $$"""{"block_id":"latest","class_hash":"{{hash}}"}""");
        JsonElement byContract =
            await rpc.ResultAsync("starknet_getClassAt", $$"""{"block_id":"latest","contract_address":"{{Account}}"}""");
        Assert.True(JsonElement.DeepEquals(byHash, byContract));
        Assert.Equal(hash, (await rpc.ResultAsync("starknet_getClassHashAt", $$"""["latest","{{Account}}"]""")).GetString());
        Assert.Equal(28, await rpc.ErrorAsync("starknet_getClass", """{"block_id":"latest","class_hash":"0x5"}"""));
        Assert.Equal(20, await rpc.ErrorAsync("starknet_getClassAt", """{"block_id":"latest","contract_address":"0x5"}"""));
        Assert.Equal(24, await rpc.ErrorAsync("starknet_getClass", $$"""{"block_id":{"block_number":28},"class_hash":"{{hash}}"}"""));
    }

    [Fact]
    public async Task CompiledClassesFitTheSpecificationWithAllTheirHints()
    {
        foreach (ChainContract contract in ChainContracts.All)
        {
            await rpc.ResultAsync("starknet_getCompiledCasm", $$"""{"class_hash":"{{contract.ClassHash}}"}""");
        }

        Assert.Equal(28, await rpc.ErrorAsync("starknet_getCompiledCasm", """["0x5"]"""));
    }

    [Fact]
    public async Task StateUpdatesChainTheirRootsAndCanBeRestricted()
    {
        JsonElement first = await rpc.ResultAsync("starknet_getStateUpdate", """[{"block_number":0}]""");
        JsonElement second = await rpc.ResultAsync("starknet_getStateUpdate", """[{"block_number":1}]""");
        Assert.Equal("0x0", first.GetProperty("old_root").GetString());
        Assert.Equal(first.GetProperty("new_root").GetString(), second.GetProperty("old_root").GetString());

        JsonElement restricted =
            await rpc.ResultAsync("starknet_getStateUpdate", $$"""{"block_id":{"block_number":6},"contract_addresses":["{{Account}}"]}""");
        Assert.Equal(1, restricted.GetProperty("state_diff").GetProperty("storage_diffs").GetArrayLength());
        JsonElement none =
            await rpc.ResultAsync("starknet_getStateUpdate", """{"block_id":{"block_number":6},"contract_addresses":["0x5"]}""");
        Assert.Equal(0, none.GetProperty("state_diff").GetProperty("nonces").GetArrayLength());
    }

    [Fact]
    public async Task StorageProofsOfAChainWithoutTriesAreRefusedAsTheSpecificationHasIt()
    {
        Assert.Equal(42, await rpc.ErrorAsync("starknet_getStorageProof", """{"block_id":"latest"}"""));
        Assert.Equal(24, await rpc.ErrorAsync("starknet_getStorageProof", """{"block_id":{"block_number":100}}"""));
    }

    [Fact]
    public async Task ATransactionThatEntersABlockDuringTheLookUpIsFound()
    {
        string hash = $$"""["{{rpc.Chain.Blocks[8].Transactions[0].Hash}}"]""";
        rpc.Chain.Misses = 1;
        Assert.Equal(
            "ACCEPTED_ON_L2", (await rpc.ResultAsync("starknet_getTransactionStatus", hash)).GetProperty("finality_status").GetString());
        rpc.Chain.Misses = 1;
        await rpc.ResultAsync("starknet_getTransactionByHash", hash);
    }

    [Fact]
    public async Task UnknownBlocksTransactionsAndIndicesHaveTheirErrors()
    {
        Assert.Equal(24, await rpc.ErrorAsync("starknet_getBlockWithTxs", """[{"block_hash":"0x5"}]"""));
        Assert.Equal(24, await rpc.ErrorAsync("starknet_getBlockWithTxs", """["l1_accepted"]"""));
        Assert.Equal(29, await rpc.ErrorAsync("starknet_getTransactionByHash", """["0x5"]"""));
        Assert.Equal(29, await rpc.ErrorAsync("starknet_getTransactionReceipt", """["0x5"]"""));
        Assert.Equal(29, await rpc.ErrorAsync("starknet_getTransactionStatus", """["0x5"]"""));
        Assert.Equal(29, await rpc.ErrorAsync("starknet_traceTransaction", """["0x5"]"""));
        Assert.Equal(27, await rpc.ErrorAsync("starknet_getTransactionByBlockIdAndIndex", """["latest",1]"""));
        Assert.Equal(27, await rpc.ErrorAsync("starknet_getTransactionByBlockIdAndIndex", """["pre_confirmed",0]"""));
        await rpc.ResultAsync("starknet_getTransactionByBlockIdAndIndex", """["latest",0]""");
    }
}
