using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Starknet.Chain;

/// <summary>An event in a trace; the emitter is the call's contract.</summary>
/// <param name="Order">Its place among the transaction phase's events.</param>
/// <param name="Keys">The indexed part.</param>
/// <param name="Data">The rest.</param>
public sealed record TracedEvent(int Order, ImmutableArray<Felt> Keys, ImmutableArray<Felt> Data);
