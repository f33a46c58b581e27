using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Kraken.Execution.Blocks;
using Kraken.Execution.Blocks.Weights;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Limits;
using Kraken.State;
using Kraken.State.Journal;
using Xunit;

namespace Kraken.Execution.Tests.Devnet;

/// <summary>The weights of the recorded transactions against what the genuine node's receipts and state diffs say.</summary>
public sealed class DevnetWeightsTests
{
    [Fact]
    public void TheRecordedTransactionsWeighWhatTheirReceiptsAndDiffsSay()
    {
        JsonElement[] steps = DevnetRun.Steps();
        JournaledState state = DevnetState.Genesis();
        BlockWeights sum = default;
        for (int i = 0; i < steps.Length; i++)
        {
            JsonElement step = steps[i];
            BlockContext context = DevnetState.Context(step.GetProperty("block"));
            BlockRun executor = new(context, state, _ => DevnetState.OldBlockHash(steps, i)!.Value, DevnetState.Classes, new BlockBounds());
            ExecutableTransaction transaction = DevnetState.Executable(DevnetRun.Transaction(step.GetProperty("transaction")));
            Assert.IsType<ExecutedOutcome>(executor.Execute(transaction with { Bytes = i }));
            ExecutedBlock block = executor.Finish();
            string name = step.GetProperty("name").GetString()!;
            JsonElement receipt = step.GetProperty("receipt");

            // The fee transfer's event is not weighed.
            Assert.Equal((name, (ulong)DevnetRun.Items(receipt, "events").Count() - 1), (name, block.Weights.Events));
            Assert.Equal(
                (name, receipt.GetProperty("execution_resources").GetProperty("l2_gas").GetUInt64()), (name, block.Weights.ReceiptL2Gas));
            Assert.Equal((name, DiffWords(DevnetRun.Diff(step.GetProperty("state_diff")))), (name, block.Weights.StateDiffWords));
            Assert.Equal((name, (ulong)i), (name, block.Weights.Bytes));
            Assert.Equal(0UL, block.Weights.MessageWords + block.Weights.L1Gas);
            sum += block.Weights;
            state = new JournaledState(new DiffOverlay(state, block.StateDiff));
        }

        Assert.Equal(27UL, sum.Transactions);
        Assert.InRange(sum.SierraGas, 27UL * 1_000_000, (ulong)new BlockBounds().MaxSierraGas);
    }

    // The block-hash contract is written by the block, not by the transaction.
    private static ulong DiffWords(StateDiff diff)
    {
        ContractStorageDiff[] storage = [.. diff.StorageDiffs.Where(contract => contract.Address != Felt.One)];
        HashSet<Felt> contracts =
        [
            .. storage.Select(contract => contract.Address),
            .. diff.Nonces.Select(nonce => nonce.Address),
            .. diff.DeployedContracts.Select(contract => contract.Address),
        ];
        return (ulong)((2 * contracts.Count)
            + diff.DeployedContracts.Length + (2 * storage.Sum(contract => contract.Entries.Length)) + (2 * diff.DeclaredClasses.Length));
    }
}
