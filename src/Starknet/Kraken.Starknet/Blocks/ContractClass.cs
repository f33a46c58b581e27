using Kraken.Fields;

namespace Kraken.Starknet.Blocks;

/// <summary>A contract and its class.</summary>
/// <param name="Address">The contract.</param>
/// <param name="ClassHash">The class.</param>
public readonly record struct ContractClass(Felt Address, Felt ClassHash);
