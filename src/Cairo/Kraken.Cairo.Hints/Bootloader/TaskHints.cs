using System;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Programs;

namespace Kraken.Cairo.Hints.Bootloader;

/// <summary>The loop over tasks: the code of each is loaded and called, and its pointers and pages are taken over.</summary>
internal static class TaskHints
{
    private const string ExecuteTask = "starkware.cairo.bootloaders.simple_bootloader.execute_task.execute_task";

    public static readonly (string Name, BootloaderHintFactory Factory)[] Family =
    [
        ("SIMPLE_BOOTLOADER_LOAD_INPUT", (state, _) => _ => state.Loop = state.Input),
        ("SETUP_RUN_SIMPLE_BOOTLOADER_BEFORE_TASK_EXECUTION", Begin),
        ("SIMPLE_BOOTLOADER_SET_TASKS_VARIABLE", (_, _) => _ => { }),
        ("SIMPLE_BOOTLOADER_DIVIDE_NUM_BY_2", (_, ids) =>
        {
            HintId number = ids["num"];
            return r => r.SetAp(Fields.Felt.FromBigInteger(number.Integer(r) >> 1));
        }),
        ("SIMPLE_BOOTLOADER_SET_CURRENT_TASK", (state, ids) =>
        {
            HintId left = ids["n_tasks"];
            return r => Choose(state, HintRun.Count(left.Felt(r)));
        }),
        ("BOOTLOADER_PROGRAM_HASH_FUNCTION", (state, _) => r => r.SetAp((Fields.Felt)(int)state.Task.HashFunction)),
        ("DETERMINE_USE_PREV_HASH", (state, ids) =>
        {
            HintId flag = ids["use_prev_hash"];
            return r => flag.Set(r, state.UsesPreviousHash);
        }),
        ("LOAD_PROGRAM_SEGMENT", LoadProgram),
        ("EXECUTE_TASK_ASSERT_PROGRAM_ADDRESS", (state, ids) =>
        {
            HintId address = ids["program_address"];
            return r => HintRun.Require(
                address.Pointer(r) == state.ProgramAddress, "ProgramAddress", "the code that is called is not where it was loaded");
        }),
        ("EXECUTE_TASK_CALL_TASK", Call),
        ("EXECUTE_TASK_EXIT_SCOPE", (state, _) => r =>
        {
            state.Loaded!.End();
            r.Scopes.Exit();
        }),
        ("EXECUTE_TASK_APPEND_FACT_TOPOLOGIES", End),
        ("BOOTLOADER_SIMPLE_BOOTLOADER_COMPUTE_FACT_TOPOLOGIES", (state, _) => r =>
        {
            if (!state.Loop.IsSinglePage)
            {
                OutputPages pages = BootloaderRun.OutputOf(r).Current;
                TaskPages.Add(pages, pages.Start + 1, state.TaskTopologies);
            }
        }),
    ];

    private static Action<HintRun> Begin(BootloaderRun state, HintBinder ids)
    {
        (HintId output, HintId rangeChecks) = (ids["output_ptr"], ids["initial_subtasks_range_check_ptr"]);
        return r =>
        {
            r.Memory.Insert(output.Pointer(r), (Fields.Felt)state.Loop.Tasks.Count);
            rangeChecks.Set(r, r.Memory.AddTemporarySegment());
            state.TaskTopologies = [];
        };
    }

    private static void Choose(BootloaderRun state, int left)
    {
        int index = state.Loop.Tasks.Count - left;
        HintRun.Require(index >= 0 && left > 0, "TaskIndex", $"{left} tasks are left of {state.Loop.Tasks.Count}");
        state.Task = state.Loop.Tasks[index];
        state.UsesPreviousHash = index > 0 && state.Task.HasProgramOf(state.Loop.Tasks[index - 1]);
    }

    private static Action<HintRun> LoadProgram(BootloaderRun state, HintBinder ids)
    {
        (HintId segment, HintId header) = (ids["program_segment_ptr"], ids["program_header"]);
        return r =>
        {
            Relocatable start = r.Memory.AddSegment();
            segment.Set(r, start);
            (Relocatable code, Relocatable end) = ProgramLoader.Load(r.Memory, header.Pointer(r), state.Task);
            r.Memory.FinalizeSegment(start.Segment, (int)end.Offset);
            state.ProgramAddress = code;
            ProgramLoader.LoadHints(r, state);
        };
    }

    private static Action<HintRun> Call(BootloaderRun state, HintBinder ids)
    {
        HintId pointers = ids["pre_execution_builtin_ptrs"];
        int distance = Label(state.Program, "ret_pc_label") - Label(state.Program, "call_task");
        return r =>
        {
            if (state.Task is PieTask replay)
            {
                Relocatable stack = r.Machine.Ap + -replay.Builtins.Count;
                PieLoader.Load(replay.Pie, r.Machine, state.ProgramAddress, stack, r.Machine.Fp, r.Machine.Pc + distance);
                state.PagesBeforeTask = null;
            }
            else
            {
                state.PagesBeforeTask = BootloaderRun.OutputOf(r).Begin(r.Memory.GetAddress(pointers.Address(r)));
            }

            state.Loaded!.Begin(state.Task.HintsAt(state.ProgramAddress.Offset));
            r.Scopes.Enter();
        };
    }

    private static Action<HintRun> End(BootloaderRun state, HintBinder ids)
    {
        (HintId before, HintId after) = (ids["pre_execution_builtin_ptrs"], ids["return_builtin_ptrs"]);
        return r =>
        {
            // The pointer of the output is the first in the structure of pointers.
            (Relocatable start, Relocatable end) = (r.Memory.GetAddress(before.Address(r)), r.Memory.GetAddress(after.Address(r)));
            HintRun.Require(
                start.Segment == end.Segment && end.Offset - start.Offset is >= 0 and <= int.MaxValue,
                "OutputRange",
                $"a task moved the pointer of its output from {start} to {end}");
            int size = (int)(end.Offset - start.Offset);
            OutputBuiltin output = BootloaderRun.OutputOf(r);
            state.TaskTopologies.Add(state.Task is PieTask replay
                ? FactTopology.Of(size, replay.Pie.Additional.Pages, replay.Pie.Additional.Attributes)
                : FactTopology.Of(size, output.Current.ById, output.Current.Attributes));
            if (state.PagesBeforeTask is { } pages)
            {
                output.Restore(pages);
            }
        };
    }

    private static int Label(CairoProgram program, string name) =>
        program.OffsetOf($"{ExecuteTask}.{name}") ?? throw new HintException("UnknownIdentifier", $"the bootloader has no label {name}");
}
