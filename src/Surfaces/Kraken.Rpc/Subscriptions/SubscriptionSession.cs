using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Kraken.Rpc.Limits;
using Kraken.Rpc.Versions;

namespace Kraken.Rpc.Subscriptions;

/// <summary>
/// The subscriptions of one socket. Notifications are made when the socket has sent those before, so that a client that reads slowly holds
/// a batch of them and no more, and is told in fewer steps of what it missed. Safe for several threads; one of them collects.
/// </summary>
/// <param name="client">Whose socket it is.</param>
/// <param name="feed">Wakes it.</param>
/// <param name="shares">The subscriptions of all clients.</param>
/// <param name="limits">The bounds.</param>
/// <param name="version">The older version of the specification by which it is told; null for the newest.</param>
internal sealed class SubscriptionSession(
    string client, ChainFeed feed, CountShares shares, SocketLimits limits, OlderVersion? version) : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<Walk> walks = [];
    private readonly List<Subscription> beginning = [];
    private readonly Channel<bool> woken = Channel.CreateBounded<bool>(new BoundedChannelOptions(1)
    {
        FullMode = BoundedChannelFullMode.DropWrite,
        SingleReader = true,
    });

    private bool isAttached;
    private bool isDisposed;

    /// <summary>The chain as subscriptions see it.</summary>
    internal ChainFeed Feed => feed;

    /// <summary>Whether one of the subscriptions tells of what is not decided yet.</summary>
    internal bool LooksAhead
    {
        get
        {
            lock (gate)
            {
                return walks.Any(walk => walk.Subscription.LooksAhead) || beginning.Any(subscription => subscription.LooksAhead);
            }
        }
    }

    /// <summary>How many subscriptions there are.</summary>
    internal int Count
    {
        get
        {
            lock (gate)
            {
                return walks.Count + beginning.Count;
            }
        }
    }

    private bool IsDisposed
    {
        get
        {
            lock (gate)
            {
                return isDisposed;
            }
        }
    }

    /// <summary>Gives a value when there may be something new.</summary>
    internal ChannelReader<bool> Woken => woken.Reader;

    internal void Wake() => woken.Writer.TryWrite(true);

    /// <summary>Adds a subscription, which tells nothing before <see cref="BeginAsync"/>.</summary>
    /// <param name="make">Makes it at the moment that it is given.</param>
    /// <exception cref="ServerBusyException">There are too many.</exception>
    internal void Add(Func<ChainMoment, Subscription> make)
    {
        lock (gate)
        {
            if (walks.Count + beginning.Count >= limits.MaxSubscriptions)
            {
                throw new ServerBusyException($"server busy: a socket may have {limits.MaxSubscriptions} subscriptions");
            }

            ObjectDisposedException.ThrowIf(isDisposed, this);
        }

        if (shares.Take(client) is { } bound)
        {
            throw new ServerBusyException($"server busy: there are {bound} subscriptions of one address, or of all");
        }

        try
        {
            Attach();
            Subscription made = make(feed.Current);
            lock (gate)
            {
                ObjectDisposedException.ThrowIf(isDisposed, this);
                beginning.Add(made);
            }

            // All may have been ended meanwhile, or the socket.
            Attach();
            if (IsDisposed)
            {
                feed.Detach(this);
            }
        }
        catch
        {
            shares.Return(client);
            if (IsDisposed)
            {
                // It may have been attached after it was disposed of.
                feed.Detach(this);
            }

            throw;
        }
    }

    /// <summary>
    /// Subscriptions that were added, and whose names the client was sent, tell after a pause: clients that learn a name by a promise
    /// know it only when they are through with all that came in the same packet, and drop what they are told before.
    /// </summary>
    internal async Task BeginAsync(TimeSpan pause)
    {
        Subscription[] named;
        lock (gate)
        {
            named = [.. beginning];
        }

        if (named.Length == 0)
        {
            return;
        }

        await Task.Delay(pause).ConfigureAwait(false);
        lock (gate)
        {
            // Some may be gone, or have begun.
            walks.AddRange(named.Where(beginning.Remove).Select(subscription => new Walk(subscription)));
        }

        Wake();
    }

    /// <summary>Ends a subscription.</summary>
    /// <returns>Whether there was one of this name.</returns>
    internal bool Remove(string id)
    {
        lock (gate)
        {
            int removed = beginning.RemoveAll(subscription => subscription.Id == id) + walks.RemoveAll(walk => walk.Subscription.Id == id);
            shares.Return(client, removed);
            return removed > 0;
        }
    }

    /// <summary>Ends all subscriptions. The next one begins with the chain as it is then.</summary>
    internal void Clear()
    {
        int removed;
        lock (gate)
        {
            removed = walks.Count + beginning.Count;
            walks.Clear();
            beginning.Clear();
            isAttached = false;
        }

        shares.Return(client, removed);
        feed.Detach(this);
    }

    /// <summary>Whether a subscription still tells.</summary>
    internal bool Has(Subscription subscription)
    {
        lock (gate)
        {
            return walks.Any(walk => walk.Subscription == subscription);
        }
    }

    /// <summary>Makes the next notifications.</summary>
    internal SubscriptionBatch Collect()
    {
        ChainMoment moment = feed.Current;
        Walk[] open;
        lock (gate)
        {
            open = [.. walks];
        }

        List<(Subscription Subscription, byte[] Json)> messages = [];
        int bytes = 0;
        ulong behind = 0;
        foreach (Walk walk in open)
        {
            behind = Math.Max(behind, walk.Subscription.BlocksBehind(moment.Chain));
            while (bytes < limits.MaxUnsentBytes && walk.TryNext(moment, out Notification next))
            {
                byte[] json = Json(walk.Subscription.Id, next);
                messages.Add((walk.Subscription, json));
                bytes += json.Length;
            }
        }

        // Whoever was first now is last next time: no subscription keeps the others of its socket from being told.
        Turn();
        return new(messages, bytes < limits.MaxUnsentBytes, behind);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
        }

        Clear();
    }

    private void Attach()
    {
        lock (gate)
        {
            if (isAttached)
            {
                return;
            }

            isAttached = true;
        }

        feed.Attach(this);
    }

    private void Turn()
    {
        lock (gate)
        {
            if (walks.Count > 1)
            {
                walks.Add(walks[0]);
                walks.RemoveAt(0);
            }
        }
    }

    private byte[] Json(string id, Notification notification)
    {
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            writer.WriteString("method", notification.Method);
            writer.WriteStartObject("params");
            writer.WriteString("subscription_id", id);
            writer.WritePropertyName("result");
            notification.WriteResult(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        byte[] written = json.ToArray();
        return version?.Of(notification.Method) is { NewMembers: { Count: > 0 } members }
            ? written[..JsonMembers.Remove(written, members)]
            : written;
    }

    /// <summary>How far a subscription's notifications of one moment were made.</summary>
    private sealed class Walk(Subscription subscription)
    {
        private ChainMoment? moment;
        private IEnumerator<Notification>? rest;

        internal Subscription Subscription => subscription;

        internal bool TryNext(ChainMoment now, out Notification next)
        {
            if (rest is null)
            {
                if (ReferenceEquals(moment, now))
                {
                    next = default;
                    return false;
                }

                moment = now;
                rest = subscription.Advance(now).GetEnumerator();
            }
            else if (moment!.ReorganisationCount != now.ReorganisationCount)
            {
                // What is left is of blocks that may be gone.
                rest.Dispose();
                moment = now;
                rest = subscription.Advance(now).GetEnumerator();
            }

            if (rest.MoveNext())
            {
                next = rest.Current;
                return true;
            }

            rest.Dispose();
            rest = null;
            next = default;
            return false;
        }
    }
}
