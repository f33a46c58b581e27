using Kraken.Fields;

namespace Kraken.Starknet.Chain;

/// <summary>A class that was looked up.</summary>
/// <param name="ClassHash">The class.</param>
/// <param name="IsDeclared">Whether it was declared.</param>
public readonly record struct DeclarationRead(Felt ClassHash, bool IsDeclared);
