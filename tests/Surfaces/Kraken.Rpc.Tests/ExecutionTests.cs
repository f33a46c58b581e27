using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Starknet;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Rpc.Tests;

public sealed class ExecutionTests
{
    private const string Call = """[{"contract_address":"0x1","entry_point_selector":"0x2","calldata":["0x3"]},"latest"]""";
    private readonly RpcFixture rpc = new();

    [Fact]
    public async Task CallsReturnTheirDataOrTheirError()
    {
        Assert.Equal(2, (await rpc.ResultAsync("starknet_call", Call)).GetArrayLength());
        rpc.Executor.NextCall = new CallResult.ContractNotFound();
        Assert.Equal(20, await rpc.ErrorAsync("starknet_call", Call));
        rpc.Executor.NextCall = new CallResult.EntryPointNotFound();
        Assert.Equal(21, await rpc.ErrorAsync("starknet_call", Call));
        rpc.Executor.NextCall = new CallResult.Failed("because");
        JsonElement error = (await rpc.CallAsync("starknet_call", Call)).GetProperty("error");
        Assert.Equal(40, error.GetProperty("code").GetInt32());
        Assert.Equal("because", error.GetProperty("data").GetProperty("revert_error").GetString());
    }

    [Fact]
    public async Task EstimatesFitTheSpecificationAndChargeNothing()
    {
        JsonElement result = await rpc.ResultAsync(
            "starknet_estimateFee", $$"""{"request":[{{Broadcast(10)}}],"simulation_flags":["SKIP_VALIDATE"],"block_id":"latest"}""");
        Assert.Equal("0x7", result[0].GetProperty("overall_fee").GetString());
        Assert.Equal("0x1", result[0].GetProperty("l1_gas_consumed").GetString());
        Assert.Equal("0x2", result[0].GetProperty("l1_data_gas_consumed").GetString());
        Assert.Equal("0x3", result[0].GetProperty("l2_gas_consumed").GetString());
        Assert.Equal(SimulationFlags.SkipValidate | SimulationFlags.SkipFeeCharge, rpc.Executor.Simulations[0].Flags);
        Assert.Equal(27UL, rpc.Executor.Simulations[0].View.StateNumber);
    }

