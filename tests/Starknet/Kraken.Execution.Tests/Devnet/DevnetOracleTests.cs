using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using Kraken.Execution.Blocks;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Kraken.State;
using Kraken.State.Journal;
using Xunit;

namespace Kraken.Execution.Tests.Devnet;

/// <summary>The recorded transactions, executed again, must give what the genuine node gave.</summary>
public sealed class DevnetOracleTests
{
    [Fact]
    public void TheRecordedTransactionsGiveTheSameGasFeesEventsRevertsAndDiffs()
    {
        JsonElement[] steps = DevnetRun.Steps();
        JournaledState state = DevnetState.Genesis();
        Assert.Equal(27, steps.Length);
        for (int i = 0; i < steps.Length; i++)
        {
            state = Replay(steps, i, state);
        }
    }

    private static JournaledState Replay(JsonElement[] steps, int index, JournaledState parent)
    {
        JsonElement step = steps[index];
        JsonElement expected = step.GetProperty("receipt");
        string name = step.GetProperty("name").GetString()!;
        Transaction transaction = DevnetRun.Transaction(step.GetProperty("transaction"));
        Assert.Equal(DevnetRun.Felt(expected, "transaction_hash"), transaction.Hash);

        BlockContext context = DevnetState.Context(step.GetProperty("block"));
        BlockRun executor = new(context, parent, _ => DevnetState.OldBlockHash(steps, index)!.Value, DevnetState.Classes);
        TransactionOutcome outcome = executor.Execute(DevnetState.Executable(transaction));
        ExecutedOutcome executed = outcome as ExecutedOutcome
            ?? throw new Xunit.Sdk.XunitException($"{name}: {((RejectedOutcome)outcome).Rejection}");
        ExecutedBlock block = executor.Finish();
        TransactionReceipt receipt = block.Receipts.Single();

        AssertTrace(name, step.GetProperty("trace"), executed);

        // That node shows the published state diff's data gas, without the part for allocated cells; the fee is of all of it.
        GasVector shown = executed.Gas with { L1DataGas = executed.DataGas.L1DataGas };
        Assert.Equal((name, ReceiptGas(expected)), (name, shown));
        Assert.Equal((name, DevnetRun.Number(expected.GetProperty("actual_fee"), "amount")), (name, receipt.ActualFee.Amount));
        Assert.Equal(expected.TryGetProperty("revert_reason", out JsonElement reason) ? reason.GetString() : null, receipt.RevertReason);
        AssertEvents(name, expected, receipt.Events);
        AssertCommitments(name, step, block);
        return new JournaledState(new DiffOverlay(parent, block.StateDiff));
    }

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
        AssertCall(
            name,
            trace,
            "execute_invocation",
            outcome.RevertReason is null && outcome.Resources.Kind == TransactionKind.InvokeFunction ? outcome.Execute : null);
        AssertCall(name, trace, "fee_transfer_invocation", outcome.FeeTransfer);
        AssertCall(name, trace, "constructor_invocation", outcome.Resources.Kind == TransactionKind.DeployAccount ? outcome.Execute : null);
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
        Assert.Equal((name, DevnetRun.Felt(expected, "class_hash")), (name, call.ClassHash));
        Assert.Equal((name, DevnetRun.Felt(expected, "entry_point_selector")), (name, call.Request.Selector));
        Assert.Equal([.. DevnetRun.Felts(expected, "result")], call.Retdata);
        Assert.Equal(
            (name, expected.GetProperty("execution_resources").GetProperty("l2_gas").GetUInt64()), (name, DevnetState.CallGas(call)));
        JsonElement[] inner = [.. DevnetRun.Items(expected, "calls")];
        Assert.Equal((name, inner.Length), (name, call.InnerCalls.Count));
        for (int i = 0; i < inner.Length; i++)
        {
            AssertCall($"{name}/{i}", inner[i], call.InnerCalls[i]);
        }
    }
}
