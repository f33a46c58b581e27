using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Execution.Blocks;
using Kraken.Execution.Limits;
using Kraken.Execution.Native;
using Kraken.Execution.Tests.Devnet;
using Kraken.Execution.Transactions;
using Kraken.Sierra;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Execution.Tests.Native;

/// <summary>
/// The transactions and calls recorded of a genuine development node, on both engines: outcomes, traces, receipts and state diffs.
/// </summary>
public sealed class DevnetEngineTests(ITestOutputHelper output)
{
    // From here on calls are metered by Sierra gas, which is what native code has.
    private static readonly SierraVersion Gas = new(1, 9, 3);

    // What that node took for the version of its genesis classes.
    private static readonly SierraVersion Steps = new(0, 1, 0);

    // What no recorded call that succeeds takes; those without an end take all of it, and memory in proportion.
    private const ulong CallGas = 1_000_000_000;

    [Fact]
    public void TheChainsContractsRunTheSame()
    {
        JsonElement[] steps = DevnetRun.Steps();
        DevnetChain[] chains = [new(steps, false, Gas), new(steps, true, Gas)];
        foreach (DevnetChain chain in chains)
        {
            using JsonDocument document = RepositoryData.Json("starknet", "devnet-run", "chain_contracts.json");
            foreach (string name in (string[])["account", "erc20", "universal_deployer", "demo"])
            {
                JsonElement declare = document.RootElement.GetProperty("transactions").EnumerateArray()
                    .First(t => t.GetProperty("name").GetString()!.Contains(name, StringComparison.Ordinal)
                        && t.GetProperty("transaction").GetProperty("type").GetString() == "DECLARE");
                chain.Prepare(
                    DevnetRun.Felt(declare.GetProperty("transaction"), "class_hash"), Gas, "cairo", "chain-contracts",
                    $"{name}.sierra.json");
            }
        }

        Assert.Equal(27, steps.Length);
        Replay(steps, chains, [], areAsRecorded: false);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void SystemCallsRunTheSame()
    {
        using JsonDocument document = JsonDocument.Parse(
            File.ReadAllBytes(RepositoryData.PathOf("starknet", "devnet-run", "system_calls.json")),
            new JsonDocumentOptions { MaxDepth = 512 });
        JsonElement[] steps = [.. document.RootElement.GetProperty("transactions").EnumerateArray()];
        DevnetChain[] chains = [new(steps, false, Steps), new(steps, true, Steps)];
        foreach (DevnetChain chain in chains)
        {
            foreach (JsonProperty item in document.RootElement.GetProperty("classes").EnumerateObject()
                .Where(item => item.Value.TryGetProperty("declared_version", out _)))
            {
                string[] folder = item.Name is "account" or "demo" ? ["cairo", "chain-contracts"] : ["starknet", "devnet-run", "contracts"];
                Assert.True(SierraVersion.TryParse(item.Value.GetProperty("declared_version").GetString()!, out SierraVersion version));
                chain.Prepare(DevnetRun.Felt(item.Value, "class_hash"), version, [.. folder, $"{item.Name}.sierra.json"]);
            }

            chain.Prepare(DevnetRun.DeclaredInSimulations, Gas, "cairo", "chain-contracts", "universal_deployer.sierra.json");
        }

        Assert.Equal(194, steps.Length);
        Replay(steps, chains, [.. document.RootElement.GetProperty("refused").EnumerateArray()], areAsRecorded: true);
        RefuseMessageWithoutFee(document.RootElement.GetProperty("refused"), chains);
        Ask(document.RootElement.GetProperty("calls"), chains);
        DevnetSimulations simulations = new(chains);
        simulations.Estimate(document.RootElement.GetProperty("estimates"));
        simulations.Simulate(document.RootElement.GetProperty("simulations"));
    }

    private void Replay(JsonElement[] steps, DevnetChain[] chains, JsonElement[] refused, bool areAsRecorded)
    {
        int refusals = 0;
        int reverted = 0;
        for (int i = 0; i < steps.Length; i++)
        {
            string name = steps[i].GetProperty("name").GetString()!;
            using ExecutionBudget machine = new();
            (TransactionOutcome expected, ExecutedBlock block) = chains[0].Execute(i, machine);
            RefuseWhatTakesMore(i, steps[i].GetProperty("transaction"), machine.PeakCells, chains[1]);
            using ExecutionBudget free = new();
            (TransactionOutcome outcome, ExecutedBlock other) = chains[1].Execute(i, free);
            try
            {
                EnginePair.Same(expected, outcome);
                Assert.Equal(StateDiffHash.Compute(block.StateDiff), StateDiffHash.Compute(other.StateDiff));
                BlockCommitments commitments = ContentCommitments.Compute(block.Transactions, block.Receipts, block.StateDiff);
                Assert.Equal(commitments, ContentCommitments.Compute(other.Transactions, other.Receipts, other.StateDiff));
            }
            catch (Exception difference)
            {
                throw new InvalidOperationException($"transaction {i}: {name}", difference);
            }

            ExecutedOutcome executed = Assert.IsType<ExecutedOutcome>(outcome);
            if (areAsRecorded)
            {
                RecordedStep.Matches(steps[i], executed, other);
            }

            reverted += executed.RevertReason is null ? 0 : 1;
            refusals += Refuse(i, [.. refused.Where(r => r.GetProperty("after").GetInt32() == i + 1)], chains);
        }

        output.WriteLine($"{refusals} transactions that the node refused came to the same on both engines");
        output.WriteLine($"{steps.Length} transactions the same on both engines, {reverted} of them reverted");
        output.WriteLine(areAsRecorded ? "all of them as recorded" : "metered otherwise than recorded");
    }

    // Where it must fit on the machine, and takes there one cell more than there is, it is not taken for one that fits.
    private static void RefuseWhatTakesMore(int index, JsonElement transaction, long peak, DevnetChain native)
    {
        if (transaction.GetProperty("type").GetString() == "INVOKE")
        {
            using ExecutionBudget less = new(maxCells: peak - 1) { MustFitMachine = true };
            Assert.Equal(
                InterruptionKind.OutOfMemory,
                Assert.Throws<ExecutionInterruptedException>(() => native.Try(index, transaction, less)).Kind);
        }
    }

    // What the node refused, on the state behind a transaction; declarations name their class only.
    private static int Refuse(int index, JsonElement[] refused, DevnetChain[] chains)
    {
        int count = 0;
        foreach (JsonElement item in refused)
        {
            if (item.TryGetProperty("transaction", out JsonElement transaction) && transaction.GetProperty("type").GetString() == "INVOKE")
            {
                count++;
                EnginePair.Same(chains[0].Try(index, transaction), chains[1].Try(index, transaction));
            }
        }

        return count;
    }

    // The record has the message as the postman was given it. It was refused on the state behind another one of the same sender.
    private static void RefuseMessageWithoutFee(JsonElement refused, DevnetChain[] chains)
    {
        JsonElement item = refused.EnumerateArray().Single(r => r.TryGetProperty("message", out _));
        JsonElement message = item.GetProperty("message");
        L1HandlerTransaction transaction = new()
        {
            Nonce = DevnetRun.Felt(message, "nonce"),
            ContractAddress = DevnetRun.Felt(message, "l2_contract_address"),
            EntryPointSelector = DevnetRun.Felt(message, "entry_point_selector"),
            Calldata = [DevnetRun.Felt(message, "l1_contract_address"), .. DevnetRun.Felts(message, "payload")],
        };
        ExecutableTransaction unpaid = new(transaction.WithHash(ChainId.Sepolia)) { PaidFeeOnL1 = 0 };
        int after = item.GetProperty("after").GetInt32();
        foreach (DevnetChain chain in chains)
        {
            RejectedOutcome rejected = Assert.IsType<RejectedOutcome>(chain.Try(after, unpaid));
            Assert.Equal(item.GetProperty("error").GetProperty("message").GetString(), rejected.Rejection.Message);
            Assert.Equal(RejectionKind.L1FeeNotPaid, rejected.Rejection.Kind);
            Assert.IsType<ExecutedOutcome>(chain.Try(after, unpaid with { PaidFeeOnL1 = 1 }));
        }
    }

    private void Ask(JsonElement calls, DevnetChain[] chains)
    {
        int asked = 0;
        List<string> others = [];
        foreach (JsonElement call in calls.EnumerateArray())
        {
            int block = call.GetProperty("block_id").GetProperty("block_number").GetInt32();
            if (!chains[0].Has(block))
            {
                continue;
            }

            asked++;
            ViewResult[] results = [.. chains.Select(chain => chain.Call(block, call.GetProperty("request"), CallGas))];
            string name = call.GetProperty("name").GetString()!;
            Assert.Null(OutcomeDifference.Find(results[0], results[1]) is { } difference ? $"{name}: {difference}" : null);
            bool succeeded = call.TryGetProperty("result", out _);
            if (succeeded != (results[1].Status == ViewStatus.Success)
                || (succeeded && !results[1].Retdata.SequenceEqual(DevnetRun.Felts(call, "result"))))
            {
                others.Add(name);
            }
        }

        // That node shows a call the block behind the one that it names.
        Assert.Equal(["execution info in a call"], others);
        Assert.Equal(54, asked);
        output.WriteLine($"{asked} calls the same on both engines");
    }
}
