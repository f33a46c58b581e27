using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Cairo.Vm.Builtins;

/// <summary>The builtins' names in compiled programs, compiled classes and AIR inputs.</summary>
public static class BuiltinNames
{
    private static readonly string[] Texts =
    [
        "output", "pedersen", "range_check", "ecdsa", "bitwise", "ec_op", "keccak", "poseidon", "range_check96", "add_mod", "mul_mod",
        "segment_arena",
    ];

    private static readonly FrozenDictionary<string, BuiltinName> ByText =
        Texts.Select((text, index) => KeyValuePair.Create(text, (BuiltinName)index)).ToFrozenDictionary();

    /// <summary>The name as compilers write it, for example "range_check96".</summary>
    public static string Text(this BuiltinName name) => Texts[(int)name];

    /// <summary>Reads a name.</summary>
    public static bool TryParse(string text, out BuiltinName name) => ByText.TryGetValue(text, out name);
}
