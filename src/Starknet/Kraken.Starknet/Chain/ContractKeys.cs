using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Starknet.Chain;

/// <summary>Some storage cells of one contract.</summary>
/// <param name="Address">The contract.</param>
/// <param name="Keys">The cells' keys.</param>
public readonly record struct ContractKeys(Felt Address, ImmutableArray<Felt> Keys);
