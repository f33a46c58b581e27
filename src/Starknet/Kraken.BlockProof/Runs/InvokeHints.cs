using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Kraken.BlockProof.Program;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Hints;
using Kraken.Fields;
using Kraken.Starknet.Classes;

namespace Kraken.BlockProof.Runs;

/// <summary>The hints of an <see cref="InvokeProgram"/>: the host's inputs, and the class's own, shifted to where its code stands.</summary>
internal sealed class InvokeHints : IHintProcessor
{
    private readonly Dictionary<long, Hint[]> hints = [];
    private readonly InvokeProgram program;
    private readonly InvokeInputs inputs;
    private readonly SyscallAnswers syscalls;

    private InvokeHints(InvokeProgram program, InvokeInputs inputs, SyscallAnswers syscalls)
    {
        this.program = program;
        this.inputs = inputs;
        this.syscalls = syscalls;
    }

    public static InvokeHints? TryCreate(InvokeProgram program, InvokeInputs inputs, SyscallAnswers syscalls, out string? error)
    {
        InvokeHints created = new(program, inputs, syscalls);
        foreach (CasmHints at in program.ClassHints)
        {
            List<Hint> read = [];
            foreach (JsonElement element in at.Hints)
            {
                if (!HintJson.TryRead(element, out Hint? hint, out HintJsonError? problem))
                {
                    error = $"hint at {at.Offset} of the class: {problem}";
                    return null;
                }

                read.Add(hint);
            }

            created.hints[program.ClassOffset + at.Offset] = [.. read];
        }

        error = null;
        return created;
    }

    public bool HasHints(long offset) => offset == program.InputsOffset || hints.ContainsKey(offset);

    public void Execute(VirtualMachine machine)
    {
        if (machine.Pc.Offset == program.InputsOffset)
        {
            WriteInputs(machine);
            return;
        }

        foreach ((int index, Hint hint) in hints[machine.Pc.Offset].Index())
        {
            machine.CurrentHint = index;
            if (hint is SystemCall call)
            {
                syscalls.Answer(machine.Memory, HintOperands.Address(machine, call.System));
            }
            else
            {
                ClassHints.Execute(machine, hint);
            }
        }
    }

    private void WriteInputs(VirtualMachine machine)
    {
        VmMemory memory = machine.Memory;
        Relocatable syscallSegment = memory.AddSegment();
        Relocatable calldata = memory.AddSegment();
        Relocatable end = memory.Load(calldata, inputs.Calldata.AsSpan());
        memory.Load(machine.Ap, [(Felt)inputs.Gas, syscallSegment, calldata, end]);
    }
}
