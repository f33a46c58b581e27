using Kraken.Fields;

namespace Kraken.Starknet.Blocks;

/// <summary>A contract and its new nonce.</summary>
/// <param name="Address">The contract.</param>
public readonly record struct NonceUpdate(Felt Address, Felt Nonce);
