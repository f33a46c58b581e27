using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Casm.Builtins;

namespace Kraken.Cairo.Vm.Runs;

/// <summary>A layout: the builtins it has with the steps per instance, and the units of the other resources.</summary>
/// <param name="Name">The layout's name.</param>
/// <param name="Ratios">Steps per instance of each builtin; 0 for output.</param>
/// <param name="RangeCheckUnits">16-bit range checks per step.</param>
/// <param name="PublicMemoryFraction">Memory units per unit of public memory.</param>
/// <param name="DilutedUnits">Diluted units per step; 0 without a diluted pool.</param>
/// <param name="DilutedSpacing">Spacing of the diluted form.</param>
public sealed record Layout(
    string Name,
    IReadOnlyDictionary<BuiltinName, int> Ratios,
    int RangeCheckUnits,
    int PublicMemoryFraction,
    int DilutedUnits,
    int DilutedSpacing)
{
    private static readonly BuiltinName[] Order = Enum.GetValues<BuiltinName>();

    private static readonly Layout[] All =
    [
        Of("plain", 16, 4, 0, 0, []),
        Of("small", 16, 4, 0, 0, [0, 8, 8, 512]),
        Of("dex", 4, 4, 0, 0, [0, 8, 8, 512]),
        Of("recursive", 4, 8, 16, 4, [0, 128, 8, -1, 8]),
        Of("starknet", 4, 8, 2, 4, [0, 32, 16, 2048, 64, 1024, -1, 32]),
        Of("starknet_with_keccak", 4, 8, 16, 4, [0, 32, 16, 2048, 64, 1024, 2048, 32]),
        Of("recursive_large_output", 4, 8, 16, 4, [0, 128, 8, -1, 8, -1, -1, 8]),
        Of("recursive_with_poseidon", 4, 8, 8, 4, [0, 256, 16, -1, 16, -1, -1, 64]),
        Of("all_cairo", 4, 8, 16, 4, [0, 256, 8, 2048, 16, 1024, 2048, 256, 8, 128, 256]),
        Of("all_cairo_stwo", 4, 8, 16, 4, [0, 256, 8, -1, 16, 1024, -1, 256, 8, 128, 256]),
        Of("stwo_no_ecop", 4, 8, 16, 4, [0, 256, 8, -1, 16, -1, -1, 256, 8, 128, 256]),
        Of("all_solidity", 8, 8, 16, 4, [0, 8, 8, 512, 256, 256]),
        Of("perpetual", 4, 4, 0, 0, [0, 32, 16, 2048]),
        Of("dex_with_bitwise", 4, 4, 2, 4, [0, 8, 8, 512, 64]),
    ];

    /// <summary>Memory units per step, the same in all layouts.</summary>
    public const int MemoryUnits = 8;

    /// <summary>The layout of S-two: every builtin but ecdsa and keccak.</summary>
    public static Layout AllCairoStwo { get; } = Find("all_cairo_stwo")!;

    /// <summary>The layout of a name, or null.</summary>
    public static Layout? Find(string name) => Array.Find(All, layout => layout.Name == name);

    /// <summary>The layout has the builtin.</summary>
    public bool Has(BuiltinName builtin) => Ratios.ContainsKey(builtin);

    // Ratios stand in canonical order; -1 leaves a builtin out.
    private static Layout Of(string name, int rangeCheckUnits, int fraction, int dilutedUnits, int spacing, int[] ratios) => new(
        name,
        ratios.Select((ratio, i) => (Order[i], ratio)).Where(pair => pair.ratio >= 0).ToDictionary(pair => pair.Item1, pair => pair.ratio),
        rangeCheckUnits,
        fraction,
        dilutedUnits,
        spacing);
}
