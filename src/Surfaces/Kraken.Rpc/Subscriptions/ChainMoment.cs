using System.Collections.Immutable;
using Kraken.Fields;
using Kraken.Rpc.Methods;

namespace Kraken.Rpc.Subscriptions;

/// <summary>The chain at one instant, for subscribers.</summary>
/// <param name="Chain">Its head, and the proposal on it where somebody looks at that.</param>
/// <param name="Candidates">The transactions that were chosen for the block being built and are not executed yet.</param>
/// <param name="Received">How many transactions the mempool has taken.</param>
/// <param name="Reorganisations">The last changes of what was decided, oldest first.</param>
internal sealed record ChainMoment(
    ChainSnapshot Chain, ImmutableArray<Felt> Candidates, long Received, ImmutableArray<Reorganisation> Reorganisations)
{
    /// <summary>How many changes of what was decided there were.</summary>
    internal long ReorganisationCount => Reorganisations.IsEmpty ? 0 : Reorganisations[^1].Sequence;
}
