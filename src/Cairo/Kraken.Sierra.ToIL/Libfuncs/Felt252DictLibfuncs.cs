using System.Collections.Generic;
using System.Reflection;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Code for dictionaries, which are handles; an entry is the dictionary and the place of the value.</summary>
internal static class Felt252DictLibfuncs
{
    private static readonly MethodInfo Create = Method(nameof(NativeDictionaries.Create));
    private static readonly MethodInfo Entry = Method(nameof(NativeDictionaries.Entry));
    private static readonly MethodInfo SquashAll = Method(nameof(NativeDictionaries.Squash));
    private static readonly MethodInfo Items = Method(nameof(NativeDictionaries.Items));

    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("felt252_dict_new", New), new("felt252_dict_squash", Squash), new("felt252_dict_entry_get", EntryGet),
        new("felt252_dict_entry_finalize", EntryFinalize), new("squashed_felt252_dict_entries", Entries),
    ];

    internal static void New(Invocation i)
    {
        i.CountsBySignature = false;
        i.Call(Create);
        i.Leave(0, [i.Pop(SlotKind.Int32)]);
    }

    internal static void EntryGet(Invocation i)
    {
        i.CountsBySignature = false;
        ValueLayout layout = i.Layouts[i.TypeArgument(0)];
        i.Call(Entry, i.One(0), i.One(1), Slot.Constant(SlotKind.Int32, layout.Words));
        Slot place = i.Pop(SlotKind.Int32);
        i.Leave(0, [i.One(0), place], i.LoadValue(place, 0, layout));
    }

    internal static void EntryFinalize(Invocation i)
    {
        i.CountsBySignature = false;
        i.Writer.StoreValue(i.Arguments[0][1], 0, i.Arguments[1]);
        i.Leave(0, [i.Arguments[0][0]]);
    }

    internal static void Squash(Invocation i)
    {
        i.CountsBySignature = false;
        i.Call(SquashAll, i.One(3));
        i.Leave(0, [i.Pop(SlotKind.Int32)]);
    }

    internal static void Entries(Invocation i)
    {
        i.Call(Items, i.One(0), Slot.Constant(SlotKind.Int32, i.Layouts[i.TypeArgument(0)].Words));
        (Slot start, Slot end) = i.Halves(i.Pop(SlotKind.Int64));
        i.Leave(0, [start, end, end]);
    }

    private static MethodInfo Method(string name) => RuntimeMembers.Method(typeof(NativeDictionaries), name);
}
