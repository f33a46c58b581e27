using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;
using Kraken.Casm.Builtins;

namespace Kraken.Cairo.Air.Claims;

/// <summary>What is known of each builtin segment: cells per instance and the components that check it.</summary>
public static class BuiltinSegments
{
    private static readonly FrozenDictionary<string, BuiltinName> ByComponent = new Dictionary<string, BuiltinName>
    {
        ["pedersen_builtin"] = BuiltinName.Pedersen,
        ["pedersen_builtin_narrow_windows"] = BuiltinName.Pedersen,
        ["range_check_builtin"] = BuiltinName.RangeCheck,
        ["bitwise_builtin"] = BuiltinName.Bitwise,
        ["ec_op_builtin"] = BuiltinName.EcOp,
        ["poseidon_builtin"] = BuiltinName.Poseidon,
        ["range_check96_builtin"] = BuiltinName.RangeCheck96,
        ["add_mod_builtin"] = BuiltinName.AddMod,
        ["mul_mod_builtin"] = BuiltinName.MulMod,
    }.ToFrozenDictionary();

    /// <summary>Cells per instance; 0 for the unsupported segments.</summary>
    public static int Cells(BuiltinName segment) => segment switch
    {
        BuiltinName.Pedersen => 3,
        BuiltinName.Bitwise => 5,
        BuiltinName.Poseidon => 6,
        BuiltinName.EcOp or BuiltinName.AddMod or BuiltinName.MulMod => 7,
        BuiltinName.Ecdsa or BuiltinName.Keccak => 0,
        _ => 1,
    };

    /// <summary>The segment that a component checks; false for components that are no builtins.</summary>
    public static bool TryOfComponent(string component, out BuiltinName segment) => ByComponent.TryGetValue(component, out segment);

    /// <summary>The names of the components that may check a segment.</summary>
    public static IEnumerable<string> Components(BuiltinName segment) =>
        ByComponent.Where(pair => pair.Value == segment).Select(pair => pair.Key);
}
