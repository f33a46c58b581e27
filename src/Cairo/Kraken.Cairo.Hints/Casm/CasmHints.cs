using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Kraken.Cairo.Vm.Errors;
using Kraken.Casm.Classes;
using Kraken.Casm.Hints;

namespace Kraken.Cairo.Hints.Casm;

/// <summary>The hints of a compiled class, prepared once and shared by all its runs.</summary>
public sealed class CasmHints
{
    private readonly Action<CasmHintContext>[]?[] byPc;

    /// <summary>Prepares hints.</summary>
    /// <param name="hints">The hints by the offset of their instruction; several lists of one offset run one after the other.</param>
    public CasmHints(IEnumerable<CasmHintSite> hints)
    {
        ArgumentNullException.ThrowIfNull(hints);
        var table = new List<Action<CasmHintContext>[]?>();
        foreach ((int pc, ImmutableArray<Hint> list) in hints)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(pc);
            while (table.Count <= pc)
            {
                table.Add(null);
            }

            Action<CasmHintContext>[] actions = table[pc] ?? [];
            int first = actions.Length;
            Array.Resize(ref actions, first + list.Length);
            for (int i = 0; i < list.Length; i++)
            {
                actions[first + i] = CasmHintActions.Of(list[i]);
            }

            table[pc] = actions;
        }

        byPc = [.. table];
    }

    /// <summary>Those of a program without hints.</summary>
    public static CasmHints None { get; } = new([]);

    internal Action<CasmHintContext>[]? At(long pc) => (ulong)pc < (ulong)byPc.Length ? byPc[pc] : null;

    internal static HintException Unsupported(Hint hint) => new("UnsupportedHint", $"the hint {hint} is not supported here");
}
