using Kraken.Fields;

namespace Kraken.Starknet.Blocks;

/// <summary>A Sierra class and its compiled form.</summary>
/// <param name="CompiledClassHash">The hash of its CASM.</param>
public readonly record struct DeclaredClass(Felt ClassHash, Felt CompiledClassHash);
