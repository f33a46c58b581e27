using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Rpc.Client;
using Kraken.Starknet;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;
using Microsoft.Extensions.Logging;

namespace Kraken.L1;

/// <summary>
/// What one Ethereum node says of the messages to L2, read block by block behind a number of confirmations and held until the chain
/// consumed them. What L1 gives up is forgotten and read again. Safe for several threads.
/// </summary>
/// <param name="options">Where L1 is, and what it may cost.</param>
/// <param name="chain">The chain that the messages are for.</param>
/// <param name="maxCalldata">The most felts of a handler's calldata.</param>
/// <param name="isCommitted">Whether a committed block holds a transaction; asked on any thread.</param>
/// <param name="http">The client; its own time limit is that of an answer.</param>
/// <param name="clock">The clock of when a message is proposed.</param>
/// <param name="logger">Receives what is wrong with L1.</param>
public sealed class L1View(
    L1Options options, ChainId chain, int maxCalldata, Predicate<Felt> isCommitted, HttpClient http, TimeProvider clock, ILogger logger)
    : IL1Messages, IDisposable
{
    private readonly object gate = new();
    private readonly L1Limits limits = options.Limits;
    private readonly EthereumNode node = new(http, options.Node, options.Limits);
    private readonly Dictionary<Felt, HeldMessage> held = [];
    private readonly SemaphoreSlim wanted = new(0, 1);

    // The order in which messages came; those that are no longer held are passed over until the next look.
    private readonly List<HeldMessage> order = [];
    private readonly SenderIndex senders = new(options.Limits.MaxTransactions);
    private ulong? next;
    private (ulong Number, string Hash)? last;
    private ulong span = options.Limits.MaxBlocks;
    private string? problem;
    private bool isContractKnown;

    // Written by the one who looks, whole; read by anybody.
    private L1Standing standing = new();

    /// <summary>What L1 costs at most.</summary>
    public L1Limits Limits => limits;

    /// <summary>How many messages are held.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return held.Count;
            }
        }
    }

    /// <summary>How many of them no block takes.</summary>
    public int Refused
    {
        get
        {
            lock (gate)
            {
                return held.Values.Count(message => message.IsRefused);
            }
        }
    }

    /// <summary>Whether so many messages wait that no further blocks are read.</summary>
    public bool IsFull
    {
        get
        {
            lock (gate)
            {
                return !IsBelowLimits();
            }
        }
    }

    /// <summary>How far L1 is read.</summary>
    public L1Standing Standing => Volatile.Read(ref standing);

    /// <summary>How long the Ethereum node has named the same newest block.</summary>
    public TimeSpan HeadAge => Standing.HeadSince is { } since ? clock.GetUtcNow() - since : TimeSpan.Zero;

    /// <summary>What went wrong at the last look at L1; null where nothing did.</summary>
    public string? Problem => Volatile.Read(ref problem);

    /// <summary>Looks at L1 again and again, until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            await LookAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Task<bool> asked = wanted.WaitAsync(limits.Interval, cancellation);
            await ((Task)asked).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Looks at L1 once; what is wrong with it is told by <see cref="Problem"/>.</summary>
    public async Task LookAsync(CancellationToken cancellation)
    {
        string? wrong = null;
        try
        {
            await ReadAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is RpcClientException or HttpRequestException
            || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            wrong = failure.Message;
        }

        if (wrong is not null && Problem is null)
        {
            logger.LogWarning("L1 cannot be read: {Problem}", wrong);
        }

        if (!cancellation.IsCancellationRequested)
        {
            L1Standing now = Standing;
            Tell(wrong is null ? now with { Looks = now.Looks + 1 } : now with { Failures = now.Failures + 1 });
        }

        Volatile.Write(ref problem, wrong);
    }

    /// <inheritdoc/>
    public ImmutableArray<L1HandlerTransaction> Offer(int most, Predicate<Felt> isConsumed)
    {
        ArgumentNullException.ThrowIfNull(isConsumed);
        DateTimeOffset now = clock.GetUtcNow();
        ImmutableArray<L1HandlerTransaction>.Builder offered = ImmutableArray.CreateBuilder<L1HandlerTransaction>();
        lock (gate)
        {
            foreach (HeldMessage message in order)
            {
                if (offered.Count >= most)
                {
                    break;
                }

                if (message.IsHeld && !message.IsRefused && message.Due <= now && !isConsumed(message.Handler.Hash))
                {
                    message.Due = now + limits.Retry;
                    offered.Add(message.Handler);
                }
            }
        }

        return offered.ToImmutable();
    }

    /// <inheritdoc/>
    public bool Holds(in Felt handler, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (held.ContainsKey(handler))
            {
                return true;
            }

            // It may be there already: look at once, and not when it is time.
            if (wanted.CurrentCount == 0)
            {
                wanted.Release();
            }
        }

        long began = Stopwatch.GetTimestamp();
        using CancellationTokenRegistration registration = cancellation.Register(Wake);
        lock (gate)
        {
            while (!held.ContainsKey(handler))
            {
                cancellation.ThrowIfCancellationRequested();
                TimeSpan left = limits.MessagePatience - Stopwatch.GetElapsedTime(began);
                if (left <= TimeSpan.Zero || !Monitor.Wait(gate, left))
                {
                    return held.ContainsKey(handler);
                }
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public void Refuse(in Felt handler, string reason)
    {
        lock (gate)
        {
            if (held.TryGetValue(handler, out HeldMessage? message))
            {
                message.IsRefused = true;
            }

            foreach (HeldMessage old in order.Where(item => item.IsHeld && item.IsRefused).SkipLast(limits.MaxRefused).ToArray())
            {
                Forget(old);
            }
        }
    }

    /// <summary>
    /// The transactions that consume the messages of a transaction on L1; null for one that was not read since the start.
    /// </summary>
    /// <param name="transaction">Its hash, 0x and digits.</param>
    public IReadOnlyList<Felt>? HandlersOf(string transaction)
    {
        lock (gate)
        {
            return senders.Find(transaction);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => wanted.Dispose();

    private void Wake()
    {
        lock (gate)
        {
            Monitor.PulseAll(gate);
        }
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        ulong head = await node.HeadAsync(cancellation).ConfigureAwait(false);
        Tell(head > Standing.Head || Standing.HeadSince is null
            ? Standing with { Head = head, HeadSince = clock.GetUtcNow() }
            : Standing with { Head = head });
        await CheckContractAsync(cancellation).ConfigureAwait(false);
        await ForgetWhatIsGoneAsync(cancellation).ConfigureAwait(false);
        if (head < options.Confirmations)
        {
            return;
        }

        ulong safe = head - options.Confirmations;
        next ??= options.FirstBlock ?? (safe > limits.Rewind ? safe - limits.Rewind : 0);
        Tell(Standing with { Lag = next <= safe ? safe - next.Value + 1 : 0 });
        while (next <= safe && HasRoom())
        {
            ulong to = Math.Min(safe, next.Value + span - 1);
            if (!await TryReadAsync(next.Value, to, cancellation).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    // A wrong address is silent: no log is ever found.
    private async Task CheckContractAsync(CancellationToken cancellation)
    {
        isContractKnown = isContractKnown || await node.HasCodeAsync(options.Contract, cancellation).ConfigureAwait(false);
        if (!isContractKnown)
        {
            string address = L1Options.AddressText(options.Contract);
            throw new RpcClientException($"expected the messaging contract at {address} on L1, got no contract");
        }
    }

    // What L1 gave up though it had the confirmations is read again, with as many blocks before it as a start reads.
    private async Task ForgetWhatIsGoneAsync(CancellationToken cancellation)
    {
        if (last is not { } seen || await node.BlockHashAsync(seen.Number, cancellation).ConfigureAwait(false) is not { } hash
            || hash == seen.Hash)
        {
            return;
        }

        ulong from = seen.Number > limits.Rewind ? seen.Number - limits.Rewind : 0;
        from = Math.Max(from, options.FirstBlock ?? 0);
        logger.LogWarning(
            "L1 gave up block {Block} with {Confirmations} confirmations: its messages from block {From} on are read again", seen.Number,
            options.Confirmations, from);
        lock (gate)
        {
            foreach (HeldMessage message in order.Where(message => message.Block >= from).ToArray())
            {
                Forget(message);
            }
        }

        last = null;
        next = from;
        Tell(Standing with { Reorganisations = Standing.Reorganisations + 1, LastRead = from > 0 ? from - 1 : 0 });
    }

    // The blocks must be the same before and after their logs are read.
    private async Task<bool> TryReadAsync(ulong from, ulong to, CancellationToken cancellation)
    {
        string? before = await node.BlockHashAsync(to, cancellation).ConfigureAwait(false);
        ImmutableArray<L1Message> messages;
        try
        {
            messages = await node.MessagesAsync(chain, options.Contract, maxCalldata, from, to, cancellation).ConfigureAwait(false);
        }
        catch (RpcClientException) when (to > from)
        {
            // Too many logs for one answer, or more blocks than this node takes at once.
            span = Math.Max(1, (to - from + 1) / 2);
            return true;
        }

        if (before is null || before != await node.BlockHashAsync(to, cancellation).ConfigureAwait(false))
        {
            return false;
        }

        span = Math.Min(2 * span, limits.MaxBlocks);
        last = (to, before);
        next = to + 1;
        Hold(messages);
        L1Standing now = Standing;
        Tell(now with
        {
            LastRead = to, Lag = now.Lag - Math.Min(now.Lag, to - from + 1), Messages = now.Messages + messages.Length,
        });
        return true;
    }

    private void Tell(L1Standing now) => Volatile.Write(ref standing, now);

    private void Hold(ImmutableArray<L1Message> messages)
    {
        DateTimeOffset due = clock.GetUtcNow() + limits.Cooldown;
        lock (gate)
        {
            foreach (L1Message message in messages)
            {
                senders.Add(message.Transaction, message.Handler.Hash);
                if (!held.ContainsKey(message.Handler.Hash) && !isCommitted(message.Handler.Hash))
                {
                    HeldMessage item = new(message.Handler, message.Block) { Due = due };
                    held.Add(message.Handler.Hash, item);
                    order.Add(item);
                }
            }

            Monitor.PulseAll(gate);
        }
    }

    // Also forgets what was consumed.
    private bool HasRoom()
    {
        lock (gate)
        {
            foreach (HeldMessage message in order.Where(message => message.IsHeld && isCommitted(message.Handler.Hash)).ToArray())
            {
                Forget(message);
            }

            order.RemoveAll(message => !message.IsHeld);
            return IsBelowLimits();
        }
    }

    private bool IsBelowLimits() => held.Count < limits.MaxHeld && held.Values.Sum(message => message.Bytes) < limits.MaxHeldBytes;

    private void Forget(HeldMessage message)
    {
        message.IsHeld = false;
        held.Remove(message.Handler.Hash);
    }
}
