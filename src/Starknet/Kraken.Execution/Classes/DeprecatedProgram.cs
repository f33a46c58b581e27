using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Programs;
using Kraken.Casm.Builtins;
using Kraken.Casm.Classes;
using Kraken.Execution.Syscalls;
using Kraken.Fields;
using Kraken.Starknet.Classes;

namespace Kraken.Execution.Classes;

/// <summary>The program of a Cairo 0 class made ready to run: hints bound to its names, entry points indexed.</summary>
internal sealed class DeprecatedProgram
{
    /// <summary>What stands for an entry point whose selector another one has too.</summary>
    internal const int Ambiguous = -1;

    // Entry points take builtins in this order.
    internal static readonly BuiltinName[] Supported =
    [
        BuiltinName.Pedersen, BuiltinName.RangeCheck, BuiltinName.Ecdsa, BuiltinName.Bitwise, BuiltinName.EcOp, BuiltinName.Poseidon,
    ];

    private readonly FrozenDictionary<Felt, int>[] entryPoints;
    private readonly int?[] defaults;

    private DeprecatedProgram(
        CairoProgram program, IReadOnlyList<ErrorScope> scopes, FrozenDictionary<Felt, int>[] entryPoints, int?[] defaults)
    {
        Hints = new Cairo0Hints(program, DeprecatedHints.All);
        Builtins = [.. program.Builtins];
        Image = new ProgramImage(program.Data, [], [], new Cairo0HintProcessor(Hints).HasHints);
        ErrorScopes = scopes;
        this.entryPoints = entryPoints;
        this.defaults = defaults;
    }

    internal Cairo0Hints Hints { get; }

    internal ImmutableArray<BuiltinName> Builtins { get; }

    internal ProgramImage Image { get; }

    internal IReadOnlyList<ErrorScope> ErrorScopes { get; }

    /// <summary>Prepares a program.</summary>
    internal static bool TryCreate(
        DeprecatedClass value, [NotNullWhen(true)] out DeprecatedProgram? program, [NotNullWhen(false)] out string? error)
    {
        program = null;
        if (!CairoProgramReader.TryRead(value.Program.AsMemory(), out CairoProgram? read, out ProgramError? malformed))
        {
            error = malformed.ToString();
            return false;
        }

        int place = -1;
        if (!read.Builtins.All(name => (place = Array.IndexOf(Supported, name, place + 1)) >= 0))
        {
            error = $"Called builtins: {string.Join(", ", value.Builtins)} are unsupported in a Cairo0 contract";
            return false;
        }

        EntryPointType[] types = Enum.GetValues<EntryPointType>();
        FrozenDictionary<Felt, int>[] tables = new FrozenDictionary<Felt, int>[types.Length];
        int?[] defaults = new int?[types.Length];
        foreach (EntryPointType type in types)
        {
            ImmutableArray<DeprecatedEntryPoint> entries = value.EntryPoints.Of(type);
            if (entries.FirstOrDefault(entry => entry.Offset >= (ulong)read.Data.Length) is { } outside)
            {
                error = $"entry point {outside.Selector} at {outside.Offset} is outside of the bytecode of {read.Data.Length} felts";
                return false;
            }

            tables[(int)type] = entries.GroupBy(static entry => entry.Selector).ToFrozenDictionary(
                static group => group.Key, static group => group.Count() > 1 ? Ambiguous : (int)group.First().Offset);
            defaults[(int)type] = !entries.IsEmpty && entries[0].Selector.IsZero ? (int)entries[0].Offset : null;
        }

        error = null;
        program = new DeprecatedProgram(read, ErrorScope.Of(value.Program), tables, defaults);
        return true;
    }

    /// <summary>Where an entry point begins, or that which takes what no other does; null for none.</summary>
    internal int? Find(EntryPointType type, in Felt selector) =>
        entryPoints[(int)type].TryGetValue(selector, out int offset) ? offset : defaults[(int)type];
}
