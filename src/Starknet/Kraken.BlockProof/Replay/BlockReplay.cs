using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Kraken.Execution.Blocks;
using Kraken.Execution.Calls;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Transactions;
using Kraken.State;

namespace Kraken.BlockProof.Replay;

/// <summary>Executes decided blocks again and compares receipts and state diff.</summary>
public static class BlockReplay
{
    /// <summary>Replays a block.</summary>
    /// <param name="decided">The block.</param>
    /// <param name="parent">The state after the block before it.</param>
    /// <param name="context">The chain.</param>
    /// <param name="selects">Which calls of successful invokes to give back.</param>
    /// <param name="cancellation">Ends the work between transactions.</param>
    public static ReplayedBlock Run(
        DecidedBlock decided,
        IStateReader parent,
        ReplayContext context,
        Func<CallInfo, bool> selects,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(decided);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(selects);
        BlockHeader header = decided.Block.Header;
        if (VersionedConstants.ForVersion(header.StarknetVersion) is not { } constants)
        {
            return Unknown(decided, "protocol version", "one whose constants are known", header.StarknetVersion);
        }

        bool needsOld = BlockRun.OldBlock(header.Number, constants).HasValue;
        if (needsOld != decided.OldBlockHash.HasValue)
        {
            return Unknown(decided, "old block hash", needsOld ? "a hash" : "none", decided.OldBlockHash?.ToString() ?? "none");
        }

        if (HashMismatches(decided, context.Chain.ChainId) is { IsEmpty: false } differing)
        {
            return new ReplayedBlock(decided, differing, []);
        }

        BlockContext block = BlockContext.Of(header, context.Chain, constants);
        BlockRun run = new(block, parent, _ => decided.OldBlockHash.GetValueOrDefault(), context.Classes);
        if (run.ExecuteAll(decided.Block.Transactions.Select(Executable), cancellation: cancellation) is { } refused)
        {
            return Unknown(decided, $"transaction {refused.Index}", $"refused: {refused.Reason}", "a part of the block");
        }

        ExecutedBlock executed = run.Finish();
        ImmutableArray<ReplayMismatch> mismatches =
        [
            .. ReceiptComparison.Compare(executed.Receipts, decided.Block.Receipts),
            .. StateDiffComparison.Compare(executed.StateDiff, decided.Diff),
        ];
        return new ReplayedBlock(decided, mismatches, [.. Calls(decided, executed, parent, selects)]);

        ExecutableTransaction Executable(Transaction transaction) =>
            new(transaction, transaction is DeclareTransaction declare ? context.Compile(declare.ClassHash) : null);
    }

    /// <summary>A block's hash holds the transactions' hashes only: that these are those of the content is seen nowhere else.</summary>
    private static ImmutableArray<ReplayMismatch> HashMismatches(DecidedBlock decided, ChainId chain) =>
    [
        .. decided.Block.Transactions
            .Select(transaction => (Computed: TransactionHash.Compute(transaction, chain), Stated: transaction.Hash))
            .Index()
            .Where(item => item.Item.Computed != item.Item.Stated)
            .Select(item =>
                new ReplayMismatch($"transaction {item.Index}, hash", item.Item.Computed.ToString(), item.Item.Stated.ToString())),
    ];

    private static IEnumerable<ReplayedCall> Calls(
        DecidedBlock decided,
        ExecutedBlock executed,
        IStateReader parent,
        Func<CallInfo, bool> selects)
    {
        Dictionary<Felt, ContractHistory> histories = [];
        foreach ((int index, ExecutedOutcome outcome) in executed.Outcomes.Index())
        {
            if (executed.Transactions[index] is not InvokeTransaction invoke || outcome.RevertReason is not null || outcome.Execute is null)
            {
                continue;
            }

            CallInfo[] calls = [.. outcome.Execute.SelfAndInner()];
            foreach (CallInfo call in calls.Where(selects))
            {
                Felt contract = call.Request.StorageAddress;
                if (!histories.TryGetValue(contract, out ContractHistory? history))
                {
                    history = new ContractHistory(parent, contract, executed.Outcomes);
                    histories.Add(contract, history);
                }

                yield return new ReplayedCall
                {
                    TransactionIndex = index,
                    Transaction = invoke,
                    Receipt = decided.Block.Receipts[index],
                    Call = call,
                    History = history,
                    IsOnlyOfContract = calls.Count(other => other.Request.StorageAddress == contract) == 1,
                };
            }
        }
    }

    private static ReplayedBlock Unknown(DecidedBlock decided, string where, string expected, string got) =>
        new(decided, [new ReplayMismatch(where, expected, got)], []);
}
