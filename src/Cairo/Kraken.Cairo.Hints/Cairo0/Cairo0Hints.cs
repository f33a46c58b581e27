using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Programs;

namespace Kraken.Cairo.Hints.Cairo0;

/// <summary>The hints of a Cairo 0 program, prepared once and shared by all its runs.</summary>
public sealed class Cairo0Hints
{
    private readonly List<Action<HintRun>>?[] byPc;
    private readonly SortedSet<string> unknown = new(StringComparer.Ordinal);

    /// <summary>Prepares a program's hints. A hint unknown here fails when it is reached, and its text is named.</summary>
    public Cairo0Hints(CairoProgram program)
        : this(program, FrozenDictionary<string, HintFactory>.Empty)
    {
    }

    /// <summary>Prepares a program's hints, some of which are the caller's.</summary>
    /// <param name="own">The caller's hints by their text or by its <see cref="KeyOf"/>; they go before those known here.</param>
    public Cairo0Hints(CairoProgram program, IReadOnlyDictionary<string, HintFactory> own)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(program);
        byPc = new List<Action<HintRun>>?[program.Data.Length];
        foreach (ProgramHint hint in program.Hints)
        {
            (byPc[hint.Pc] ??= []).Add(Prepare(program, hint, own));
        }
    }

    /// <summary>The texts of the hints that neither the caller nor this library knows, each once.</summary>
    public IReadOnlyCollection<string> Unknown => unknown;

    /// <summary>What stands for a hint's text where the text itself is not at hand: half of its SHA-256, in hexadecimal digits.</summary>
    public static string KeyOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return HintTexts.KeyOf(text);
    }

    internal List<Action<HintRun>>? At(long pc) => (ulong)pc < (ulong)byPc.Length ? byPc[pc] : null;

    private Action<HintRun> Prepare(CairoProgram program, ProgramHint hint, IReadOnlyDictionary<string, HintFactory> own)
    {
        if (Find(hint.Code, own) is not { } factory)
        {
            unknown.Add(hint.Code);
            return _ => throw new HintException("UnknownHint", $"Unknown Hint: {hint.Code}");
        }

        try
        {
            return factory(new HintBinder(program, hint));
        }
        catch (HintException e)
        {
            return _ => throw new HintException(e.Code, e.Message);
        }
    }

    private static HintFactory? Find(string text, IReadOnlyDictionary<string, HintFactory> own)
    {
        if (own.TryGetValue(text, out HintFactory? factory))
        {
            return factory;
        }

        string key = KeyOf(text);
        return own.TryGetValue(key, out factory) ? factory
            : HintTexts.ByHash.TryGetValue(key, out string? name) ? HintLibrary.ByName.GetValueOrDefault(name) : null;
    }
}
