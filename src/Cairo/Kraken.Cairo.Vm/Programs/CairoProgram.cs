using System.Collections.Generic;
using Kraken.Casm.Builtins;
using Kraken.Fields;

namespace Kraken.Cairo.Vm.Programs;

/// <summary>A compiled Cairo 0 program.</summary>
/// <param name="Data">The code.</param>
/// <param name="Builtins">The builtins that main takes and returns, in order.</param>
/// <param name="Hints">The hints, in order of their instructions.</param>
/// <param name="References">The references that hints name.</param>
/// <param name="Identifiers">The names.</param>
public sealed record CairoProgram(
    Felt[] Data,
    IReadOnlyList<BuiltinName> Builtins,
    IReadOnlyList<ProgramHint> Hints,
    IReadOnlyList<ProgramReference> References,
    IReadOnlyDictionary<string, ProgramIdentifier> Identifiers)
{
    /// <summary>main's offset.</summary>
    public int? Main => OffsetOf("__main__.main");

    /// <summary>Where a run in proof mode starts.</summary>
    public int? Start => OffsetOf("__main__.__start__");

    /// <summary>Where a run in proof mode ends, and then jumps to itself.</summary>
    public int? End => OffsetOf("__main__.__end__");

    /// <summary>The offset of a function or label.</summary>
    public int? OffsetOf(string name) => Identifiers.TryGetValue(name, out ProgramIdentifier? identifier) ? identifier.Pc : null;
}
