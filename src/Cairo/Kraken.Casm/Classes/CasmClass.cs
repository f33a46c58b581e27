using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Casm.Classes;

/// <summary>A compiled contract class ("CASM"): what the VM runs and the compiled class hash covers.</summary>
public sealed record CasmClass
{
    /// <summary>The version of the compiler that made it, such as "2.19.4".</summary>
    public required string CompilerVersion { get; init; }

    /// <summary>The program.</summary>
    public required ImmutableArray<Felt> Bytecode { get; init; }

    /// <summary>The segments of the bytecode; null in classes of old compilers, whose bytecode is one leaf.</summary>
    public SegmentLengths? Segments { get; init; }

    /// <summary>The hints, ascending by offset.</summary>
    public required ImmutableArray<CasmHintSite> Hints { get; init; }

    /// <summary>Where calls enter the bytecode, by kind.</summary>
    public required EntryPoints<CasmEntryPoint> EntryPoints { get; init; }
}
