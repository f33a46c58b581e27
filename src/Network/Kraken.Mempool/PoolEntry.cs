using System;
using System.Collections.Generic;
using Kraken.Starknet.Transactions;

namespace Kraken.Mempool;

/// <summary>A transaction with its place in the pool.</summary>
internal sealed class PoolEntry(SubmittedTransaction transaction, DateTimeOffset received, long bytes, long arrival)
{
    public SubmittedTransaction Submitted { get; } = transaction;

    public AccountTransaction Transaction => Submitted.Transaction;

    /// <summary>When the pool took it.</summary>
    public DateTimeOffset Received { get; } = received;

    /// <summary>The memory it takes.</summary>
    public long Bytes { get; } = bytes;

    /// <summary>Its number in the order of arrival.</summary>
    public long Arrival { get; } = arrival;

    /// <summary>Whether and why it cannot be executed now.</summary>
    public WaitReason Waits { get; set; } = WaitReason.Unknown;

    /// <summary>How often it was set aside.</summary>
    public int TimesSetAside { get; set; }

    /// <summary>The number of commits, counted by the pool, from which on it is offered again.</summary>
    public ulong OfferedFrom { get; set; }

    /// <summary>Its place among all.</summary>
    public LinkedListNode<PoolEntry>? Place { get; set; }

    /// <summary>Its place among those that no block can hold now.</summary>
    public LinkedListNode<PoolEntry>? BlockedPlace { get; set; }
}
