using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Kraken.Execution.Blocks;
using Kraken.Execution.Constants;
using Kraken.Execution.Transactions;
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
    /// <param name="cancellation">Ends the work between transactions.</param>
    /// <returns>What differs; empty when the block is what its execution gives.</returns>
    public static ImmutableArray<ReplayMismatch> FindMismatches(
        DecidedBlock decided,
        IStateReader parent,
        ReplayContext context,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(decided);
        ArgumentNullException.ThrowIfNull(context);
        BlockHeader header = decided.Block.Header;
        if (VersionedConstants.ForVersion(header.StarknetVersion) is not { } constants)
        {
            return Unknown("protocol version", "one whose constants are known", header.StarknetVersion);
        }

        bool needsOld = BlockRun.OldBlock(header.Number, constants).HasValue;
        if (needsOld != decided.OldBlockHash.HasValue)
        {
            return Unknown("old block hash", needsOld ? "a hash" : "none", decided.OldBlockHash?.ToString() ?? "none");
        }

        if (HashMismatches(decided, context.Chain.ChainId) is { IsEmpty: false } differing)
        {
            return differing;
        }

        BlockContext block = BlockContext.Of(header, context.Chain, constants);
        BlockRun run = new(block, parent, _ => decided.OldBlockHash.GetValueOrDefault(), context.Classes);
        if (run.ExecuteAll(decided.Block.Transactions.Select(Executable), cancellation: cancellation) is { } refused)
        {
            return Unknown($"transaction {refused.Index}", $"refused: {refused.Reason}", "a part of the block");
        }

        ExecutedBlock executed = run.Finish();
        return
        [
            .. ReceiptComparison.Compare(executed.Receipts, decided.Block.Receipts),
            .. StateDiffComparison.Compare(executed.StateDiff, decided.Diff),
        ];

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

    private static ImmutableArray<ReplayMismatch> Unknown(string where, string expected, string got) =>
        [new ReplayMismatch(where, expected, got)];
}
