using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.State.Store;
using Kraken.Storage;
using Kraken.Sync.Checking;
using Kraken.Sync.Metrics;
using Kraken.Sync.Sources;
using Microsoft.Extensions.Logging;

namespace Kraken.Sync.Following;

/// <summary>
/// Follows a chain without voting: takes each block from one of several sources, checks it and stores it. Nothing that a source says
/// enters the store unchecked; a source that lies is named, left alone, and another one asked.
/// </summary>
public sealed class ChainFollower
{
    /// <summary>The blocks that may lie between a source's and this node's in the normal course.</summary>
    public const ulong NormalLag = 1;

    private readonly ChainStore store;
    private readonly BlockScreen screen;
    private readonly IChainStep step;
    private readonly SyncLimits limits;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly SourceList sources;
    private readonly Lock gate = new();
    private BlockHeader? start;

    /// <summary>Makes a follower that does nothing yet.</summary>
    /// <param name="store">The chain, its genesis block included. Nobody else writes to it.</param>
    /// <param name="screen">Checks blocks by themselves.</param>
    /// <param name="step">Takes a block on its parent.</param>
    /// <param name="sources">Where blocks come from, the first preferred.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="clock">The clock of waits and penalties.</param>
    /// <param name="logger">The log.</param>
    /// <exception cref="ArgumentException">There is no source, or too many.</exception>
    public ChainFollower(
        ChainStore store,
        BlockScreen screen,
        IChainStep step,
        IReadOnlyCollection<IBlockSource> sources,
        SyncLimits limits,
        TimeProvider clock,
        ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(limits);
        this.store = store;
        this.screen = screen;
        this.step = step;
        this.limits = limits;
        this.clock = clock;
        this.logger = logger;
        this.sources = new SourceList(sources, limits, clock);
    }

    /// <summary>Why nothing can be followed; null while a source may be right.</summary>
    public string? Failure => sources.AllLie;

    /// <summary>Whether some source says how high the chain is: without one nobody knows whether blocks are missing here.</summary>
    public bool IsHeard => sources.IsHeard;

    /// <summary>How each source stands, for people.</summary>
    public ImmutableArray<(string Name, string Standing)> Sources => sources.Standings;

    /// <summary>The sources, the one that served last first, those that are left alone last.</summary>
    public ImmutableArray<IBlockSource> Preferred => sources.Preferred;

    /// <summary>
    /// How far the follower is behind what a source claims that is not known to lie; null when it is not. The start is the block at which
    /// it was first seen to be behind. Safe for several threads.
    /// </summary>
    public SyncProgress? Progress()
    {
        BlockHeader? current = store.LatestNumber is { } number ? store.Header(number) : null;
        ulong highest = sources.Claimed;
        lock (gate)
        {
            if (current is null || highest <= current.Number + NormalLag)
            {
                start = null;
                return null;
            }

            start ??= current;
            return new SyncProgress(start.Number, start.Hash, current.Number, current.Hash, highest, default);
        }
    }

    /// <summary>Follows until cancelled.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="StoreException">The store cannot be read or written.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!await StepAsync(cancellation).ConfigureAwait(false))
            {
                TimeSpan wait = sources.UntilReady;
                await Task.Delay(wait > limits.PollInterval ? wait : limits.PollInterval, clock, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Asks the sources, one after another, until one has given blocks.</summary>
    /// <returns>Whether blocks were stored; else it is time to wait.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal async Task<bool> StepAsync(CancellationToken cancellation)
    {
        foreach (SourceState source in sources.Ready)
        {
            if (await FollowAsync(source, cancellation).ConfigureAwait(false))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<bool> FollowAsync(SourceState source, CancellationToken cancellation)
    {
        ulong before = store.LatestNumber!.Value;
        SourcePatience patience = new(limits, clock);
        string question = SyncMeter.Height;
        try
        {
            ulong claimed = await patience.WaitAsync(() => source.Source.LatestAsync(cancellation)).ConfigureAwait(false);
            SyncMeter.Asked(question, SyncMeter.Good);
            sources.Heard(source, claimed);
            if (claimed <= before)
            {
                sources.Answered(source);
                return false;
            }

            question = SyncMeter.Blocks;
            int wanted = (int)Math.Min(claimed - before, (ulong)limits.BlocksPerRequest);
            BlockPipeline pipeline = new(source.Source, screen, step, store, limits, patience);
            if (await pipeline.RunAsync(wanted, cancellation).ConfigureAwait(false) == 0)
            {
                throw new BlockSourceException($"{source.Source.Name} claims block {claimed} and gives none from {before + 1} on");
            }

            sources.Served(source);
            SyncMeter.Asked(question, patience.IsExhausted ? SyncMeter.Slow : SyncMeter.Good);
            if (patience.IsExhausted && sources.GiveWay(source))
            {
                logger.LogWarning(
                    "{Source} is slow, {Waited} s for {Blocks} blocks: others are asked before it",
                    source.Source.Name, patience.Waited.TotalSeconds, store.LatestNumber - before);
            }

            return true;
        }
        catch (BlockSourceException failure)
        {
            logger.LogWarning("a source failed: {Problem}", failure.Message);
            SyncMeter.Asked(question, SyncMeter.Failed);
            sources.Failed(source, failure.Message);
        }
        catch (FalseBlockException lie)
        {
            string problem = $"{source.Source.Name}: {lie.Mismatch}";
            logger.LogError("a source is refused: {Problem}", problem);
            SyncMeter.Asked(question, SyncMeter.False);
            sources.Lied(source, problem);
            if (sources.AllLie is { } all)
            {
                logger.LogCritical("{Problem}; they are asked again later", all);
            }
        }
        catch (Exception defect)
            when (defect is not (OperationCanceledException or StoreException or DamagedStoreException or OutOfMemoryException))
        {
            // A defect of this node that one block meets must not end it: another source may have a block that it does not meet.
            logger.LogError(defect, "following {Source} failed", source.Source.Name);
            sources.Failed(source, $"{source.Source.Name}: this node failed at block {store.LatestNumber + 1}: {defect.Message}");
        }
        finally
        {
            SyncMeter.Stored(store.LatestNumber!.Value - before, patience.Waited);
        }

        return store.LatestNumber > before;
    }
}
