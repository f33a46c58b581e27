using System;
using Kraken.Casm.Builtins;

namespace Kraken.Execution.Constants;

/// <summary>What the protocol counts, by builtin and by the names of the constants files.</summary>
internal static class PricedBuiltins
{
    internal static PricedBuiltin Priced(this BuiltinName name) => (PricedBuiltin)name;

    /// <summary>Reads a name; some parts of the constants files write "_builtin" at its end, one writes "ecop".</summary>
    /// <exception cref="FormatException">The name is unknown.</exception>
    internal static PricedBuiltin Parse(string name) => name.Replace("_builtin", string.Empty, StringComparison.Ordinal) switch
    {
        "blake" => PricedBuiltin.Blake,
        "ecop" => PricedBuiltin.EcOp,
        string text when BuiltinNames.TryParse(text, out BuiltinName builtin) => builtin.Priced(),
        _ => throw new FormatException($"unknown builtin '{name}'"),
    };
}
