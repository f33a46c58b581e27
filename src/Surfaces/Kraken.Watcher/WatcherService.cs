using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Proofs;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Chain;
using Kraken.Proofs.Ranges;
using Kraken.Rpc.Client;
using Kraken.Watcher.Ranges;
using Microsoft.Extensions.Logging;

namespace Kraken.Watcher;

/// <summary>
/// The watcher-prover: reads a node's blocks over JSON-RPC, believes nothing of them but what follows from their certificates, executes
/// them again, and proves all of them, in ranges, into the proof store. May be stopped and started at any moment.
/// </summary>
public static class WatcherService
{
    /// <summary>Works until cancelled, which ends it without an exception.</summary>
    /// <param name="options">How to work.</param>
    /// <param name="authority">Who decides the chain's blocks, by its genesis file. Not disposed here.</param>
    /// <param name="logger">Told of blocks, phases of proving, and what differs (as errors).</param>
    /// <param name="cancellation">Stops the work between phases.</param>
    /// <exception cref="InvalidDataException">The cursor in the data folder is damaged.</exception>
    public static async Task RunAsync(
        WatcherOptions options, BlockAuthority authority, ILogger logger, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(authority);
        ArgumentNullException.ThrowIfNull(logger);
        if (options.YieldsToNodes)
        {
            LowerPriority(logger);
        }

        using HttpClient http = new();
        RpcBlockSource source = new(new RpcClient(http, options.Rpc));
        using SemaphoreSlim turn = new(1, 1);
        BlockRangeProver prover = new(source, authority, RangeCells.Limits(options), turn, TimeProvider.System);
        await RunAsync(options, source, prover, TimeProvider.System, logger, cancellation).ConfigureAwait(false);
    }

    internal static async Task RunAsync(
        WatcherOptions options, IBlockSource source, IRangeProver prover, TimeProvider clock, ILogger logger,
        CancellationToken cancellation)
    {
        StatusBoard board = new(new WatcherStatusFile(options.ProofsFolder), clock, logger);
        RangeWorker worker = new(source, prover, new RangeProofStore(options.ProofsFolder), options, board, clock, logger);
        logger.LogInformation("watching {Address}", options.Rpc);
        try
        {
            await worker.RunAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            logger.LogInformation("the watcher stops");
        }
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
