using Kraken.Fields;

namespace Kraken.Starknet.Chain;

/// <summary>A class that was looked up.</summary>
public readonly record struct DeclarationRead(Felt ClassHash, bool IsDeclared);
