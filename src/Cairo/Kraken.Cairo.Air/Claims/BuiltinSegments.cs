using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Air.Proofs;

namespace Kraken.Cairo.Air.Claims;

/// <summary>What is known of each builtin segment: cells per instance and the components that check it.</summary>
public static class BuiltinSegments
{
    private static readonly FrozenDictionary<string, BuiltinSegment> ByComponent = new Dictionary<string, BuiltinSegment>
    {
        ["pedersen_builtin"] = BuiltinSegment.Pedersen,
        ["pedersen_builtin_narrow_windows"] = BuiltinSegment.Pedersen,
        ["range_check_builtin"] = BuiltinSegment.RangeCheck128,
        ["bitwise_builtin"] = BuiltinSegment.Bitwise,
        ["ec_op_builtin"] = BuiltinSegment.EcOp,
        ["poseidon_builtin"] = BuiltinSegment.Poseidon,
        ["range_check96_builtin"] = BuiltinSegment.RangeCheck96,
        ["add_mod_builtin"] = BuiltinSegment.AddMod,
        ["mul_mod_builtin"] = BuiltinSegment.MulMod,
    }.ToFrozenDictionary();

    /// <summary>Cells per instance; 0 for the unsupported segments.</summary>
    public static int Cells(BuiltinSegment segment) => segment switch
    {
        BuiltinSegment.Pedersen => 3,
        BuiltinSegment.Bitwise => 5,
        BuiltinSegment.Poseidon => 6,
        BuiltinSegment.EcOp or BuiltinSegment.AddMod or BuiltinSegment.MulMod => 7,
        BuiltinSegment.Ecdsa or BuiltinSegment.Keccak => 0,
        _ => 1,
    };

    /// <summary>The segment that a component checks; false for components that are no builtins.</summary>
    public static bool TryOfComponent(string component, out BuiltinSegment segment) => ByComponent.TryGetValue(component, out segment);

    /// <summary>The names of the components that may check a segment.</summary>
    public static IEnumerable<string> Components(BuiltinSegment segment) =>
        ByComponent.Where(pair => pair.Value == segment).Select(pair => pair.Key);
}
