using System.Collections.Generic;

namespace Kraken.Cairo.Vm.Programs;

/// <summary>A hint of a Cairo 0 program.</summary>
/// <param name="Pc">The instruction it runs before.</param>
/// <param name="Code">Its Python text.</param>
/// <param name="Scopes">The namespaces whose names it sees, the innermost last.</param>
/// <param name="ApTracking">How ap is tracked there.</param>
/// <param name="References">The references it sees: full name, then index into the program's references.</param>
public sealed record ProgramHint(
    int Pc,
    string Code,
    IReadOnlyList<string> Scopes,
    ApTracking ApTracking,
    IReadOnlyDictionary<string, int> References);
