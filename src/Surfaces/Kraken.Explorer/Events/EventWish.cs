using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Explorer.Events;

/// <summary>Which events are looked for.</summary>
/// <param name="Contract">Who emitted them; null for anybody.</param>
/// <param name="Keys">The keys allowed at each position; an empty list allows any.</param>
internal sealed record EventWish(Felt? Contract, ImmutableArray<ImmutableArray<Felt>> Keys)
{
    /// <summary>Events of one first key.</summary>
    public static EventWish Named(Felt? contract, Felt key) => new(contract, [[key]]);
}
