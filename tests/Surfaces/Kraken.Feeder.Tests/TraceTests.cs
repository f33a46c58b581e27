using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using Kraken.Rpc.Tests;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Feeder.Tests;

/// <summary>
/// Traces have the members that Pathfinder's structures of them take, which refuse others, and tell the calls that the executor told.
/// </summary>
public sealed class TraceTests
{
    private static readonly string[] Call =
    [
        "caller_address", "contract_address", "calldata", "call_type", "class_hash", "selector", "entry_point_type", "result", "failed",
        "gas_consumed", "execution_resources", "internal_calls", "events", "messages",
    ];

    private readonly Gateway gateway;

    public TraceTests() => gateway = new Gateway(runs: true);

    [Fact]
    public void TheTracesOfEveryBlockHaveTheFormThatReadersWant()
    {
        RecordedExecutor executor = new(gateway.Chain);
        foreach (Block block in gateway.Chain.Blocks.Skip(1))
        {
            JsonElement answer = gateway.Ask($"get_block_traces?blockNumber={block.Header.Number}");
            JsonShape.Members(answer, ["traces"]);
            JsonElement[] told = [.. answer.GetProperty("traces").EnumerateArray()];
            ImmutableArray<TransactionTrace> made = executor.TraceBlock(block.Header.Number, default)!.Traces;
            Assert.Equal(block.Transactions.Length, told.Length);
            for (int i = 0; i < told.Length; i++)
            {
                Transaction transaction = block.Transactions[i];
                Assert.Equal(transaction.Hash.ToString(), told[i].GetProperty("transaction_hash").GetString());
                Assert.Equal(
                    ((transaction as AccountTransaction)?.Signature ?? []).Select(felt => felt.ToString()),
                    told[i].GetProperty("signature").EnumerateArray().Select(felt => felt.GetString()));
                Check(told[i], "validate_invocation", made[i].Validate);
                Check(told[i], "function_invocation", made[i].Execute);
                Check(told[i], "fee_transfer_invocation", made[i].FeeTransfer);
                Assert.Equal(
                    block.Receipts[i].RevertReason is not null, told[i].TryGetProperty("revert_error", out _));

                // The same by itself, without its hash.
                JsonElement alone = gateway.Ask($"get_transaction_trace?transactionHash={transaction.Hash}");
                Assert.Equal(
                    told[i].EnumerateObject().Skip(1).Select(member => $"{member.Name}: {member.Value}"),
                    alone.EnumerateObject().Select(member => $"{member.Name}: {member.Value}"));
            }
        }
    }

    [Theory]
    [InlineData("get_block_traces?blockNumber=28", FeederErrorCode.BlockNotFound)]
    [InlineData("get_block_traces?blockNumber=pendin", FeederErrorCode.MalformedRequest)]
    [InlineData("get_block_traces", FeederErrorCode.MalformedRequest)]
    [InlineData("get_transaction_trace?transactionHash=0x1", FeederErrorCode.TransactionNotFound)]
    [InlineData("get_transaction_trace?transactionHash=latest", FeederErrorCode.MalformedRequest)]
    public void WhatHasNoTraceIsRefused(string question, string code) => Assert.Equal(code, gateway.Refusal(question));

    [Fact]
    public void BlockZeroHasNoTransactionThatRan() =>
        Assert.Empty(gateway.Ask("get_block_traces?blockNumber=0").GetProperty("traces").EnumerateArray());

    [Fact]
    public void ANodeThatRunsNothingHasNoSuchPath() =>
        Assert.Null(new Gateway().Service.Find("/feeder_gateway/get_block_traces"));

    private static void Check(JsonElement trace, string name, FunctionInvocation? made)
    {
        Assert.Equal(made is not null, trace.TryGetProperty(name, out JsonElement told));
        if (made is not null)
        {
            Check(told, made);
        }
    }

    private static void Check(JsonElement told, FunctionInvocation made)
    {
        JsonShape.Members(told, Call);
        JsonShape.Members(told.GetProperty("execution_resources"), ["n_steps", "builtin_instance_counter", "n_memory_holes"]);
        Assert.Equal(made.Call.ContractAddress.ToString(), told.GetProperty("contract_address").GetString());
        Assert.Equal(made.Call.EntryPointSelector.ToString(), told.GetProperty("selector").GetString());
        Assert.Contains(told.GetProperty("call_type").GetString(), (string[])["CALL", "DELEGATE"]);
        Assert.Equal(made.IsReverted, told.GetProperty("failed").GetBoolean());
        Assert.All(
            told.GetProperty("events").EnumerateArray(), item => JsonShape.Members(item, ["order", "keys", "data"]));
        Assert.All(
            told.GetProperty("messages").EnumerateArray(), item => JsonShape.Members(item, ["order", "to_address", "payload"]));
        Assert.Equal(made.Events.Length, told.GetProperty("events").GetArrayLength());
        Assert.Equal(made.Calls.Length, told.GetProperty("internal_calls").GetArrayLength());
        foreach ((JsonElement inner, FunctionInvocation below) in told.GetProperty("internal_calls").EnumerateArray().Zip(made.Calls))
        {
            Check(inner, below);
        }
    }
}
