using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Concurrency;
using Kraken.Execution.Constants;
using Kraken.Execution.Limits;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.Execution.Tests.Concurrency;

/// <summary>All that anybody can see of a block's execution, as text: two executions are the same if their texts are.</summary>
internal static class BlockText
{
    /// <summary>Executes a scripted block until a transaction may not enter it, one after another.</summary>
    internal static string OfWhole(ScriptedBlock block) => Of(block, (run, budget) =>
        run.ExecuteAll(Enumerable.Range(0, block.Count).Select(block.At), budget));

    /// <summary>The same with several threads.</summary>
    internal static string OfWhole(ScriptedBlock block, int threads, IInterleaving? interleaving) => Of(block, (run, budget) =>
    {
        using OptimisticRun ahead = new(run, block.Count, block.At, threads, null, interleaving);
        return run.ExecuteAll(ahead, block.Count, budget, CancellationToken.None);
    });

    /// <summary>Executes those transactions of a scripted block that may enter it, one after another.</summary>
    internal static string OfWhatFits(ScriptedBlock block) => Of(block, (run, _) =>
        Pick(block, (index, budget) => run.Execute(block.At(index), budget)));

    /// <summary>The same with several threads.</summary>
    internal static string OfWhatFits(ScriptedBlock block, int threads, IInterleaving? interleaving) => Of(block, (run, _) =>
    {
        using OptimisticRun ahead = new(run, block.Count, block.At, threads, null, interleaving);
        return Pick(block, (index, budget) =>
        {
            ahead.Begin(index);
            return ahead.Execute(index, budget);
        });
    });

    /// <summary>All of an executed transaction.</summary>
    internal static string Of(TransactionOutcome outcome)
    {
        if (outcome is not ExecutedOutcome executed)
        {
            return $"{outcome}";
        }

        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{executed.RevertReason} {executed.Gas} {executed.DataGas} {executed.Fee}");
        text.Append(CultureInfo.InvariantCulture, $" {executed.Resources} {executed.Resources.Vm.Steps} ");
        text.AppendJoin(' ', executed.Changes.Select(change => $"{change}"));
        text.Append(" visits ").AppendJoin(' ', executed.Usage.Storage.Select(cell => $"{cell}"));
        text.Append(" classes ").AppendJoin(' ', executed.Usage.Classes.Keys);
        text.Append(" builtins ").AppendJoin(' ', Counts(executed.Usage.Builtins)).Append(" reverted ");
        text.AppendJoin(' ', Counts(executed.Usage.RevertedBuiltins));
        return text.ToString();
    }

    /// <summary>All of a finished block.</summary>
    internal static string Of(ExecutedBlock block)
    {
        StringBuilder text = new();
        text.AppendJoin('\n', block.Outcomes.Select(Of));
        text.Append('\n').AppendJoin(' ', block.Transactions.Select(transaction => transaction.Hash));
        text.Append('\n').AppendJoin(' ', block.Receipts.Select(receipt =>
            $"{receipt.TransactionHash} {receipt.ActualFee} {receipt.Gas} {receipt.Events.Length} {receipt.RevertReason}"));
        text.Append('\n').Append(block.Weights).Append(' ').Append(block.Gas);
        text.Append('\n').AppendJoin(' ', block.StateDiff.Cells().Select(cell => $"{cell}"));
        BlockCommitments commitments = ContentCommitments.Compute(block.Transactions, block.Receipts, block.StateDiff);
        return text.Append('\n').Append(commitments).ToString();
    }

    private static IEnumerable<string> Counts(BuiltinCounts counts) =>
        Enum.GetValues<PricedBuiltin>().Where(builtin => counts[builtin] != 0).Select(builtin => $"{builtin} {counts[builtin]}");

    private static string Of(ScriptedBlock block, Func<BlockRun, ExecutionBudget, object?> execute)
    {
        ClassRegistry classes = new();
        BlockRun run = block.Begin(classes);
        using ExecutionBudget budget = new(maxCells: block.MaxCells);
        string end;
        try
        {
            end = $"{execute(run, budget)}";
        }
        catch (Exception failure)
        {
            end = $"{failure.GetType()} {failure.Message}";
        }

        string found = string.Join(' ', ScriptedBlock.ClassHashes.Select(hash => classes.Find(hash) is null ? "no class" : "class"));
        string declared = string.Join(' ', run.Declared.Select(contract => contract.ClassHash));
        return $"{end}\n{run.Count} {run.Weights}\n{found} {declared}\n{budget.UsedCells} {budget.PeakCells}\n{Of(run.Finish())}";
    }

    // As a builder: what is left out is told, and so are those behind it of the same account.
    private static string Pick(ScriptedBlock block, Func<int, ExecutionBudget, TransactionOutcome> execute)
    {
        StringBuilder told = new();
        HashSet<Felt> passedOver = [];
        for (int index = 0; index < block.Count; index++)
        {
            if (passedOver.Contains(block.Sender(index)))
            {
                continue;
            }

            using ExecutionBudget budget = new(maxCells: block.MaxCells);
            string result;
            try
            {
                TransactionOutcome outcome = execute(index, budget);
                result = outcome is ExecutedOutcome ? "executed" : $"{outcome}";
            }
            catch (Exception failure)
            {
                result = $"{failure.GetType()} {failure.Message}";
            }

            if (result != "executed")
            {
                passedOver.Add(block.Sender(index));
            }

            told.Append(CultureInfo.InvariantCulture, $"{index}: {result} {budget.UsedCells} {budget.PeakCells}\n");
        }

        return told.ToString();
    }
}
