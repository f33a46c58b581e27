using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.BlockProof.Binding;
using Kraken.BlockProof.Replay;
using Kraken.Execution.Classes;
using Kraken.Proofs;
using Kraken.Proofs.Checking.Chain;
using Kraken.Rpc.Client;
using Kraken.Starknet.Blocks;
using Kraken.Watcher.Queue;
using Microsoft.Extensions.Logging;

namespace Kraken.Watcher.Following;

/// <summary>
/// Follows a node block by block: executes each again, compares, queues the calls to prove, moves the cursor. The cursor moves after
/// the block's calls are in the queue, so a block is done at least once, and queueing it again changes nothing.
/// </summary>
internal sealed class BlockFollower(
    IBlockSource source,
    WatcherOptions options,
    ProofQueue queue,
    DifferingBlocks differing,
    StatusBoard board,
    TimeProvider clock,
    ILogger logger)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly CursorFile file = new(Path.Combine(Directory.CreateDirectory(options.DataFolder).FullName, "cursor.json"));
    private readonly BlockReplayer replayer = new(source);

    /// <summary>Follows until cancelled. Whatever keeps it from a block is told and tried again: no block is left out.</summary>
    /// <exception cref="InvalidDataException">The cursor stands on another chain than the node's, or its file is damaged.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        TimeSpan pause = options.PollInterval;
        while (true)
        {
            try
            {
                await CatchUpAsync(cancellation).ConfigureAwait(false);
                board.Report(WatcherProblem.Following, null);
                pause = options.PollInterval;
            }
            catch (Exception exception) when (IsTransient(exception, cancellation))
            {
                string what = exception switch
                {
                    RpcClientException { Code: RpcErrorCode.BlockNotFound } =>
                        $"the node at {options.Rpc} does not hold what the block after {file.Read()?.Number ?? 0} needs",
                    HttpRequestException or RpcClientException or TaskCanceledException => $"the node at {options.Rpc} does not answer",
                    _ => $"the block after {file.Read()?.Number ?? 0} cannot be followed ({exception.GetType().Name})",
                };
                if (board.Report(WatcherProblem.Following, $"{what}: {exception.Message}"))
                {
                    logger.LogWarning(exception, "{What}: {Reason}; trying again", what, exception.Message);
                }

                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }

            await Task.Delay(pause, clock, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Works through the blocks that are decided now.</summary>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        ulong latest = await source.LatestAsync(cancellation).ConfigureAwait(false);
        ChainCursor cursor = file.Read() ?? new ChainCursor(0, (await source.HeaderAsync(0, cancellation).ConfigureAwait(false)).Hash);
        while (cursor.Number < latest)
        {
            cursor = await FollowAsync(cursor, cancellation).ConfigureAwait(false);
            file.Write(cursor);
            board.Followed(cursor.Number);
        }
    }

    // Being told to stop is no failure, and another chain's cursor stays another chain's.
    private static bool IsTransient(Exception exception, CancellationToken cancellation) =>
        exception is not InvalidDataException && !(exception is OperationCanceledException && cancellation.IsCancellationRequested);

    private async Task<ChainCursor> FollowAsync(ChainCursor cursor, CancellationToken cancellation)
    {
        ReplayedBlock replayed = await replayer.ReplayAsync(cursor.Number + 1, DemoCalls.Selects, cancellation).ConfigureAwait(false);
        BlockHeader header = replayed.Decided.Block.Header;
        if (header.ParentHash != cursor.Hash || header.Number != cursor.Number + 1)
        {
            throw new InvalidDataException(
                $"block {cursor.Number + 1} of the node stands on {header.ParentHash},"
                + $" the cursor on block {cursor.Number} with hash {cursor.Hash}: another chain? Remove {options.DataFolder} to follow it");
        }

        if (replayed.Mismatches.IsEmpty)
        {
            await QueueAsync(replayed, cancellation).ConfigureAwait(false);
        }
        else
        {
            Record(header, [.. replayed.Mismatches.Select(mismatch => mismatch.ToString())]);
        }

        return new ChainCursor(header.Number, header.Hash);
    }

    private async Task QueueAsync(ReplayedBlock replayed, CancellationToken cancellation)
    {
        List<string> mismatched = [];
        int queued = 0;
        foreach (ReplayedCall call in replayed.Calls)
        {
            // The replay ran the class, so it compiles.
            CompiledContract contract = replayer.Classes.Known(call.Call.ClassHash)!;
            ProofJob? job = CallPreparation.TryPrepare(
                call, replayed.Decided, contract, out string? refusal, out IReadOnlyList<BindingMismatch> mismatches);
            mismatched.AddRange(mismatches.Select(mismatch => $"transaction {call.Transaction.Hash}, {mismatch}"));
            if (refusal is not null)
            {
                Refuse(call, replayed.Decided.Block.Header, refusal);
            }

            if (job is not null)
            {
                await queue.AddAsync(job, cancellation).ConfigureAwait(false);
                queued++;
            }
        }

        BlockHeader header = replayed.Decided.Block.Header;
        if (mismatched.Count > 0)
        {
            Record(header, [.. mismatched]);
        }

        int transactions = replayed.Decided.Block.Transactions.Length;
        if (transactions > 0)
        {
            logger.LogInformation(
                "block {Number}: {Transactions} transactions executed again, receipts and state diff agree; "
                + "{Queued} calls to prove, {Waiting} waiting",
                header.Number, transactions, queued, queue.Count);
        }
    }

    private void Refuse(ReplayedCall call, BlockHeader header, string reason)
    {
        string name = DemoCalls.NameOf(call.Call.Request.Selector);
        logger.LogWarning("{Call} of transaction {Hash} is not proved: {Reason}", name, call.Transaction.Hash, reason);
        queue.Refuse(call.TransactionIndex, new FailedCall(header.Number, call.Transaction.Hash, name, reason, 0, clock.GetUtcNow()));
    }

    private void Record(BlockHeader header, string[] mismatches)
    {
        foreach (string mismatch in mismatches.Take(DifferingBlocks.MaxMismatches))
        {
            logger.LogError("block {Number} {Hash}: {Mismatch}", header.Number, header.Hash, mismatch);
        }

        differing.Add(new DifferingBlock(header.Number, header.Hash, [.. mismatches]));
    }
}
