using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Starknet.Chain;

/// <summary>Which events are looked for.</summary>
/// <param name="Addresses">The emitting contracts; empty for any.</param>
/// <param name="Keys">The values allowed at each position; an empty list asks nothing of its position.</param>
public sealed record EventQuery(ImmutableArray<Felt> Addresses, ImmutableArray<ImmutableArray<Felt>> Keys);