    [Theory]
    [InlineData("\"AAECAw==\"", true)]
    [InlineData("null", true)]
    [InlineData("\"%%%\"", false)]
    [InlineData("\"AAE\"", false)]
    [InlineData("7", false)]
    public async Task AProofIsBytesInBase64(string proof, bool isTaken)
    {
        string invoke = $"{{\"proof\":{proof},{Broadcast(10)[1..]}";
        JsonElement answer = await rpc.CallAsync("starknet_addInvokeTransaction", $"[{invoke}]");
        Assert.Equal(isTaken, answer.TryGetProperty("result", out _));
        Assert.Equal(isTaken ? 1 : 0, rpc.Submitter.Taken.Count);
        if (!isTaken)
        {
            string? data = answer.GetProperty("error").GetProperty("data").GetString();
            Assert.StartsWith("invoke_transaction.proof: expected bytes in base64, got ", data, System.StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AQueryVersionIsAcceptedForEstimatesWithItsOwnHashOnly()
    {
        string query = Broadcast(10).Replace(
            "\"version\":\"0x3\"", "\"version\":\"0x100000000000000000000000000000003\"", System.StringComparison.Ordinal);
        await rpc.ResultAsync("starknet_estimateFee", $$"""{"request":[{{query}}],"simulation_flags":[],"block_id":"pre_confirmed"}""");
        AccountTransaction seen = rpc.Executor.Simulations[0].Transactions[0].Transaction;
        Assert.True(seen.IsQuery);
        Assert.Equal(TransactionHash.Compute(seen, ChainId.Sepolia), seen.Hash);
        Assert.Equal(28UL, rpc.Executor.Simulations[0].View.Block.Number);
        Assert.Equal(61, await rpc.ErrorAsync("starknet_addInvokeTransaction", $$"""[{{query}}]"""));
    }

    [Fact]
    public async Task AnEstimateOfARevertingTransactionNamesItsIndex()
    {
        TransactionTrace reverted = rpc.Executor.TraceBlock(27, default)!.Traces[0];
        Assert.NotNull(reverted.RevertReason);
        SimulatedTransaction fine = new(rpc.Executor.TraceBlock(10, default)!.Traces[0], new(default, new(1, 1, 1), 1));
        rpc.Executor.NextSimulation = new SimulationResult.Completed([fine, fine with { Trace = reverted }], InitialReads.None);
        string request = $$"""{"request":[{{Broadcast(10)}},{{Broadcast(10)}}],"simulation_flags":[],"block_id":"latest"}""";
        JsonElement error = (await rpc.CallAsync("starknet_estimateFee", request)).GetProperty("error");
        Assert.Equal(41, error.GetProperty("code").GetInt32());
        Assert.Equal(1, error.GetProperty("data").GetProperty("transaction_index").GetInt32());

        rpc.Executor.NextSimulation = new SimulationResult.Rejected(0, "nonce");
        Assert.Equal(41, await rpc.ErrorAsync("starknet_estimateFee", request));
    }

    [Fact]
    public async Task SimulationsFitTheSpecificationForEveryKindOfTransaction()
    {
        string all = string.Join(',', Enumerable.Range(1, 7).Where(i => i > 4).Select(Broadcast));
        JsonElement result = await rpc.ResultAsync(
            "starknet_simulateTransactions",
            $$"""{"block_id":"latest","transactions":[{{all}}],"simulation_flags":["SKIP_VALIDATE","SKIP_FEE_CHARGE"]}""");
        Assert.Equal(3, result.GetArrayLength());
        Assert.Equal(20, await rpc.ErrorAsync(
            "starknet_estimateMessageFee",
            """[{"from_address":"0x1","to_address":"0x2","entry_point_selector":"0x3","payload":[]},"latest"]"""));
    }

    [Fact]
    public async Task SentTransactionsAreTakenWithTheirHashAndThenWait()
    {
        JsonElement deploy = rpc.Chain.Steps[5].GetProperty("transaction");
        JsonElement result =
            await rpc.ResultAsync("starknet_addDeployAccountTransaction", $$"""{"deploy_account_transaction":{{deploy}}}""");
        Assert.Equal(deploy.GetProperty("transaction_hash").GetString(), result.GetProperty("transaction_hash").GetString());
        Assert.Equal(rpc.Submitter.Taken.Single().Transaction.Sender.ToString(), result.GetProperty("contract_address").GetString());

        string changed = Broadcast(10).Replace("\"tip\":\"0x0\"", "\"tip\":\"0x5\"", System.StringComparison.Ordinal);
        JsonElement invoke = await rpc.ResultAsync("starknet_addInvokeTransaction", $$"""[{{changed}}]""");
        string hash = $$"""["{{invoke.GetProperty("transaction_hash")}}"]""";
        Assert.Equal("RECEIVED", (await rpc.ResultAsync("starknet_getTransactionStatus", hash)).GetProperty("finality_status").GetString());
        Assert.Equal("0x5", (await rpc.ResultAsync("starknet_getTransactionByHash", hash)).GetProperty("tip").GetString());
        Assert.Equal(29, await rpc.ErrorAsync("starknet_getTransactionReceipt", hash));
    }

    [Fact]
    public async Task ADeclareBringsItsClass()
    {
        string sierra = System.Text.Encoding.UTF8.GetString(
            Kraken.Starknet.Json.SierraClassJson.ToBytes(Kraken.Starknet.Genesis.ChainContracts.Account.Class));
        string declare =
            Broadcast(1).Replace("\"class_hash\":", $"\"contract_class\":{sierra},\"unused\":", System.StringComparison.Ordinal);
        JsonElement result = await rpc.ResultAsync("starknet_addDeclareTransaction", $$"""{"declare_transaction":{{declare}}}""");
        Assert.Equal(Kraken.Starknet.Genesis.ChainContracts.Account.ClassHash.ToString(), result.GetProperty("class_hash").GetString());
        Assert.Equal(rpc.Chain.Blocks[1].Transactions[0].Hash.ToString(), result.GetProperty("transaction_hash").GetString());
        Assert.NotNull(rpc.Submitter.Taken.Single().Class);
    }

    [Fact]
    public async Task RefusalsHaveTheSpecificationsCodes()
    {
        rpc.Submitter.Refusal = new(SubmissionErrorKind.InvalidNonce, "expected 5, got 4");
        JsonElement error = (await rpc.CallAsync("starknet_addInvokeTransaction", $$"""[{{Broadcast(10)}}]""")).GetProperty("error");
        Assert.Equal(52, error.GetProperty("code").GetInt32());
        Assert.Equal("expected 5, got 4", error.GetProperty("data").GetString());
        Assert.Equal(
            -32602, await rpc.ErrorAsync("starknet_addInvokeTransaction", $$"""[{{rpc.Chain.Steps[5].GetProperty("transaction")}}]"""));
        Assert.Equal(61, await rpc.ErrorAsync("starknet_addInvokeTransaction", """[{"version":"0x1"}]"""));
        error = (await rpc.CallAsync("starknet_addInvokeTransaction", """[{"version":"0x3","type":"DECLARE"}]""")).GetProperty("error");
        Assert.Equal(
            (-32602, "invoke_transaction.type: expected INVOKE, got \"DECLARE\""),
            (error.GetProperty("code").GetInt32(), error.GetProperty("data").GetString()));
    }

    [Fact]
    public async Task EveryRefusalSaysWhatWasExpectedAndWhatCame()
    {
        foreach (SubmissionErrorKind kind in System.Enum.GetValues<SubmissionErrorKind>())
        {
            rpc.Submitter.Refusal = new(kind, "expected this, got that");
            JsonElement error = (await rpc.CallAsync("starknet_addInvokeTransaction", $$"""[{{Broadcast(10)}}]""")).GetProperty("error");
            Assert.Equal("expected this, got that", error.GetProperty("data").GetString());
        }

        JsonElement version = (await rpc.CallAsync("starknet_addInvokeTransaction", """[{"version":"0x1"}]""")).GetProperty("error");
        Assert.Equal("version: expected 0x3, got 0x1", version.GetProperty("data").GetString());
    }

    [Theory]
    [InlineData(SubmissionErrorKind.ClassTooLarge, 57)]
    [InlineData(SubmissionErrorKind.UnsupportedClassVersion, 62)]
    [InlineData(SubmissionErrorKind.ValidationFailure, 55)]
    public async Task WhatIsTooLargeIsRefusedBeforeAnythingIsHashed(SubmissionErrorKind kind, int code)
    {
        rpc.Submitter.Malformed = new(kind, "signature: expected at most 4000 elements, got 4001");
        JsonElement error = (await rpc.CallAsync("starknet_addInvokeTransaction", $$"""[{{Broadcast(10)}}]""")).GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetInt32());
        Assert.Equal("signature: expected at most 4000 elements, got 4001", error.GetProperty("data").GetString());
        Assert.Empty(rpc.Submitter.Taken);
    }

    [Fact]
    public async Task WhatWasTakenAndDroppedSaysWhy()
    {
        rpc.Submitter.Rejections[0x77] = "not executed within 300 seconds";
        JsonElement status = (await rpc.CallAsync("starknet_getTransactionStatus", """["0x77"]""")).GetProperty("result");
        Assert.Equal("REJECTED", status.GetProperty("finality_status").GetString());
        Assert.Equal("not executed within 300 seconds", status.GetProperty("failure_reason").GetString());
        Assert.Equal(29, await rpc.ErrorAsync("starknet_getTransactionByHash", """["0x77"]"""));

        // A block has the last word, even one that comes between two looks.
        Felt included = rpc.Chain.Blocks[10].Transactions[0].Hash;
        rpc.Submitter.Rejections[included] = "dropped here";
        rpc.Chain.Misses = 1;
        Assert.Equal(
            "ACCEPTED_ON_L2",
            (await rpc.ResultAsync("starknet_getTransactionStatus", $$"""["{{included}}"]""")).GetProperty("finality_status").GetString());
    }

    // Compact, so that the tests can replace members.
    private string Broadcast(int block) => JsonSerializer.Serialize(rpc.Chain.Steps[block - 1].GetProperty("transaction"));
}
