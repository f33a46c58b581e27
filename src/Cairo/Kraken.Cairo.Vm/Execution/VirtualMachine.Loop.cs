using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;

namespace Kraken.Cairo.Vm.Execution;

/// <content>The loop over steps.</content>
public sealed partial class VirtualMachine
{
    // Between two looks at the limits: some ten microseconds of cheap steps.
    private const long StepsBetweenChecks = 4096;

    // Instances of dear builtins take up to a fifth of a millisecond each.
    private const int DeductionsBetweenChecks = 8;

    private int deductions;

    private void Loop(Relocatable end, long target, IHintProcessor hints, RunResources resources)
    {
        while (true)
        {
            long pause = Math.Min(target, Steps > long.MaxValue - StepsBetweenChecks ? long.MaxValue : Steps + StepsBetweenChecks);
            LoopUntil(end, pause, hints, resources);
            if (Steps < pause || Steps >= target)
            {
                return;
            }

            Memory.ReleaseOutgrown();
            Memory.Limits?.Check();
        }
    }

    // Optimised from the first call: one call runs a whole program, long before the runtime would have noticed.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void LoopUntil(Relocatable end, long target, IHintProcessor hints, RunResources resources)
    {
        CachedInstruction[] code = [];
        int segment = -1;
        while ((pcOffset != end.Offset || pcSegment != end.Segment) && Steps < target)
        {
            if (resources.RemainingSteps <= 0)
            {
                throw new VmException(
                    VmErrorKind.UnfinishedExecution, "Could not reach the end of the program. RunResources has no remaining steps.");
            }

            if (pcSegment != segment || (ulong)pcOffset >= (ulong)code.Length)
            {
                segment = pcSegment;
                code = CodeAt();
            }

            ref CachedInstruction instruction = ref code[pcOffset];
            if (!instruction.IsKnown || instruction.HasHints)
            {
                if (!Prepare(ref instruction, hints))
                {
                    continue;
                }
            }

            if (!TryStep(instruction))
            {
                StepGeneral(instruction.Fields);
            }

            Steps++;
            resources.RemainingSteps--;
        }
    }

    /// <summary>The cache of pc's segment.</summary>
    private CachedInstruction[] CodeAt()
    {
        CachedInstruction[] code = instructions.Of(pcSegment);
        if ((ulong)pcOffset >= (ulong)code.Length)
        {
            throw new VmException(VmErrorKind.UnknownMemoryCell, $"Unknown memory cell at address {Pc}");
        }

        return code;
    }

    /// <summary>Runs the hints and decodes; false if a hint passes over the instruction.</summary>
    private bool Prepare(ref CachedInstruction instruction, IHintProcessor hints)
    {
        if ((instruction.HasHints || !instruction.IsKnown) && HintsAt(pcSegment, hints) is { } own
            && (instruction.HasHints || own.HasHints(pcOffset)))
        {
            instruction.HasHints = true;
            own.Execute(this);
            CurrentHint = -1;
        }

        if (!instruction.IsKnown)
        {
            instructions.Decode(Pc, ref instruction);
        }

        if (!SkipsInstruction)
        {
            return true;
        }

        SkipsInstruction = false;
        pcOffset += instruction.Fields.Size;
        return false;
    }

    private IHintProcessor? HintsAt(int segment, IHintProcessor program) =>
        segment == ProgramSegment ? program : loadedHints.GetValueOrDefault(segment);
}
