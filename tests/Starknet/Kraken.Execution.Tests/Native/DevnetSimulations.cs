using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Kraken.Execution.Tests.Devnet;
using Kraken.Execution.Transactions;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Execution.Tests.Native;

/// <summary>
/// The estimates and simulations recorded of a genuine development node, on both engines: the same outcomes, and the recorded gas, fees
/// and failures.
/// </summary>
/// <param name="chains">The chain behind its last transaction, on the virtual machine and natively.</param>
internal sealed class DevnetSimulations(DevnetChain[] chains)
{
    // What is not as recorded. Each has a reason: where the bounds are all zero and no fee is charged, that node lets the transaction
    // run out of gas and ours gives it what a block has; that node shows contracts the query's version whatever the transaction says;
    // ours, as the reference's executor without its strict check, lets a nonce be ahead of the account's.
    private readonly List<string> others = [];

    /// <summary>Estimates charge no fee, and a transaction that reverts is an error.</summary>
    internal void Estimate(JsonElement estimates)
    {
        Assert.Equal(22, estimates.GetArrayLength());
        foreach (JsonElement item in estimates.EnumerateArray())
        {
            List<TransactionOutcome> outcomes = Run(item, chargeFee: false);
            Compare(item, outcomes, outcomes[^1] is not ExecutedOutcome { RevertReason: null }, result => result);
        }

        Assert.Equal(["plain, bounds all zero", "plain, version without the query bit", "nonce gap"], others);
        others.Clear();
    }

    /// <summary>Simulations do what their flags say; a transaction that reverts is a result.</summary>
    internal void Simulate(JsonElement simulations)
    {
        Assert.Equal(15, simulations.GetArrayLength());
        foreach (JsonElement item in simulations.EnumerateArray())
        {
            List<TransactionOutcome> outcomes = Run(item, !Flags(item).Contains("SKIP_FEE_CHARGE"));
            Compare(item, outcomes, outcomes[^1] is not ExecutedOutcome, result => result.GetProperty("fee_estimation"));
        }

        Assert.Equal(["without either", "nonce gap"], others);
    }

    private List<TransactionOutcome> Run(JsonElement item, bool chargeFee)
    {
        Transaction[] transactions = [.. item.GetProperty("transactions").EnumerateArray().Select(DevnetRun.Transaction)];
        ExecutionFlags flags = new(chargeFee, !Flags(item).Contains("SKIP_VALIDATE"), StrictNonce: false);
        int block = item.GetProperty("block_id").GetProperty("block_number").GetInt32();
        List<TransactionOutcome>[] outcomes = [.. chains.Select(chain => chain.Simulate(block, transactions, flags))];
        Assert.Equal(outcomes[0].Count, outcomes[1].Count);
        for (int i = 0; i < outcomes[0].Count; i++)
        {
            EnginePair.Same(outcomes[0][i], outcomes[1][i]);
        }

        return outcomes[1];
    }

    private void Compare(JsonElement item, List<TransactionOutcome> outcomes, bool failed, Func<JsonElement, JsonElement> feeOf)
    {
        string name = item.GetProperty("name").GetString()!;
        int block = item.GetProperty("block_id").GetProperty("block_number").GetInt32();
        bool same = failed == item.TryGetProperty("error", out _);
        if (same && !failed)
        {
            JsonElement[] results = [.. item.GetProperty("result").EnumerateArray()];
            Assert.Equal(results.Length, outcomes.Count);
            same = results.Zip(outcomes.Cast<ExecutedOutcome>()).All(pair => IsRecorded(feeOf(pair.First), block, pair.Second));
        }

        if (!same)
        {
            others.Add(name);
        }
    }

    private bool IsRecorded(JsonElement fee, int block, ExecutedOutcome outcome)
    {
        FeeEstimate estimate = FeeEstimation.Of(chains[1].ContextOf(block), outcome);
        return DevnetRun.Number(fee, "overall_fee") == estimate.OverallFee
            && DevnetRun.Number(fee, "l1_gas_consumed") == estimate.Gas.L1Gas
            && DevnetRun.Number(fee, "l1_data_gas_consumed") == estimate.Gas.L1DataGas
            && DevnetRun.Number(fee, "l2_gas_consumed") == estimate.Gas.L2Gas;
    }

    private static string[] Flags(JsonElement item) =>
        [.. item.GetProperty("simulation_flags").EnumerateArray().Select(flag => flag.GetString()!)];
}
