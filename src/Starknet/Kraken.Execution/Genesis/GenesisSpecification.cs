using System.Collections.Immutable;
using Kraken.Execution.Classes;

namespace Kraken.Execution.Genesis;

/// <summary>The state that a chain begins with.</summary>
/// <param name="Classes">Declared classes.</param>
/// <param name="Contracts">Deployed contracts, in the order of their construction; the fee token is one of them.</param>
/// <param name="Balances">Balances of the fee token on top of what its constructor gives; each account once.</param>
public sealed record GenesisSpecification(
    ImmutableArray<CompiledContract> Classes,
    ImmutableArray<GenesisContract> Contracts,
    ImmutableArray<GenesisBalance> Balances);
