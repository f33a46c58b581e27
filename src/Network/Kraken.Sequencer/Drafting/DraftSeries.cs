using System.Collections.Generic;
using Kraken.Consensus;
using Kraken.Fields;

namespace Kraken.Sequencer.Drafting;

/// <summary>The parts of a peer's draft that came, in order and without a gap. Not safe for several threads.</summary>
/// <param name="first">The first part.</param>
/// <param name="maxTransactions">The most transactions of the draft.</param>
internal sealed class DraftSeries(DraftPart first, int maxTransactions)
{
    private readonly List<DraftedTransaction> transactions = [];
    private int next;
    private bool isBroken;

    internal ValueId Parent => first.Parent;

    internal ulong Timestamp => first.Timestamp;

    /// <summary>The transactions of all parts.</summary>
    internal IReadOnlyList<DraftedTransaction> Transactions => transactions;

    /// <summary>Whether it is of no use to take further parts, or to execute more.</summary>
    internal bool IsOver { get; set; }

    /// <summary>How many transactions were executed.</summary>
    internal int Executed { get; set; }

    /// <summary>The transaction that is next and not here; null when it may be.</summary>
    internal Felt? Missing { get; set; }

    /// <summary>Whether there may be something to execute.</summary>
    internal bool HasWork => !IsOver && Missing is null && Executed < transactions.Count;

    /// <summary>Nothing of it is executed any more: its block is drafted again from the start.</summary>
    internal void BeginAnew()
    {
        IsOver = false;
        Executed = 0;
        Missing = null;
    }

    /// <summary>Takes a part. One that comes again changes nothing; after a gap, or past the bound, none is taken any more.</summary>
    internal void Take(DraftPart part)
    {
        if (IsOver || isBroken || part.Parent != Parent || part.Number < next)
        {
            return;
        }

        if (part.Number != next || part.Timestamp != Timestamp || transactions.Count + part.Transactions.Length > maxTransactions)
        {
            // What was taken stands: it is what the proposal begins with if the proposer is honest.
            isBroken = true;
            return;
        }

        next++;
        transactions.AddRange(part.Transactions);
    }
}
