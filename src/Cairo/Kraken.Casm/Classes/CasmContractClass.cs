using System.Collections.Generic;
using Kraken.Casm.Hints;
using Kraken.Fields;

namespace Kraken.Casm.Classes;

/// <summary>An entry point of a compiled class.</summary>
/// <param name="Selector">The selector.</param>
/// <param name="Offset">The offset of its first instruction in the bytecode.</param>
/// <param name="Builtins">The builtins that it takes, in order, by their names in snake case.</param>
public sealed record CasmContractEntryPoint(Felt Selector, int Offset, IReadOnlyList<string> Builtins);

/// <summary>The hints of an instruction.</summary>
/// <param name="Offset">The offset of the instruction in the bytecode.</param>
/// <param name="Hints">The hints, in order.</param>
public sealed record CasmHintSite(int Offset, IReadOnlyList<Hint> Hints);

/// <summary>A compiled contract class, as the compiler writes it.</summary>
public sealed record CasmContractClass
{
    /// <summary>The version of the compiler whose output this equals.</summary>
    public required string CompilerVersion { get; init; }

    /// <summary>The program's words.</summary>
    public required IReadOnlyList<Felt> Bytecode { get; init; }

    /// <summary>The lengths of the bytecode's segments: functions, then constant segments. Null for classes before Sierra 1.5.0.</summary>
    public required IReadOnlyList<int>? BytecodeSegmentLengths { get; init; }

    /// <summary>The hints, by ascending offset.</summary>
    public required IReadOnlyList<CasmHintSite> Hints { get; init; }

    /// <summary>The external functions, by ascending selector.</summary>
    public required IReadOnlyList<CasmContractEntryPoint> External { get; init; }

    /// <summary>The handlers of messages from L1, by ascending selector.</summary>
    public required IReadOnlyList<CasmContractEntryPoint> L1Handler { get; init; }

    /// <summary>The constructor, if there is one.</summary>
    public required IReadOnlyList<CasmContractEntryPoint> Constructor { get; init; }
}
