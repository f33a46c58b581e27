using System.Collections.Immutable;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Sierra;

namespace Kraken.Starknet.Classes;

/// <summary>A contract class as it is declared: the Sierra program as felts, its entry points and its ABI.</summary>
public sealed record SierraClass
{
    /// <summary>The program as felts: three of the Sierra version, three of the compiler's, then the compressed program.</summary>
    public required ImmutableArray<Felt> SierraProgram { get; init; }

    /// <summary>The version of this format: "0.1.0".</summary>
    public required string ContractClassVersion { get; init; }

    /// <summary>The functions that can be called from outside, by kind.</summary>
    public required EntryPoints<SierraEntryPoint> EntryPoints { get; init; }

    /// <summary>The ABI as JSON text, hashed byte for byte; may be empty.</summary>
    public required string Abi { get; init; }
}
