using Kraken.Fields;

namespace Kraken.Starknet.Classes;

/// <summary>An entry point of a Cairo 0 class.</summary>
/// <param name="Selector">The selector; zero for the one that takes all calls that no other takes.</param>
/// <param name="Offset">Where its code begins.</param>
public sealed record DeprecatedEntryPoint(Felt Selector, ulong Offset);
