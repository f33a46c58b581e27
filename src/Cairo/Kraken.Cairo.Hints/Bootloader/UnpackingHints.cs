using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Bootloader;

/// <summary>
/// The bootloader that runs the simple one over a segment aside and then writes what its tasks put out, unpacking outputs that are hashes
/// of the outputs of tasks run before.
/// </summary>
internal static class UnpackingHints
{
    private const string Outputs = "packed_outputs";
    private const string Output = "packed_output";

    public static readonly (string Name, BootloaderHintFactory Factory)[] Family =
    [
        ("BOOTLOADER_READ_BOOTLOADER_INPUT", (state, _) => _ => RequireConfig(state)),
        ("BOOTLOADER_PREPARE_SIMPLE_BOOTLOADER_OUTPUT_SEGMENT", (state, ids) =>
        {
            HintId start = ids["simple_bootloader_output_start"];
            return r =>
            {
                Relocatable segment = r.Memory.AddSegment();
                start.Set(r, segment);
                state.PagesBeforeLoop = BootloaderRun.OutputOf(r).Begin(segment);
            };
        }),
        ("BOOTLOADER_PREPARE_SIMPLE_BOOTLOADER_INPUT", (state, _) => _ => state.Loop = state.Input),
        ("BOOTLOADER_RESTORE_BOOTLOADER_OUTPUT", (state, _) => r => BootloaderRun.OutputOf(r).Restore(state.PagesBeforeLoop!)),
        ("BOOTLOADER_LOAD_BOOTLOADER_CONFIG", LoadConfig),
        ("BOOTLOADER_SAVE_OUTPUT_POINTER", (state, ids) =>
        {
            HintId output = ids["output_ptr"];
            return r => state.OutputStart = output.Pointer(r);
        }),
        ("BOOTLOADER_SAVE_PACKED_OUTPUTS", (state, _) => r => r.Scopes.Set(Outputs, state.Input.PackedOutputs)),
        ("BOOTLOADER_ENTER_PACKED_OUTPUT_SCOPE", (_, ids) => Enter(ids)),
        ("BOOTLOADER_IMPORT_PACKED_OUTPUT_SCHEMAS", (_, _) => _ => { }),
        ("BOOTLOADER_IS_PLAIN_PACKED_OUTPUT", (_, _) => r => r.SetAp(r.Scopes.Get<PackedOutput>(Output) is PlainPackedOutput)),
        ("BOOTLOADER_ASSERT_IS_COMPOSITE_PACKED_OUTPUT", (_, _) => r => Composite(r)),
        ("BOOTLOADER_GUESS_PRE_IMAGE_OF_SUBTASKS_OUTPUT_HASH", (_, ids) =>
        {
            (HintId length, HintId output) = (ids["nested_subtasks_output_len"], ids["nested_subtasks_output"]);
            return r =>
            {
                IReadOnlyList<Felt> outputs = Composite(r).Outputs;
                length.Set(r, (Felt)outputs.Count);
                output.Set(r, Store(r.Memory, outputs));
            };
        }),
        ("BOOTLOADER_SET_PACKED_OUTPUT_TO_SUBTASKS", (_, _) => r => r.Scopes.Set(Outputs, Composite(r).Subtasks)),
        ("BOOTLOADER_COMPUTE_FACT_TOPOLOGIES", (state, _) => r =>
        {
            state.TaskTopologies = PlainTopologies.Of(
                state.Input.PackedOutputs, state.TaskTopologies, RequireConfig(state).ApplicativeBootloaderHash);
            TaskPages.Add(BootloaderRun.OutputOf(r).Current, state.OutputStart, state.TaskTopologies);
        }),
    ];

    private static BootloaderConfig RequireConfig(BootloaderRun state) =>
        state.Input.Config ?? throw new HintException("BootloaderInput", "the input of this bootloader has a bootloader_config");

    private static Action<HintRun> LoadConfig(BootloaderRun state, HintBinder ids)
    {
        HintId pointer = ids["bootloader_config"];
        return r =>
        {
            // Lists within a list get their segments when their turn comes.
            BootloaderConfig config = RequireConfig(state);
            Relocatable start = r.Memory.AddSegment();
            r.Memory.Insert(start, (Felt)config.SimpleBootloaderHashes.Count);
            r.Memory.Insert(start + 1, Store(r.Memory, config.SimpleBootloaderHashes));
            r.Memory.Insert(start + 2, (Felt)config.CairoVerifierHashes.Count);
            r.Memory.Insert(start + 3, Store(r.Memory, config.CairoVerifierHashes));
            r.Memory.Insert(start + 4, config.ApplicativeBootloaderHash);
            pointer.Set(r, start);
        };
    }

    private static Action<HintRun> Enter(HintBinder ids)
    {
        HintId left = ids["n_subtasks"];
        return r =>
        {
            IReadOnlyList<PackedOutput> outputs = r.Scopes.Get<IReadOnlyList<PackedOutput>>(Outputs);
            int index = outputs.Count - HintRun.Count(left.Felt(r));
            HintRun.Require(
                index >= 0 && index < outputs.Count,
                "PackedOutputs",
                $"{left.Felt(r)} outputs are left, and packed_outputs has {outputs.Count}: expected one for each task");
            r.Scopes.Enter((Output, outputs[index]));
        };
    }

    private static CompositePackedOutput Composite(HintRun run) => run.Scopes.Get<PackedOutput>(Output) as CompositePackedOutput
        ?? throw new HintException("PackedOutputs", "expected a composite packed output, got a plain one");

    private static Relocatable Store(VmMemory memory, IReadOnlyList<Felt> values)
    {
        Relocatable start = memory.AddSegment();
        memory.Load(start, values.ToArray());
        return start;
    }
}
