using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using Kraken.Fields;
using Kraken.Rpc.Limits;
using Kraken.Rpc.Methods;
using Kraken.Starknet.Chain;
using Microsoft.Extensions.Logging;

namespace Kraken.Rpc.Subscriptions;

/// <summary>
/// Looks at the chain while there are subscribers, on a thread of its own that gives way to others, and wakes them when it has changed. It
/// asks the node and is never asked by it, so that no subscriber is waited for. Safe for several threads.
/// </summary>
/// <param name="view">The chain.</param>
/// <param name="submitter">The mempool; null for none.</param>
/// <param name="interval">How often it looks.</param>
/// <param name="logger">Where defects are told.</param>
internal sealed class ChainFeed(
    ChainView view, ITransactionSubmitter? submitter, TimeSpan interval, ILogger logger)
{
    private const int KeptReorganisations = 16;

    private readonly object gate = new();
    private readonly List<SubscriptionSession> sessions = [];
    private readonly RecentHeads heads = new();
    private ImmutableArray<Reorganisation> reorganisations = [];
    private volatile ChainMoment? current;
    private Thread? thread;
    private long subscriptions;

    /// <summary>The transactions that the mempool took while there are subscribers.</summary>
    internal ReceivedTransactions Received { get; } = new();

    /// <summary>The chain as it was seen last; there is one while there are subscribers.</summary>
    internal ChainMoment Current => current ?? throw new InvalidOperationException("nobody is subscribed");

    /// <summary>A name for a subscription that no other has.</summary>
    internal string NextId() => Interlocked.Increment(ref subscriptions).ToString(CultureInfo.InvariantCulture);

    /// <summary>Wakes a session from now on when the chain has changed.</summary>
    internal void Attach(SubscriptionSession session)
    {
        lock (gate)
        {
            if (sessions.Contains(session))
            {
                return;
            }

            sessions.Add(session);
            if (sessions.Count > 1)
            {
                return;
            }

            if (submitter is not null)
            {
                submitter.Received += Received.Add;
            }

            Look();
            if (thread is null)
            {
                thread = new Thread(Run) { IsBackground = true, Name = "rpc feed" };
                thread.Start();
            }
        }
    }

    /// <summary>Forgets a session.</summary>
    internal void Detach(SubscriptionSession session)
    {
        lock (gate)
        {
            if (sessions.Remove(session) && sessions.Count == 0)
            {
                if (submitter is not null)
                {
                    submitter.Received -= Received.Add;
                }

                Monitor.PulseAll(gate);
            }
        }
    }

    /// <summary>Ends all subscriptions; whoever had them may subscribe again.</summary>
    internal void EndSubscriptions()
    {
        SubscriptionSession[] open;
        lock (gate)
        {
            open = [.. sessions];
        }

        Array.ForEach(open, static session => session.Clear());
    }

    private void Run()
    {
        BackgroundPriority.Enter();
        while (true)
        {
            lock (gate)
            {
                if (sessions.Count > 0)
                {
                    Monitor.Wait(gate, interval);
                }

                if (sessions.Count == 0)
                {
                    thread = null;
                    return;
                }

                TryLook();
            }
        }
    }

    private void TryLook()
    {
        try
        {
            if (Look())
            {
                sessions.ForEach(session => session.Wake());
            }
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            // The next look may succeed; who is subscribed learns of it then.
            logger.LogError(failure, "the chain could not be looked at for subscribers");
        }
    }

    // Under the gate. Whether anything has changed.
    private bool Look()
    {
        bool ahead = sessions.Any(session => session.LooksAhead);
        ChainSnapshot chain = ahead ? view.Take() : view.TakeDecided();
        ImmutableArray<Felt> chosen = ahead ? view.Candidates : [];
        long received = ahead ? Received.Count : current?.Received ?? 0;
        if (current is { } before && before.Chain.Latest.Hash == chain.Latest.Hash
            && before.Chain.AcceptedOnL1 == chain.AcceptedOnL1
            && ReferenceEquals(before.Chain.PreConfirmed?.Block, chain.PreConfirmed?.Block)
            && before.Received == received
            && before.Candidates.AsSpan().SequenceEqual(chosen.AsSpan()))
        {
            return false;
        }

        if (heads.Observe(chain) is { } gone)
        {
            long sequence = (current?.ReorganisationCount ?? 0) + 1;
            reorganisations = [.. reorganisations.TakeLast(KeptReorganisations - 1), new(sequence, gone.First, gone.Last)];
        }

        current = new ChainMoment(chain, chosen, received, reorganisations);
        return true;
    }
}
