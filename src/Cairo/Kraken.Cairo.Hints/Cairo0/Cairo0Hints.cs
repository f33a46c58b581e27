using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Programs;

namespace Kraken.Cairo.Hints.Cairo0;

/// <summary>The hints of a Cairo 0 program, prepared once and shared by all its runs.</summary>
public sealed class Cairo0Hints
{
    private readonly List<Action<HintRun>>?[] byPc;

    /// <summary>Prepares a program's hints. A hint unknown here fails when it is reached, and its text is named.</summary>
    public Cairo0Hints(CairoProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        byPc = new List<Action<HintRun>>?[program.Data.Length];
        foreach (ProgramHint hint in program.Hints)
        {
            (byPc[hint.Pc] ??= []).Add(Prepare(program, hint));
        }
    }

    internal List<Action<HintRun>>? At(long pc) => (ulong)pc < (ulong)byPc.Length ? byPc[pc] : null;

    private static Action<HintRun> Prepare(CairoProgram program, ProgramHint hint)
    {
        string key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(hint.Code)).AsSpan(0, 16));
        if (!HintTexts.ByHash.TryGetValue(key, out string? name) || !HintLibrary.ByName.TryGetValue(name, out HintFactory? factory))
        {
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
}
