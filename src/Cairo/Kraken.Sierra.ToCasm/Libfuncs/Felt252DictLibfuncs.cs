using System;
using System.Collections.Generic;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>
/// Code for dictionaries: a pointer to the end of a list of accesses (key, previous value, new value); squashing is in DictSquashing.
/// </summary>
internal static class Felt252DictLibfuncs
{
    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("felt252_dict_new", New), new("felt252_dict_squash", Squash), new("felt252_dict_entry_get", EntryGet),
        new("felt252_dict_entry_finalize", EntryFinalize),
    ];

    public static Emission New(InvocationContext context)
    {
        CasmBuilder c = new();
        Var arena = context.Buffer(c, 0, 2);
        c.Hint(new AllocFelt252Dict(c.In(arena)));
        Var infos = c.Temp(c.At(arena, -3));
        Var count = c.Temp(c.At(arena, -2));
        Var finalized = c.Temp(c.At(arena, -1));
        c.Write(arena, infos);
        c.Write(arena, c.Temp(count + 1));
        c.Write(arena, finalized);
        Var offset = c.Temp(count * 3);
        Var info = c.Temp(infos + offset);
        return context.FinishStraight(c, [[arena], [c.At(info)]]);
    }

    public static Emission EntryGet(InvocationContext context)
    {
        CasmBuilder c = new();
        Var accesses = context.Buffer(c, 0, 2);
        Var key = context.Deref(c, 1);
        c.Hint(new Felt252DictEntryInit(c.In(accesses), c.In(key)));
        c.Write(accesses, key);
        Var previous = c.Next(accesses);
        c.Next(accesses);
        return context.FinishStraight(c, [[accesses], [previous]]);
    }

    public static Emission EntryFinalize(InvocationContext context)
    {
        CasmBuilder c = new();
        Var accesses = context.Buffer(c, 0, 0);
        Var value = context.Deref(c, 1);
        c.Hint(new Felt252DictEntryUpdate(c.In(accesses), c.In(value)));
        c.Assert(value, c.At(accesses, -1));
        return context.FinishStraight(c, [[accesses]]);
    }

    public static Emission Squash(InvocationContext context)
    {
        CasmBuilder c = new();
        Var arena = context.Buffer(c, 2, 2);
        Var rangeCheck = context.Buffer(c, 0, 0);
        Var gas = context.Deref(c, 1);
        Var end = context.Buffer(c, 3, 0);
        Var[] results = DictSquashing.Build(c, rangeCheck, gas, arena, end);
        CasmBuildResult built = c.Build(CasmBuilder.Fallthrough);
        CellExpression[] cells = Array.ConvertAll(results, built.States[0].Adjusted);
        return new Emission(built.Instructions, [], [[[cells[0]], [cells[1]], [cells[2]], [cells[3], cells[4]]]]);
    }
}
