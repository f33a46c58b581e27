using System.Collections.Generic;
using System.Numerics;

namespace Kraken.Cairo.Vm.Programs;

/// <summary>A name of a Cairo 0 program.</summary>
/// <param name="Kind">"const", "function", "label", "struct", "alias", "reference", "namespace" or "type_definition".</param>
/// <param name="Pc">A function's or label's offset.</param>
/// <param name="Value">A constant's value.</param>
/// <param name="Destination">An alias's target.</param>
/// <param name="Size">A structure's cells.</param>
/// <param name="Members">A structure's members.</param>
public sealed record ProgramIdentifier(
    string Kind,
    int? Pc,
    BigInteger? Value,
    string? Destination,
    int? Size,
    IReadOnlyDictionary<string, StructMember>? Members);
