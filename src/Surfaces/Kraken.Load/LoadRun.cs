using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Rpc.Client;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Load;

/// <summary>
/// An open-loop run: the time of every transaction is fixed in advance, and latency counts from it, so a slow network cannot hide
/// behind a slow client (no coordinated omission).
/// </summary>
public sealed partial class LoadRun
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly LoadOptions options;
    private readonly ImmutableArray<RpcClient> nodes;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<Felt, TimeSpan> pending = new();
    private readonly ConcurrentBag<TimeSpan> accepted = [];
    private readonly ConcurrentBag<TimeSpan> included = [];
    private readonly ConcurrentDictionary<string, int> refusals = new();
    private long started;
    private int reverted;
    private TimeSpan lastInclusion;

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
        AccountLane[] lanes = await OpenLanesAsync(cancellation).ConfigureAwait(false);
        ulong height = await nodes[0].BlockNumberAsync(cancellation).ConfigureAwait(false);
        using CancellationTokenSource watching = new();
        started = clock.GetTimestamp();
        Task watch = WatchAsync(height + 1, watching.Token);
        int sent = await SendAsync(lanes, progress, cancellation).ConfigureAwait(false);
        TimeSpan deadline = Elapsed + options.Patience;
        while (!pending.IsEmpty && Elapsed < deadline && !cancellation.IsCancellationRequested)
        {
            await Task.Delay(PollInterval, clock, CancellationToken.None).ConfigureAwait(false);
        }

        await watching.CancelAsync().ConfigureAwait(false);
        await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Report(sent);
    }

    private async Task<AccountLane[]> OpenLanesAsync(CancellationToken cancellation)
    {
        ChainId chain = await nodes[0].ChainIdAsync(cancellation).ConfigureAwait(false);
        Felt demo = new GenesisDescription().DemoAddress;
        List<AccountLane> lanes = [];
        foreach (PredeployedAccount account in DevelopmentAccounts.All)
        {
            Felt nonce = await nodes[0].NonceAsync(BlockId.Latest, account.Address, cancellation).ConfigureAwait(false);
            lanes.Add(new AccountLane(account, nonce.TryToUInt64(out ulong value) ? value : 0, chain, demo));
        }

        return [.. lanes];
    }

    private async Task<int> SendAsync(AccountLane[] lanes, IProgress<(int Sent, int Included)>? progress, CancellationToken cancellation)
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

            AccountLane lane = lanes[sent % lanes.Length];
            InvokeTransaction transaction = lane.Next(KindOf(sent), options.Size, lanes[(sent + 1) % lanes.Length].Address);

            // An account keeps to one node, so that its nonces arrive in order.
            sending.Add(SubmitAsync(nodes[sent % lanes.Length % nodes.Length], lane, transaction, due));
            if (Elapsed > nextReport)
            {
                progress?.Report((sent + 1, included.Count));
                nextReport += TimeSpan.FromSeconds(1);
                sending.RemoveAll(task => task.IsCompleted);
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
        return place < options.TransferWeight ? LoadKind.Transfer : place < options.TransferWeight + options.FibonacciWeight ? LoadKind.Fibonacci : LoadKind.Factorial;
    }

    private async Task SubmitAsync(RpcClient node, AccountLane lane, InvokeTransaction transaction, TimeSpan due)
    {
        pending[transaction.Hash] = due;
        try
        {
            await node.SubmitAsync(new SubmittedTransaction(transaction), CancellationToken.None).ConfigureAwait(false);
            accepted.Add(Elapsed - due);
        }
        catch (Exception error) when (error is RpcClientException or HttpRequestException or TaskCanceledException)
        {
            pending.TryRemove(transaction.Hash, out _);
            lane.Refused(transaction.Nonce);
            refusals.AddOrUpdate(Particulars().Replace(error.Message.Split('\n')[0], "#"), 1, (_, count) => count + 1);
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
                    block.Receipts.ToList().ForEach(receipt => Note(receipt, seen));
                    next++;
                }
            }
            catch (HttpRequestException)
            {
                // The node restarts: its chain is read on where it was left.
            }

            await Task.Delay(PollInterval, clock, cancellation).ConfigureAwait(false);
        }
    }

    private void Note(TransactionReceipt receipt, TimeSpan seen)
    {
        if (pending.TryRemove(receipt.TransactionHash, out TimeSpan due))
        {
            included.Add(seen - due);
            lastInclusion = seen;
            reverted += receipt.Status == ExecutionStatus.Reverted ? 1 : 0;
        }
    }

    // Refusals that differ in addresses and numbers only are one kind.
    [GeneratedRegex("0x[0-9a-fA-F]+|[0-9]+")]
    private static partial Regex Particulars();

    private LoadReport Report(int sent) => new()
    {
        Sent = sent,
        Accepted = accepted.Count,
        Included = included.Count,
        Reverted = reverted,
        ExecutedPerSecond = lastInclusion > TimeSpan.Zero ? (included.Count - reverted) / lastInclusion.TotalSeconds : 0,
        ToAcceptance = LatencySummary.Of(accepted),
        ToInclusion = LatencySummary.Of(included),
        Refusals = [.. refusals.Select(refusal => (refusal.Key, refusal.Value)).OrderByDescending(refusal => refusal.Value)],
    };
}
