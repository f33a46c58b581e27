using System.Collections.Immutable;
using Kraken.Casm.Hints;

namespace Kraken.Casm.Classes;

/// <summary>The hints that run before an instruction.</summary>
/// <param name="Offset">The offset of the instruction in the bytecode.</param>
/// <param name="Hints">The hints, in order.</param>
public sealed record CasmHintSite(int Offset, ImmutableArray<Hint> Hints);
