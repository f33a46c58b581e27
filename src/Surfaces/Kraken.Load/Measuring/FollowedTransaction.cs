using System;
using System.Threading;
using Kraken.Fields;
using Kraken.Load.Sending;
using Kraken.Starknet.Transactions;

namespace Kraken.Load.Measuring;

/// <summary>A transaction on its way from its intended time of sending to its block.</summary>
/// <param name="submitted">The signed transaction, kept so that it can be sent to another node.</param>
/// <param name="due">Its intended time of sending.</param>
internal sealed class FollowedTransaction(SubmittedTransaction submitted, LoadKind kind, TimeSpan due)
{
    private int accepted;
    private int preConfirmed;

    public SubmittedTransaction Submitted => submitted;

    public Felt Hash => submitted.Transaction.Hash;

    public ulong Nonce => submitted.Nonce;

    public LoadKind Kind => kind;

    public TimeSpan Due => due;

    /// <summary>The account's sender; null where an account sends nothing else.</summary>
    public LaneSender? Lane { get; init; }

    /// <summary>The node that accepted it.</summary>
    public LoadNode? Node { get; set; }

    /// <summary>When a node accepted it; meaningful once <see cref="IsAccepted"/>.</summary>
    public TimeSpan AcceptedAt { get; private set; }

    /// <summary>How often in a row no node knew it, though one had accepted it.</summary>
    public int TimesUnknown { get; set; }

    public string? LastRefusal { get; set; }

    public bool IsAccepted => Volatile.Read(ref accepted) != 0;

    /// <summary>Notes an acceptance; false when one was noted before.</summary>
    public bool TryAccept(TimeSpan at)
    {
        if (Interlocked.Exchange(ref accepted, 1) != 0)
        {
            return false;
        }

        AcceptedAt = at;
        return true;
    }

    /// <summary>Notes that it was seen in a proposed block; false when that was noted before.</summary>
    public bool TryPreConfirm() => Interlocked.Exchange(ref preConfirmed, 1) == 0;
}
