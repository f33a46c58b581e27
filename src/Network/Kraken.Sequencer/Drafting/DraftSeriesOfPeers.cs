using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;

namespace Kraken.Sequencer.Drafting;

/// <summary>
/// The drafts of the proposers of the next heights, as far as they came: one of each height, a few one after another. Not safe for several
/// threads.
/// </summary>
/// <param name="proposerOf">The validator that proposes in a height's first round.</param>
/// <param name="maxTransactions">The most transactions of a draft.</param>
/// <param name="limits">How many drafts.</param>
internal sealed class DraftSeriesOfPeers(Func<ulong, Felt> proposerOf, int maxTransactions, DraftLimits limits)
{
    private readonly Dictionary<ulong, (DraftSeries Series, int Begun)> series = [];

    /// <summary>The last committed height.</summary>
    internal ulong Committed { get; private set; }

    /// <summary>How many hashes are held.</summary>
    internal int HeldTransactions => series.Values.Sum(item => item.Series.Transactions.Count);

    /// <summary>The draft of a height; null when no part came.</summary>
    internal DraftSeries? Of(ulong height) => series.TryGetValue(height, out (DraftSeries Series, int Begun) item) ? item.Series : null;

    /// <summary>Takes a part from the peer that proved to be the sender; false when it is none of a draft that is followed.</summary>
    internal bool TryTake(in Felt peer, DraftPart part)
    {
        if (part.Height <= Committed || part.Height - Committed > DraftLimits.Heights || proposerOf(part.Height) != peer)
        {
            return false;
        }

        bool isKnown = series.TryGetValue(part.Height, out (DraftSeries Series, int Begun) item);
        if (!isKnown || item.Series.Parent != part.Parent)
        {
            if (part.Number != 0 || item.Begun >= limits.MaxDraftsOfHeight)
            {
                return false;
            }

            item = (new DraftSeries(part, maxTransactions), item.Begun + 1);
            series[part.Height] = item;
        }

        item.Series.Take(part);
        return true;
    }

    /// <summary>A height was committed: what is not above it is let go.</summary>
    internal void Commit(ulong height)
    {
        Committed = Math.Max(Committed, height);
        foreach (ulong past in series.Keys.Where(other => other <= Committed).ToArray())
        {
            series.Remove(past);
        }
    }
}
