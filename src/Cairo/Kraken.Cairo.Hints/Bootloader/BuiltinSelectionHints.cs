using System;
using System.Collections.Generic;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Builtins;

namespace Kraken.Cairo.Hints.Bootloader;

/// <summary>The pointers of builtins: which of them a task takes, and what it leaves.</summary>
internal static class BuiltinSelectionHints
{
    private const string Left = "n_selected_builtins";

    // The builtins of a bootloader's structure of pointers, in order.
    private static readonly BuiltinName[] All =
    [
        BuiltinName.Output, BuiltinName.Pedersen, BuiltinName.RangeCheck, BuiltinName.Ecdsa, BuiltinName.Bitwise, BuiltinName.EcOp,
        BuiltinName.Keccak, BuiltinName.Poseidon, BuiltinName.RangeCheck96, BuiltinName.AddMod, BuiltinName.MulMod,
    ];

    public static readonly (string Name, BootloaderHintFactory Factory)[] Family =
    [
        ("SELECT_BUILTINS_ENTER_SCOPE", (_, ids) =>
        {
            HintId count = ids["n_selected_builtins"];
            return r => r.Scopes.Enter((Left, HintRun.Count(count.Felt(r))));
        }),
        ("INNER_SELECT_BUILTINS_SELECT_BUILTIN", (_, ids) => Select(ids)),
        ("EXECUTE_TASK_WRITE_RETURN_BUILTINS", (state, ids) =>
        {
            (HintId after, HintId used, HintId before) =
                (ids["return_builtin_ptrs"], ids["used_builtins_addr"], ids["pre_execution_builtin_ptrs"]);
            return r =>
            {
                Write(r.Memory, state.Task, after.Address(r), used.Pointer(r), before.Address(r));
                r.Scopes.Enter((Left, state.Task.Builtins.Count));
            };
        }),
    ];

    private static Action<HintRun> Select(HintBinder ids)
    {
        (HintId selected, HintId all, HintId flag) = (ids["selected_encodings"], ids["all_encodings"], ids["select_builtin"]);
        return r =>
        {
            int left = r.Scopes.Get<int>(Left);
            bool isSelected = left > 0 && r.Memory.GetFelt(selected.Pointer(r)) == r.Memory.GetFelt(all.Pointer(r));
            flag.Set(r, isSelected);
            if (isSelected)
            {
                r.Scopes.Set(Left, left - 1);
            }
        };
    }

    /// <summary>Writes the pointers after a task: those that it returned, and those of builtins that it does not use as before.</summary>
    private static void Write(VmMemory memory, BootloaderTask task, Relocatable after, Relocatable used, Relocatable before)
    {
        int returned = 0;
        for (int i = 0; i < All.Length; i++)
        {
            int place = IndexOf(task.Builtins, All[i]);
            Relocatable source = place < 0 ? before + i : used + returned++;
            MaybeRelocatable pointer = memory.Get(source);
            if (pointer.IsEmpty)
            {
                throw new VmException(VmErrorKind.UnknownMemoryCell, $"the pointer of {All[i].Text()} is not at {source}");
            }

            memory.Insert(after + i, pointer);
            if (task is PieTask replay && place >= 0 && pointer.IsAddress)
            {
                CheckUse(replay, place, memory.Get(before + i), pointer);
            }
        }
    }

    private static int IndexOf(IReadOnlyList<BuiltinName> builtins, BuiltinName name)
    {
        for (int i = 0; i < builtins.Count; i++)
        {
            if (builtins[i] == name)
            {
                return i;
            }
        }

        return -1;
    }

    private static void CheckUse(PieTask task, int place, in MaybeRelocatable before, in MaybeRelocatable after)
    {
        int expected = task.Pie.SegmentSizes[Vm.Pies.CairoPie.SegmentOf(place)];
        HintRun.Require(
            before.IsAddress && before.Address + expected == after.Address,
            "BuiltinUsage",
            $"a PIE that uses {expected} cells of {task.Builtins[place].Text()} moved its pointer from {before} to {after}");
    }
}
