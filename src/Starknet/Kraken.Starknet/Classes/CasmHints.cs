using System.Collections.Immutable;
using System.Text.Json;

namespace Kraken.Starknet.Classes;

/// <summary>The hints that run before an instruction, kept as the JSON of the class file (each an object named by its kind).</summary>
/// <param name="Offset">The instruction's offset in the bytecode.</param>
/// <param name="Hints">The hints, in order.</param>
public sealed record CasmHints(int Offset, ImmutableArray<JsonElement> Hints);
