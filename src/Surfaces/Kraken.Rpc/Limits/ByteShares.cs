using System;
using System.Collections.Generic;
using System.Threading;

namespace Kraken.Rpc.Limits;

/// <summary>
/// Bytes that requests of all clients hold together, with a share that no client may pass. Bytes may be lent: when there is no room for a
/// client that holds little, who was lent some for longest gives them back, so that nobody can keep others out by holding on to them. Safe
/// for several threads.
/// </summary>
/// <param name="what">What the bytes are, for errors.</param>
/// <param name="maxBytes">Bytes of all clients.</param>
/// <param name="reservedBytes">How many of all are kept for clients that hold at most <see cref="SmallClientBytes"/>.</param>
internal sealed class ByteShares(string what, long maxBytes, long maxClientBytes, long reservedBytes = 0)
{
    /// <summary>What most clients never pass: a few that take much must not keep the others from being served.</summary>
    internal const int SmallClientBytes = 1 << 20;

    private readonly Lock gate = new();
    private readonly Dictionary<string, long> byClient = [];
    private readonly LinkedList<Loan> oldestFirst = [];
    private long used;
    private long lent;

    internal long Used
    {
        get
        {
            lock (gate)
            {
                return used;
            }
        }
    }

    /// <summary>Takes bytes until they are returned.</summary>
    /// <param name="client">Who takes them.</param>
    /// <param name="fromReserve">Whether a client that holds little finds room in what is kept for such ones.</param>
    /// <exception cref="ServerBusyException">There are not as many left.</exception>
    internal void Take(string client, long bytes, bool fromReserve = true)
    {
        lock (gate)
        {
            MakeRoom(client, bytes, fromReserve);
            Book(client, bytes);
        }
    }

    /// <summary>Takes bytes until the loan is disposed, or others need them.</summary>
    /// <param name="client">Who takes them.</param>
    /// <param name="recall">Cancelled when others need them; it outlives the loan.</param>
    /// <exception cref="ServerBusyException">There are not as many left.</exception>
    internal IDisposable Lend(string client, long bytes, CancellationTokenSource recall)
    {
        lock (gate)
        {
            MakeRoom(client, bytes, fromReserve: true);
            Book(client, bytes);
            lent += bytes;
            Loan loan = new(this, client, bytes, recall);
            loan.Place = oldestFirst.AddLast(loan);
            return loan;
        }
    }

    /// <summary>Gives bytes back that were taken.</summary>
    internal void Return(string client, long bytes)
    {
        lock (gate)
        {
            Unbook(client, bytes);
        }
    }

    private void MakeRoom(string client, long bytes, bool fromReserve)
    {
        long own = byClient.GetValueOrDefault(client);
        if (bytes > maxClientBytes - own)
        {
            throw new ServerBusyException($"server busy: {what} of one address may have {maxClientBytes} bytes at a time");
        }

        bool isSmall = own + bytes <= SmallClientBytes;
        long most = isSmall && fromReserve ? maxBytes : maxBytes - reservedBytes;
        if (bytes > most - used + (isSmall ? lent : 0))
        {
            throw new ServerBusyException($"server busy: {what} of all clients may have {most} bytes at a time");
        }

        while (bytes > most - used)
        {
            Loan oldest = oldestFirst.First!.Value;
            End(oldest);

            // What waits for it goes on elsewhere, not under the gate.
            _ = oldest.Recall.CancelAsync();
        }
    }

    private void Book(string client, long bytes)
    {
        byClient[client] = byClient.GetValueOrDefault(client) + bytes;
        used += bytes;
    }

    private void Unbook(string client, long bytes)
    {
        used -= bytes;
        long own = byClient[client] - bytes;
        if (own == 0)
        {
            byClient.Remove(client);
        }
        else
        {
            byClient[client] = own;
        }
    }

    private void End(Loan loan)
    {
        if (loan.Place is { } place)
        {
            oldestFirst.Remove(place);
            loan.Place = null;
            lent -= loan.Bytes;
            Unbook(loan.Client, loan.Bytes);
        }
    }

    private sealed class Loan(ByteShares shares, string client, long bytes, CancellationTokenSource recall) : IDisposable
    {
        internal string Client => client;

        internal long Bytes => bytes;

        internal CancellationTokenSource Recall => recall;

        // Null once it ended.
        internal LinkedListNode<Loan>? Place { get; set; }

        /// <inheritdoc/>
        public void Dispose()
        {
            lock (shares.gate)
            {
                shares.End(this);
            }
        }
    }
}
