using System;

namespace Kraken.Execution.Constants;

/// <summary>Builtin names of the constants files; some parts of them write "_builtin" at the end, one writes "ecop".</summary>
internal static class BuiltinNames
{
    internal static PricedBuiltin Parse(string name) => name.Replace("_builtin", string.Empty, StringComparison.Ordinal) switch
    {
        "output" => PricedBuiltin.Output,
        "pedersen" => PricedBuiltin.Pedersen,
        "range_check" => PricedBuiltin.RangeCheck,
        "ecdsa" => PricedBuiltin.Ecdsa,
        "bitwise" => PricedBuiltin.Bitwise,
        "ec_op" or "ecop" => PricedBuiltin.EcOp,
        "keccak" => PricedBuiltin.Keccak,
        "poseidon" => PricedBuiltin.Poseidon,
        "range_check96" => PricedBuiltin.RangeCheck96,
        "add_mod" => PricedBuiltin.AddMod,
        "mul_mod" => PricedBuiltin.MulMod,
        "segment_arena" => PricedBuiltin.SegmentArena,
        "blake" => PricedBuiltin.Blake,
        _ => throw new FormatException($"unknown builtin '{name}'"),
    };
}
