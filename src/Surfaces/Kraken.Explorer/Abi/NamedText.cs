namespace Kraken.Explorer.Abi;

/// <summary>A named value for people.</summary>
/// <param name="Name">The name, of the ABI.</param>
/// <param name="Type">The type, of the ABI.</param>
/// <param name="Value">The value as text.</param>
internal sealed record NamedText(string Name, string Type, string Value);
