using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Starknet.Chain;

/// <summary>A call of a contract's entry point.</summary>
/// <param name="Calldata">The arguments.</param>
public sealed record FunctionCall(Felt ContractAddress, Felt EntryPointSelector, ImmutableArray<Felt> Calldata);
