using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.BlockProof.Binding;
using Kraken.BlockProof.Replay;
using Kraken.Execution.Classes;
using Kraken.Proofs.Chain;
using Kraken.Rpc.Client;
using Kraken.Starknet.Blocks;
using Kraken.Watcher.Queue;
using Microsoft.Extensions.Logging;

namespace Kraken.Watcher.Following;

/// <summary>
/// Follows a node block by block: executes each again, compares, queues the calls to prove, moves the cursor. The cursor moves after
/// the block's calls are in the queue, so a block is done at least once, and queueing it again changes nothing.
/// </summary>
internal sealed class BlockFollower(IBlockSource source, WatcherOptions options, ProofQueue queue, TimeProvider clock, ILogger logger)
{
    private readonly CursorFile file = new(Path.Combine(Directory.CreateDirectory(options.DataFolder).FullName, "cursor.json"));
    private readonly string mismatchFolder = Directory.CreateDirectory(Path.Combine(options.DataFolder, "mismatches")).FullName;
    private readonly BlockReplayer replayer = new(source);

    /// <summary>Follows until cancelled; while the node is away it waits.</summary>
    /// <exception cref="InvalidDataException">The cursor stands on another chain than the node's, or its file is damaged.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        bool reachable = true;
        while (true)
        {
            try
            {
                await CatchUpAsync(cancellation).ConfigureAwait(false);
                reachable = true;
            }
            catch (Exception exception) when (exception is HttpRequestException or RpcClientException or TaskCanceledException && !cancellation.IsCancellationRequested)
            {
                if (reachable)
                {
                    logger.LogWarning("the node at {Address} does not answer: {Reason}; trying again", options.Rpc, exception.Message);
                }

                reachable = false;
            }

            await Task.Delay(options.PollInterval, clock, cancellation).ConfigureAwait(false);
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
        }
    }

    private async Task<ChainCursor> FollowAsync(ChainCursor cursor, CancellationToken cancellation)
    {
        ReplayedBlock replayed = await replayer.ReplayAsync(cursor.Number + 1, DemoCalls.Selects, cancellation).ConfigureAwait(false);
        BlockHeader header = replayed.Decided.Block.Header;
        if (header.ParentHash != cursor.Hash || header.Number != cursor.Number + 1)
        {
            throw new InvalidDataException(
                $"block {cursor.Number + 1} of the node stands on {header.ParentHash}, the cursor on block {cursor.Number} with hash {cursor.Hash}: another chain? Remove {options.DataFolder} to follow it");
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
        List<string> differing = [];
        int queued = 0;
        foreach (ReplayedCall call in replayed.Calls)
        {
            // The replay ran the class, so it compiles.
            CompiledContract contract = replayer.Classes.Known(call.Call.ClassHash)!;
            ProofJob? job = CallPreparation.TryPrepare(call, replayed.Decided, contract, out string? refusal, out IReadOnlyList<BindingMismatch> mismatches);
            differing.AddRange(mismatches.Select(mismatch => $"transaction {call.Transaction.Hash}, {mismatch}"));
            if (refusal is not null)
            {
                logger.LogWarning("{Call} of transaction {Hash} is not proved: {Reason}", DemoCalls.NameOf(call.Call.Request.Selector), call.Transaction.Hash, refusal);
            }

            if (job is not null)
            {
                await queue.AddAsync(job, cancellation).ConfigureAwait(false);
                queued++;
            }
        }

        BlockHeader header = replayed.Decided.Block.Header;
        if (differing.Count > 0)
        {
            Record(header, [.. differing]);
        }

        int transactions = replayed.Decided.Block.Transactions.Length;
        if (transactions > 0)
        {
            logger.LogInformation(
                "block {Number}: {Transactions} transactions executed again, receipts and state diff agree; {Queued} calls to prove, {Waiting} waiting",
                header.Number, transactions, queued, queue.Count);
        }
    }

    private void Record(BlockHeader header, string[] mismatches)
    {
        foreach (string mismatch in mismatches)
        {
            logger.LogError("block {Number} {Hash}: {Mismatch}", header.Number, header.Hash, mismatch);
        }

        string path = Path.Combine(mismatchFolder, header.Number.ToString(CultureInfo.InvariantCulture) + ".json");
        AtomicFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(new MismatchRecord(header.Number, header.Hash, [.. mismatches]), WatcherJson.Default.MismatchRecord));
    }
}
