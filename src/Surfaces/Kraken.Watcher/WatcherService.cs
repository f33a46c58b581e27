using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Farm;
using Kraken.Farm.Proving;
using Kraken.Farm.Workers;
using Kraken.Proofs;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Chain;
using Kraken.Rpc.Client;
using Kraken.Watcher.Metrics;
using Kraken.Watcher.Ranges;
using Microsoft.Extensions.Logging;

namespace Kraken.Watcher;

/// <summary>
/// The watcher: reads a node's blocks over JSON-RPC, believes nothing of them but what follows from their certificates, executes them
/// again, and sees to it that all of them are proved, in ranges, by a worker of its own or by those of a farm. May be stopped and started
/// at any moment.
/// </summary>
public static class WatcherService
{
    /// <summary>Works until cancelled, which ends it without an exception.</summary>
    /// <param name="options">How to work.</param>
    /// <param name="authority">Who decides the chain's blocks, by its genesis file. Not disposed here.</param>
    /// <param name="farm">Where workers take jobs; null to prove here.</param>
    /// <param name="logger">Told of blocks, phases of proving, and what differs (as errors).</param>
    /// <param name="cancellation">Stops the work between phases.</param>
    /// <exception cref="InvalidDataException">The cursor in the data folder is damaged, or of another chain.</exception>
    public static async Task RunAsync(
        WatcherOptions options, BlockAuthority authority, RangeFarm? farm, ILogger logger, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(authority);
        ArgumentNullException.ThrowIfNull(logger);
        if (options.YieldsToNodes)
        {
            LowerPriority(logger);
        }

        using HttpClient http = new();
        RpcChainSource source = new(new RpcClient(http, options.Rpc));
        ulong own = options.ProofMemory is { } bytes ? RangeCells.OfMemory(bytes) : RangeCells.OfThisMachine();
        ulong cells = farm is null ? own : RangeCells.Most;
        using RangeProver prover = new(authority, cells, TimeProvider.System);
        await RunAsync(
            options, source, new NodeWitnessReader(source, authority), prover, farm, TimeProvider.System, logger, cancellation)
            .ConfigureAwait(false);
    }

    internal static async Task RunAsync(
        WatcherOptions options, IChainSource source, IWitnessReader reader, IRangeProver prover, RangeFarm? farm, TimeProvider clock,
        ILogger logger, CancellationToken cancellation)
    {
        RangeFarm meeting = farm ?? RangeFarm.Embedded(options.DataFolder, options.ProofsFolder);
        RangeBoard board =
            new(meeting.Proofs, prover.Genesis, new StatusBoard(new WatcherStatusFile(options.ProofsFolder), clock, logger));
        using WatcherMeter meter = new(() => board.Status);
        RangeDispatcher dispatcher = new(source, reader, meeting, prover, options, board, clock, logger);
        logger.LogInformation("watching {Address}", options.Rpc.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped));
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] loops = [dispatcher.RunAsync(stop.Token), .. farm is null ? [Worker().RunAsync(stop.Token)] : Array.Empty<Task>()];
        try
        {
            // The first loop that ends ends the other: neither can do without it.
            await (await Task.WhenAny(loops).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            logger.LogInformation("the watcher stops");
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(loops).ContinueWith(
                _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
        }

        // The one worker of a process is all there are, so a job that it has no memory for is planned anew at once.
        ProveWorker Worker() => new(
            meeting.Queue, meeting.Witnesses, meeting.Proofs, prover, options.Worker with { MaxRefusals = 0 }, board, clock, logger);
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
}
