using System.Text.Json;
using Kraken.Execution.Blocks;
using Kraken.Execution.Transactions;
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
        Transaction transaction = DevnetRun.Transaction(step.GetProperty("transaction"));
        Assert.Equal(DevnetRun.Felt(step.GetProperty("receipt"), "transaction_hash"), transaction.Hash);

        BlockContext context = DevnetState.Context(step.GetProperty("block"));
        BlockRun executor = new(context, parent, _ => DevnetState.OldBlockHash(steps, index)!.Value, DevnetState.Classes);
        TransactionOutcome outcome = executor.Execute(DevnetState.Executable(transaction));
        ExecutedOutcome executed = outcome as ExecutedOutcome
            ?? throw new Xunit.Sdk.XunitException($"{step.GetProperty("name")}: {((RejectedOutcome)outcome).Rejection}");
        ExecutedBlock block = executor.Finish();
        RecordedStep.Matches(step, executed, block);
        return new JournaledState(new DiffOverlay(parent, block.StateDiff));
    }
}
