using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Rpc.Client;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;

namespace Kraken.Load;

/// <summary>
/// An open-loop run: the time of every transaction is fixed in advance, and latency counts from it, so a slow network cannot hide
/// behind a slow client (no coordinated omission).
/// </summary>
public sealed class LoadRun
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly LoadOptions options;
    private readonly ImmutableArray<RpcClient> nodes;
    private readonly TimeProvider clock;
    private readonly LoadTally tally = new();
    private long started;

    /// <summary>Prepares a run.</summary>
    /// <param name="options">What to send.</param>
    /// <param name="http">The client to use; it must allow enough connections.</param>
    /// <param name="clock">The clock.</param>
    public LoadRun(LoadOptions options, HttpClient http, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(options);
        this.options = options;
        this.clock = clock;
        nodes = [.. options.Nodes.Select(address => new RpcClient(http, address))];
    }

    private TimeSpan Elapsed => clock.GetElapsedTime(started);

    /// <summary>Sends, waits for inclusion, and reports.</summary>
    /// <param name="progress">Told once per second: sent, included.</param>
    /// <param name="cancellation">Ends the sending; the report covers what was sent.</param>
    public async Task<LoadReport> RunAsync(IProgress<(int Sent, int Included)>? progress, CancellationToken cancellation)
    {
        LaneSender[] lanes = await OpenLanesAsync(cancellation).ConfigureAwait(false);
        ulong height = await nodes[0].BlockNumberAsync(cancellation).ConfigureAwait(false);
        using CancellationTokenSource watching = new();
        started = clock.GetTimestamp();
        Task watch = WatchAsync(height + 1, watching.Token);
        int sent = await SendAsync(lanes, progress, cancellation).ConfigureAwait(false);
        await WaitAsync(lanes, Elapsed + options.Patience, cancellation).ConfigureAwait(false);
        foreach (LaneSender lane in lanes)
        {
            await lane.StopAsync().ConfigureAwait(false);
        }

        await AskForReasonsAsync().ConfigureAwait(false);
        await watching.CancelAsync().ConfigureAwait(false);
        await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return tally.Report(sent);
    }

    private async Task<LaneSender[]> OpenLanesAsync(CancellationToken cancellation)
    {
        ChainId chain = await nodes[0].ChainIdAsync(cancellation).ConfigureAwait(false);
        Felt demo = new GenesisDescription().DemoAddress;
        List<LaneSender> lanes = [];
        foreach (PredeployedAccount account in DevelopmentAccounts.All)
        {
            Felt nonce = await nodes[0].NonceAsync(BlockId.Latest, account.Address, cancellation).ConfigureAwait(false);
            AccountLane lane = new(account, nonce.TryToUInt64(out ulong value) ? value : 0, chain, demo);

            // An account keeps to one node, so that its nonces arrive in order.
            lanes.Add(new LaneSender(nodes[lanes.Count % nodes.Length], lane, tally, clock, () => Elapsed));
        }

        return [.. lanes];
    }

    private async Task<int> SendAsync(LaneSender[] lanes, IProgress<(int Sent, int Included)>? progress, CancellationToken cancellation)
    {
        int total = (int)(options.Rate * options.Duration.TotalSeconds);
        List<Task> sending = [];
        TimeSpan nextReport = TimeSpan.FromSeconds(1);
        int sent = 0;
        for (; sent < total && !cancellation.IsCancellationRequested; sent++)
        {
            TimeSpan due = TimeSpan.FromSeconds(sent / options.Rate);
            TimeSpan early = due - Elapsed;
            if (early > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(early, clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            LaneSender lane = lanes[sent % lanes.Length];
            sending.Add(lane.SendAsync(lane.Lane.Next(KindOf(sent), options.Size, lanes[(sent + 1) % lanes.Length].Lane.Address), due));
            if (Elapsed > nextReport)
            {
                progress?.Report((sent + 1, tally.Included));
                nextReport += TimeSpan.FromSeconds(1);
                sending.RemoveAll(task => task.IsCompletedSuccessfully);
            }
        }

        await Task.WhenAll(sending).ConfigureAwait(false);
        return sent;
    }

    private LoadKind KindOf(int index)
    {
        int weights = options.TransferWeight + options.FibonacciWeight + options.FactorialWeight;

        // Kinds are spread evenly and the same in every run.
        int place = (int)((long)index * 7919 % weights);
        return place < options.TransferWeight ? LoadKind.Transfer
            : place < options.TransferWeight + options.FibonacciWeight ? LoadKind.Fibonacci
            : LoadKind.Factorial;
    }

    /// <summary>Waits until all that was accepted is in a block, and fills what gaps are left on the way.</summary>
    private async Task WaitAsync(LaneSender[] lanes, TimeSpan deadline, CancellationToken cancellation)
    {
        HashSet<LaneSender> hopeless = [];
        while ((tally.Waiting.Count > 0 || lanes.Any(lane => !lane.IsIdle)) && Elapsed < deadline && !cancellation.IsCancellationRequested)
        {
            foreach (LaneSender lane in lanes.Where(lane => lane.Lane.HasGap && !hopeless.Contains(lane)))
            {
                if (!await lane.FillGapsAsync(() => lane.Lane.Next(LoadKind.Transfer, 0, lanes[0].Lane.Address)).ConfigureAwait(false))
                {
                    hopeless.Add(lane);
                }
            }

            await Task.Delay(PollInterval, clock, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Asks what became of transactions that were accepted and are in no block that was seen.</summary>
    private async Task AskForReasonsAsync()
    {
        foreach (Felt hash in tally.Waiting)
        {
            foreach (RpcClient node in nodes)
            {
                try
                {
                    if (await node.StatusAsync(
                        hash, CancellationToken.None).ConfigureAwait(false) is { Finality: TransactionFinality.Rejected } status)
                    {
                        tally.Rejected(hash, status.FailureReason);
                        break;
                    }
                }
                catch (Exception failure) when (failure is RpcClientException or HttpRequestException or TaskCanceledException)
                {
                    tally.Refused($"no answer: {failure.Message}");
                }
            }
        }
    }

    /// <summary>Follows the chain and notes each of our transactions when its block appears.</summary>
    private async Task WatchAsync(ulong next, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                while (next <= await nodes[0].BlockNumberAsync(cancellation).ConfigureAwait(false))
                {
                    TimeSpan seen = Elapsed;
                    Block block = await nodes[0].BlockAsync(new BlockId.ByNumber(next), cancellation).ConfigureAwait(false);
                    block.Receipts.ToList().ForEach(receipt => tally.InBlock(receipt, seen));
                    next++;
                }
            }
            catch (Exception failure) when (!cancellation.IsCancellationRequested
                && failure is (HttpRequestException or RpcClientException or TaskCanceledException))
            {
                // The node restarts or is slow: its chain is read on where it was left.
            }

            await Task.Delay(PollInterval, clock, cancellation).ConfigureAwait(false);
        }
    }
}
