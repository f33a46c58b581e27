using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Execution.Genesis;

/// <summary>A contract that exists from the first block on.</summary>
/// <param name="Address">Its address; free to choose.</param>
/// <param name="ClassHash">Its class, one of the genesis classes.</param>
/// <param name="ConstructorCalldata">What its constructor is run with.</param>
public sealed record GenesisContract(Felt Address, Felt ClassHash, ImmutableArray<Felt> ConstructorCalldata);
