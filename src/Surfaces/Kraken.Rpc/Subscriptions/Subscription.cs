using System.Collections.Generic;
using Kraken.Rpc.Methods;

namespace Kraken.Rpc.Subscriptions;

/// <summary>What one subscriber wants to be told. Used by one thread at a time.</summary>
/// <param name="id">The name by which the subscriber knows it.</param>
/// <param name="begun">The moment at which it begins.</param>
internal abstract class Subscription(string id, ChainMoment begun)
{
    private long reorganisations = begun.ReorganisationCount;

    internal string Id => id;

    /// <summary>Whether it tells of what is not decided yet.</summary>
    internal abstract bool LooksAhead { get; }

    /// <summary>How many decided blocks it has not told of.</summary>
    internal abstract ulong BlocksBehind(ChainSnapshot chain);

    /// <summary>
    /// What is new at a moment, made as it is walked: what was walked is told, and the next walk goes on behind it, wherever this one ends.
    /// </summary>
    internal IEnumerable<Notification> Advance(ChainMoment moment)
    {
        foreach (Reorganisation change in moment.Reorganisations)
        {
            if (change.Sequence > reorganisations)
            {
                reorganisations = change.Sequence;
                Rewind(change.First.Number);
                yield return change.Notification;
            }
        }

        foreach (Notification notification in AdvanceTo(moment))
        {
            yield return notification;
        }
    }

    /// <summary>What is new at a moment of a chain in which what was told of is still decided.</summary>
    protected abstract IEnumerable<Notification> AdvanceTo(ChainMoment moment);

    /// <summary>A block and all after it are no longer of the chain.</summary>
    protected abstract void Rewind(ulong number);
}
