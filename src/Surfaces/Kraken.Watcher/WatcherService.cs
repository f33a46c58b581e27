using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Proofs;
using Kraken.Proofs.Ranges;
using Kraken.Proofs.Checking.Chain;
using Kraken.Proofs.Checking;
using Kraken.Rpc.Client;
using Kraken.Watcher.Following;
using Kraken.Watcher.Proving;
using Kraken.Watcher.Queue;
using Kraken.Watcher.Ranges;
using Microsoft.Extensions.Logging;

namespace Kraken.Watcher;

/// <summary>
/// The watcher-prover: follows a node over JSON-RPC, executes every block again, compares receipts and state diff, and proves the
/// demo contract's calls and all blocks, in ranges, into the proof store. May be stopped and started at any moment.
/// </summary>
public static class WatcherService
{
    private const string NoGenesis =
        "no genesis file was given (--genesis), so nothing that the node says of a block could be checked before it is proved";

    /// <summary>Works until cancelled, which ends it without an exception.</summary>
    /// <param name="options">How to work.</param>
    /// <param name="logger">Told of blocks, phases of proving, and mismatches (as errors).</param>
    /// <param name="cancellation">Stops the work between phases.</param>
    /// <exception cref="InvalidDataException">The data folder belongs to another chain, or its cursor is damaged.</exception>
    public static async Task RunAsync(WatcherOptions options, ILogger logger, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(logger);
        if (options.YieldsToNodes)
        {
            LowerPriority(logger);
        }

        using HttpClient http = new();
        RpcBlockSource source = new(new RpcClient(http, options.Rpc));
        FileProofStore store = new(options.ProofsFolder);
        ProofCheck check = new(source, options.Authority);
        using SemaphoreSlim turn = new(1, 1);
        CallProver prover = new(new RemoteClasses(source), turn);
        IRangeProver? ranges = options.Authority is { } authority
            ? new BlockRangeProver(source, authority, RangeCells.Limits(options), turn, TimeProvider.System)
            : null;
        await RunAsync(options, source, store, check.RunAsync, prover, TimeProvider.System, logger, cancellation, ranges)
            .ConfigureAwait(false);
    }

    private static void LowerPriority(ILogger logger)
    {
        try
        {
            using Process own = Process.GetCurrentProcess();
            own.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception exception) when (exception is Win32Exception or PlatformNotSupportedException)
        {
            logger.LogWarning("the priority stays as it is: {Reason}", exception.Message);
        }
    }

    internal static async Task RunAsync(
        WatcherOptions options,
        IBlockSource source,
        IProofStore store,
        Func<StoredProof, CancellationToken, Task<ProofCheckReport>> check,
        ICallProver prover,
        TimeProvider clock,
        ILogger logger,
        CancellationToken cancellation,
        IRangeProver? ranges = null)
    {
        using ProofQueue queue = new(Path.Combine(options.DataFolder, "queue"), options.MaxQueued, clock: clock);
        DifferingBlocks differing = new(Path.Combine(options.DataFolder, "mismatches"));
        StatusBoard board = new(new WatcherStatusFile(options.ProofsFolder), queue, differing, clock, logger);
        BlockFollower follower = new(source, options, queue, differing, board, clock, logger);
        ProofWorker worker = new(queue, prover, store, check, board, options.PollInterval, clock, logger);
        logger.LogInformation("watching {Address}, {Waiting} calls wait for a proof", options.Rpc, queue.Count);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] loops = [follower.RunAsync(stop.Token), worker.RunAsync(stop.Token), .. ProveBlocks(stop.Token)];
        try
        {
            // The first loop that ends ends the others: none can do without it.
            await (await Task.WhenAny(loops).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            logger.LogInformation("the watcher stops; {Waiting} calls wait for a proof", queue.Count);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(loops).ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
        }

        Task[] ProveBlocks(CancellationToken token)
        {
            if (ranges is null)
            {
                board.Ranges(new RangeStatus { DoneBlock = 0, Problem = NoGenesis });
                logger.LogWarning("no blocks are proved: {Reason}", NoGenesis);
                return [];
            }

            RangeProofStore proofs = new(options.ProofsFolder);
            return [new RangeWorker(source, ranges, proofs, options, board, clock, logger).RunAsync(token)];
        }
    }
}
