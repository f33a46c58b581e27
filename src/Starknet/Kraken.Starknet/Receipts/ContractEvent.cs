using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Starknet.Receipts;

/// <summary>An event that a contract emitted.</summary>
/// <param name="FromAddress">The emitting contract.</param>
/// <param name="Keys">The indexed part; by convention the first is the selector of the event's name.</param>
/// <param name="Data">The rest.</param>
public sealed record ContractEvent(Felt FromAddress, ImmutableArray<Felt> Keys, ImmutableArray<Felt> Data);
