using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using Kraken.Execution.Blocks;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Execution.Tests.Devnet;

/// <summary>Compares an execution with what the genuine node recorded of the same transaction.</summary>
internal static class RecordedStep
{
    /// <summary>Gas, fee, events, messages, reason, trace, state diff and the four commitments must be the recorded ones.</summary>
    internal static void Matches(JsonElement step, ExecutedOutcome executed, ExecutedBlock block)
    {
        string name = step.GetProperty("name").GetString()!;
        JsonElement expected = step.GetProperty("receipt");
        TransactionReceipt receipt = block.Receipts.Single();
        Assert.Equal((name, DevnetRun.Felt(expected, "transaction_hash")), (name, receipt.TransactionHash));
        AssertTrace(name, step.GetProperty("trace"), executed);

        // That node shows the published state diff's data gas, without the part for allocated cells; the fee is of all of it.
        GasVector shown = executed.Gas with { L1DataGas = executed.DataGas.L1DataGas };
        Assert.Equal((name, ReceiptGas(expected)), (name, shown));
        FeePayment fee = new(
            DevnetRun.Number(expected.GetProperty("actual_fee"), "amount"),
            expected.GetProperty("actual_fee").GetProperty("unit").GetString() == "WEI" ? FeeUnit.Wei : FeeUnit.Fri);
        Assert.Equal((name, fee), (name, receipt.ActualFee));
        Assert.Equal(expected.TryGetProperty("revert_reason", out JsonElement reason) ? reason.GetString() : null, receipt.RevertReason);
        AssertEvents(name, expected, receipt.Events);
        AssertMessages(name, expected, receipt.Messages);
        Felt? message = expected.TryGetProperty("message_hash", out _) ? MessageHash(expected) : null;
        Felt? found = receipt.MessageHash.IsEmpty ? null : Felt.FromBytesBigEndianReduced(receipt.MessageHash.AsSpan());
        Assert.Equal((name, message), (name, found));
        AssertCommitments(name, step, block);
    }

    // A hash of 256 bits, which a felt holds reduced; so are both.
    private static Felt MessageHash(JsonElement receipt) => Felt.FromBytesBigEndianReduced(
        System.Convert.FromHexString(receipt.GetProperty("message_hash").GetString()![2..].PadLeft(2 * Felt.ByteCount, '0')));

    private static GasVector ReceiptGas(JsonElement receipt)
    {
        JsonElement gas = receipt.GetProperty("execution_resources");
        return new(
            gas.GetProperty("l1_gas").GetUInt64(), gas.GetProperty("l1_data_gas").GetUInt64(), gas.GetProperty("l2_gas").GetUInt64());
    }

    private static void AssertEvents(string name, JsonElement receipt, ImmutableArray<ContractEvent> actual)
    {
        string[] expected = [.. DevnetRun.Items(receipt, "events")
            .Select(item => Describe(DevnetRun.Felt(item, "from_address"), DevnetRun.Felts(item, "keys"), DevnetRun.Felts(item, "data")))];
        string[] found = [.. actual.Select(item => Describe(item.FromAddress, item.Keys, item.Data))];
        Assert.Equal($"{name}: {string.Join('\n', expected)}", $"{name}: {string.Join('\n', found)}");
    }

    private static void AssertMessages(string name, JsonElement receipt, ImmutableArray<MessageToL1> actual)
    {
        string[] expected = [.. DevnetRun.Items(receipt, "messages_sent").Select(item => Describe(
            DevnetRun.Felt(item, "from_address"), [DevnetRun.Felt(item, "to_address")], DevnetRun.Felts(item, "payload")))];
        string[] found = [.. actual.Select(item => Describe(item.FromAddress, [item.ToAddress], item.Payload))];
        Assert.Equal($"{name}: {string.Join('\n', expected)}", $"{name}: {string.Join('\n', found)}");
    }

    private static string Describe(Felt from, ImmutableArray<Felt> keys, ImmutableArray<Felt> data) =>
        $"{from} [{string.Join(' ', keys)}] [{string.Join(' ', data)}]";

    private static void AssertCommitments(string name, JsonElement step, ExecutedBlock block)
    {
        JsonElement expected = step.GetProperty("block");
        StateDiff diff = DevnetRun.Diff(step.GetProperty("state_diff"));
        Assert.Equal((name, StateDiffHash.Compute(diff)), (name, StateDiffHash.Compute(block.StateDiff)));
        BlockCommitments commitments = ContentCommitments.Compute(block.Transactions, block.Receipts, block.StateDiff);
        Assert.Equal((name, DevnetRun.Felt(expected, "state_diff_commitment")), (name, commitments.StateDiff));
        Assert.Equal((name, DevnetRun.Felt(expected, "transaction_commitment")), (name, commitments.Transactions));
        Assert.Equal((name, DevnetRun.Felt(expected, "event_commitment")), (name, commitments.Events));
        Assert.Equal((name, DevnetRun.Felt(expected, "receipt_commitment")), (name, commitments.Receipts));
    }

    private static void AssertTrace(string name, JsonElement trace, ExecutedOutcome outcome)
    {
        AssertCall(name, trace, "validate_invocation", outcome.Validate);
        AssertCall(name, trace, "fee_transfer_invocation", outcome.FeeTransfer);
        string phase = outcome.Resources.Kind switch
        {
            TransactionType.DeployAccount => "constructor_invocation",
            TransactionType.L1Handler => "function_invocation",
            _ => "execute_invocation",
        };
        AssertCall(name, trace, phase, outcome.RevertReason is null ? outcome.Execute : null);
    }

    private static void AssertCall(string name, JsonElement trace, string phase, CallInfo? call)
    {
        if (call is not null)
        {
            AssertCall($"{name} {phase}", trace.GetProperty(phase), call);
        }
    }

    private static void AssertCall(string name, JsonElement expected, CallInfo call)
    {
        Assert.Equal((name, DevnetRun.Felt(expected, "contract_address")), (name, call.Request.StorageAddress));
        Assert.Equal((name, DevnetRun.Felt(expected, "caller_address")), (name, call.Request.CallerAddress));
        Assert.Equal((name, DevnetRun.Felt(expected, "class_hash")), (name, call.ClassHash));
        Assert.Equal((name, DevnetRun.Felt(expected, "entry_point_selector")), (name, call.Request.Selector));
        Assert.Equal([.. DevnetRun.Felts(expected, "calldata")], call.Request.Calldata);
        Assert.Equal([.. DevnetRun.Felts(expected, "result")], call.Retdata);
        Assert.Equal((name, expected.GetProperty("is_reverted").GetBoolean()), (name, call.Failed));

        // That node tells the steps of a call, and of those within, whatever meters it.
        ulong gas = DevnetState.CallGas(call) - call.GasConsumed;
        Assert.Equal((name, expected.GetProperty("execution_resources").GetProperty("l2_gas").GetUInt64()), (name, gas));
        JsonElement[] inner = [.. DevnetRun.Items(expected, "calls")];
        Assert.Equal((name, inner.Length), (name, call.InnerCalls.Count));
        for (int i = 0; i < inner.Length; i++)
        {
            AssertCall($"{name}/{i}", inner[i], call.InnerCalls[i]);
        }
    }
}
