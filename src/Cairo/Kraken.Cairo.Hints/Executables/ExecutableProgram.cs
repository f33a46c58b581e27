using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using Kraken.Cairo.Hints.Casm;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Programs;
using Kraken.Casm.Builtins;
using Kraken.Casm.Executables;
using Kraken.Fields;
using Kraken.Serialization.Json;

namespace Kraken.Cairo.Hints.Executables;

/// <summary>An executable of Cairo 1 as a program for the machine, with the hints of its runs.</summary>
public sealed class ExecutableProgram
{
    // The entry of a run alone: ap += n (2 words), call main (2), jmp rel 0.
    private const int EndAfter = 4;

    private readonly CasmHints hints;

    private ExecutableProgram(CairoExecutable executable, CairoProgram program)
    {
        hints = new CasmHints(executable.Hints);
        Program = program;
        HintOffsets = [.. executable.Hints.Select(site => site.Offset)];
    }

    /// <summary>The program: its code, its builtins, and where its runs begin and end. It has no hints as text.</summary>
    public CairoProgram Program { get; }

    /// <summary>The offsets of the instructions that have hints.</summary>
    public IReadOnlyList<int> HintOffsets { get; }

    /// <summary>Takes the entry point of a kind.</summary>
    /// <param name="kind">A run alone or by a bootloader.</param>
    /// <param name="error">What the executable lacks.</param>
    /// <returns>False with <paramref name="error"/> set when it has no such entry point, or one that takes no known builtins.</returns>
    public static bool TryOf(
        CairoExecutable executable,
        ExecutableEntryKind kind,
        [NotNullWhen(true)] out ExecutableProgram? program,
        [NotNullWhen(false)] out DecodeError? error)
    {
        ArgumentNullException.ThrowIfNull(executable);
        program = null;
        if (executable.Find(kind) is not { } entry)
        {
            string kinds = string.Join(", ", executable.EntryPoints.Select(point => $"{point.Kind}"));
            error = new("entrypoints", $"one of kind {kind}", kinds.Length == 0 ? "none" : kinds);
            return false;
        }

        List<BuiltinName> builtins = [];
        foreach (string text in entry.Builtins)
        {
            if (!BuiltinNames.TryParse(text, out BuiltinName name) || (builtins.Count > 0 && builtins[^1] >= name))
            {
                error = new("entrypoints.builtins", "builtins in canonical order", string.Join(", ", entry.Builtins));
                return false;
            }

            builtins.Add(name);
        }

        Dictionary<string, ProgramIdentifier> names = new()
        {
            ["__main__.main"] = At(entry.Offset),
            ["__main__.__start__"] = At(entry.Offset),
            ["__main__.__end__"] = At(entry.Offset + EndAfter),
        };
        program = new(executable, new([.. executable.Bytecode], builtins, [], [], names));
        error = null;
        return true;
    }

    /// <summary>The hints of one run.</summary>
    /// <param name="arguments">The serialized arguments of main.</param>
    /// <param name="start">Where the code begins in its segment.</param>
    public IHintProcessor HintsFor(IReadOnlyList<Felt> arguments, long start = 0)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return new CasmHintProcessor(hints, new ExecutableHost(arguments), usesTemporaryDictSegments: true, start);
    }

    private static ProgramIdentifier At(int offset) => new("function", offset, null, null, null, null);
}
