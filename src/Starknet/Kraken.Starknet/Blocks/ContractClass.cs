using Kraken.Fields;

namespace Kraken.Starknet.Blocks;

/// <summary>What a contract runs, as a state diff has it.</summary>
public readonly record struct ContractClass(Felt Address, Felt ClassHash);
