using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Casm.Classes;

/// <summary>An entry point of a compiled class.</summary>
/// <param name="Offset">The offset of its first instruction in the bytecode.</param>
/// <param name="Builtins">The builtins it takes, in order, by their names in class files ("range_check", "pedersen", ...).</param>
public sealed record CasmEntryPoint(Felt Selector, int Offset, ImmutableArray<string> Builtins);
