using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Rpc.Client;
using Kraken.Starknet.Blocks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kraken.Explorer.Feed;

/// <summary>
/// Polls the node while somebody watches and hands every change to all who do; now and then also without, so that it is known whether the
/// node answers. A slow watcher misses moments, never the last one.
/// </summary>
internal sealed class LiveFeed(
    NodeReader node,
    ClassCatalog classes,
    RangeCatalog proofs,
    TimeProvider clock,
    ILogger<LiveFeed> log) : BackgroundService
{
    /// <summary>The most watchers at once.</summary>
    public const int MaxWatchers = 128;

    private const int ShownBlocks = 10;
    private const int ShownTransactions = 12;
    private const int ShownProofs = 6;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan UnwatchedPeriod = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<Channel<HomeView>, byte> watchers = [];
    private readonly SemaphoreSlim refreshing = new(1, 1);
    private readonly ChainWindow window = new(node, clock);
    private HomeView current = HomeView.Unknown;
    private DateTimeOffset currentAt = DateTimeOffset.MinValue;

    /// <summary>Whether the node answered when it was asked last, some seconds ago at most.</summary>
    public bool NodeIsReachable => Volatile.Read(ref current).NodeIsReachable;

    /// <summary>The chain now, at most one period old.</summary>
    public async Task<HomeView> CurrentAsync(CancellationToken cancellation)
    {
        await refreshing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if ((clock.GetUtcNow() - currentAt).Duration() >= Period)
            {
                await RefreshAsync(cancellation).ConfigureAwait(false);
            }

            return current;
        }
        finally
        {
            refreshing.Release();
        }
    }

    /// <summary>The chain now and after each change; ends at once when there are too many watchers.</summary>
    /// <param name="ending">Ends it in good order.</param>
    /// <param name="cancellation">Breaks it off.</param>
    public async IAsyncEnumerable<HomeView> WatchAsync(CancellationToken ending, [EnumeratorCancellation] CancellationToken cancellation)
    {
        Channel<HomeView> channel = Channel.CreateBounded<HomeView>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        if (watchers.Count >= MaxWatchers || !watchers.TryAdd(channel, 0))
        {
            yield break;
        }

        using CancellationTokenRegistration end = ending.Register(() => channel.Writer.TryComplete());
        try
        {
            yield return await CurrentAsync(cancellation).ConfigureAwait(false);
            await foreach (HomeView view in channel.Reader.ReadAllAsync(cancellation).ConfigureAwait(false))
            {
                yield return view;
            }
        }
        finally
        {
            watchers.TryRemove(channel, out _);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        refreshing.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Period, clock);
        bool isFirst = true;
        do
        {
            if (isFirst || !watchers.IsEmpty || (clock.GetUtcNow() - currentAt).Duration() >= UnwatchedPeriod)
            {
                await TryRefreshAsync(stoppingToken).ConfigureAwait(false);
                isFirst = false;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    private async Task TryRefreshAsync(CancellationToken cancellation)
    {
        try
        {
            await CurrentAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
        {
            // One moment that cannot be read must not end the feed.
            log.LogWarning(exception, "the chain could not be read for the live page");
        }
    }

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        HomeView next;
        try
        {
            next = await ReadAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is HttpRequestException or RpcClientException
            || (exception is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            next = current with { NodeIsReachable = false };
        }

        bool changed = !next.Shows(current);
        current = next;
        currentAt = clock.GetUtcNow();
        if (changed)
        {
            foreach (Channel<HomeView> watcher in watchers.Keys)
            {
                watcher.Writer.TryWrite(next);
            }
        }
    }

    private async Task<HomeView> ReadAsync(CancellationToken cancellation)
    {
        ulong height = await node.HeightAsync(cancellation).ConfigureAwait(false);
        string chain = current.Chain.Length > 0 ? current.Chain : (await node.ChainAsync(cancellation).ConfigureAwait(false)).Name;
        await window.AdvanceAsync(height, cancellation).ConfigureAwait(false);
        BlockHeader? latest = window.Headers.FirstOrDefault();
        ProofList? list = await proofs.ListAsync(cancellation).ConfigureAwait(false);
        return new(
            chain,
            latest,
            Math.Round(window.TransactionsPerSecond, 1),
            [.. window.Headers.Take(ShownBlocks).Select(BlockSummary.Of)],
            latest?.Hash == current.Latest?.Hash ? current.Transactions : await TransactionsAsync(cancellation).ConfigureAwait(false),
            list is null ? [] : await proofs.ManifestsAsync(list.Below(null).Take(ShownProofs), cancellation).ConfigureAwait(false),
            await proofs.StandingAsync(height, cancellation).ConfigureAwait(false),
            true);
    }

    private async Task<IReadOnlyList<TransactionSummary>> TransactionsAsync(CancellationToken cancellation)
    {
        List<TransactionSummary> found = [];
        foreach (BlockHeader header in window.Headers.Where(header => header.Commitments.TransactionCount > 0))
        {
            if (found.Count >= ShownTransactions
                || await node.BlockAsync(header.Number, cancellation).ConfigureAwait(false) is not { } block)
            {
                break;
            }

            for (int i = block.Transactions.Length - 1; i >= 0 && found.Count < ShownTransactions; i--)
            {
                found.Add(TransactionSummary.Of(block, i, classes));
            }
        }

        return found;
    }
}
