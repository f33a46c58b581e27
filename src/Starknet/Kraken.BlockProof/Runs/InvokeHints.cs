using System.Linq;
using Kraken.BlockProof.Program;
using Kraken.Cairo.Hints.Casm;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;

namespace Kraken.BlockProof.Runs;

/// <summary>
/// The hints of an <see cref="InvokeProgram"/>: the host's inputs, and the class's own, shifted to where its code stands.
/// </summary>
internal sealed class InvokeHints : IHintProcessor
{
    private readonly InvokeProgram program;
    private readonly InvokeInputs inputs;
    private readonly CasmHintProcessor classHints;

    private InvokeHints(InvokeProgram program, InvokeInputs inputs, CasmHintProcessor classHints)
    {
        this.program = program;
        this.inputs = inputs;
        this.classHints = classHints;
    }

    public static InvokeHints Create(InvokeProgram program, InvokeInputs inputs, SyscallAnswers syscalls)
    {
        CasmHints shifted = new(program.ClassHints.Select(site => site with { Offset = program.ClassOffset + site.Offset }));
        return new InvokeHints(program, inputs, new CasmHintProcessor(shifted, syscalls));
    }

    public bool HasHints(long offset) => offset == program.InputsOffset || classHints.HasHints(offset);

    public void Execute(VirtualMachine machine)
    {
        if (machine.Pc.Offset == program.InputsOffset)
        {
            WriteInputs(machine);
            return;
        }

        classHints.Execute(machine);
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
