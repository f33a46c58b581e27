namespace Kraken.Explorer.Abi;

/// <summary>A named value of a type.</summary>
/// <param name="Kind">For members of events "key" or "data"; empty otherwise.</param>
internal sealed record AbiMember(string Name, AbiType Type, string Kind = "");
