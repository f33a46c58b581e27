using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Kraken.Casm.Builtins;

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

    /// <summary>Those of S-two's public memory, in order: all but the arena. Of ecdsa and keccak the segments are always empty.</summary>
    public static ImmutableArray<BuiltinName> OfProofs { get; } = [.. Enum.GetValues<BuiltinName>()[..(int)BuiltinName.SegmentArena]];

    /// <summary>Those that an entry point of a Sierra class may take, in the order in which it takes them.</summary>
    public static ImmutableArray<BuiltinName> OfEntryPoints { get; } =
    [
        BuiltinName.Pedersen, BuiltinName.RangeCheck, BuiltinName.Bitwise, BuiltinName.EcOp, BuiltinName.Poseidon, BuiltinName.SegmentArena,
        BuiltinName.RangeCheck96, BuiltinName.AddMod, BuiltinName.MulMod,
    ];

    /// <summary>The name as compilers write it, for example "range_check96".</summary>
    public static string Text(this BuiltinName name) => Texts[(int)name];

    /// <summary>Reads a name.</summary>
    public static bool TryParse(string text, out BuiltinName name) => ByText.TryGetValue(text, out name);
}
