using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Programs;

namespace Kraken.Cairo.Hints.Bootloader;

/// <summary>The hints of a bootloader: a Cairo program that runs other programs and puts out their hashes and outputs.</summary>
/// <remarks>The three bootloaders of cairo-lang, as starkware-libs/proving-utils has them compiled.</remarks>
public static class BootloaderHints
{
    internal static FrozenDictionary<string, BootloaderHintFactory> ByName { get; } = new[]
    {
        BuiltinSelectionHints.Family,
        TaskHints.Family,
        UnpackingHints.Family,
        ApplicativeHints.Family,
        SimulationHints.Family,
    }.SelectMany(family => family).ToFrozenDictionary(pair => pair.Name, pair => pair.Factory);

    private static readonly (string Name, BootloaderKind Kind)[] Inputs =
    [
        ("SIMPLE_BOOTLOADER_LOAD_INPUT", BootloaderKind.Simple),
        ("BOOTLOADER_READ_BOOTLOADER_INPUT", BootloaderKind.Unpacking),
        ("APPLICATIVE_LOAD_INPUTS", BootloaderKind.Applicative),
    ];

    /// <summary>Which bootloader a program is; null if it is none that is known here.</summary>
    public static BootloaderKind? KindOf(CairoProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        HashSet<string?> names = [.. program.Hints.Select(hint => BootloaderHintTexts.NameOf(hint.Code))];
        foreach ((string name, BootloaderKind kind) in Inputs)
        {
            if (names.Contains(name))
            {
                return kind;
            }
        }

        return null;
    }

    /// <summary>Prepares the hints of one run of a bootloader.</summary>
    /// <param name="program">The bootloader.</param>
    /// <param name="input">What it is to run.</param>
    /// <param name="run">What is known at the end of the run.</param>
    public static IHintProcessor For(CairoProgram program, BootloaderInput input, out BootloaderRun run)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(input);
        BootloaderRun state = new(program, input);
        run = state;
        return new Cairo0HintProcessor(new Cairo0Hints(program, Bind(program, state)));
    }

    private static Dictionary<string, HintFactory> Bind(CairoProgram program, BootloaderRun state)
    {
        Dictionary<string, HintFactory> own = [];
        foreach (string text in program.Hints.Select(hint => hint.Code).Distinct())
        {
            if (BootloaderHintTexts.NameOf(text) is { } name && ByName.TryGetValue(name, out BootloaderHintFactory? factory))
            {
                own.Add(text, ids => factory(state, ids));
            }
        }

        return own;
    }
}
