namespace Kraken.Starknet.Classes;

/// <summary>A class as a network may have it: one of Cairo 1 or one of Cairo 0.</summary>
/// <param name="Sierra">The class of Cairo 1, or null.</param>
/// <param name="Deprecated">The class of Cairo 0, or null.</param>
public sealed record NetworkClass(SierraClass? Sierra, DeprecatedClass? Deprecated);
