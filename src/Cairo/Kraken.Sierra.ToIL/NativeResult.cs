using Kraken.Fields;

namespace Kraken.Sierra.ToIL;

/// <summary>What came of an entry point.</summary>
/// <param name="Data">What it returned, or the panic's felts.</param>
/// <param name="Gas">The gas left.</param>
public sealed record NativeResult(bool Panicked, Felt[] Data, ulong Gas);
