using Kraken.BlockProof.Program;
using Kraken.Cairo.Hints.Casm;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Execution.Constants;
using Kraken.Fields;

namespace Kraken.BlockProof.Runs;

/// <summary>
/// Answers the system calls that can be proved: storage reads and writes, and events. Gas is that of the protocol's constants; a call
/// without enough gas, or of another kind, ends the run.
/// </summary>
internal sealed class SyscallAnswers(ContractStorage storage, GasCosts gas) : IStarknetHintHost
{
    /// <inheritdoc/>
    public void SystemCall(VirtualMachine machine, Relocatable request)
    {
        VmMemory memory = machine.Memory;
        Felt selector = memory.GetFelt(request);
        if (selector == OutputRoutines.StorageRead)
        {
            Felt key = StorageKey(memory, request);
            Succeed(memory, request, request + 4, SyscallSelector.StorageRead);
            memory.Insert(request + 6, storage.Read(key));
        }
        else if (selector == OutputRoutines.StorageWrite)
        {
            storage.Write(StorageKey(memory, request), memory.GetFelt(request + 4));
            Succeed(memory, request, request + 5, SyscallSelector.StorageWrite);
        }
        else if (selector == OutputRoutines.EmitEvent)
        {
            Succeed(memory, request, request + 6, SyscallSelector.EmitEvent);
        }
        else
        {
            throw new HintException("syscall", $"system call {selector} cannot be proved");
        }
    }

    private static Felt StorageKey(VmMemory memory, Relocatable request) => memory.GetFelt(request + 2).IsZero
        ? memory.GetFelt(request + 3)
        : throw new HintException("syscall", "expected address domain 0");

    // Compiled code has paid the base price before the call.
    private void Succeed(VmMemory memory, Relocatable request, Relocatable answer, SyscallSelector selector)
    {
        ulong due = gas.Of(selector).Of(0) - gas.SyscallBase;
        Felt given = memory.GetFelt(request + 1);
        if (!given.TryToUInt64(out ulong available) || available < due)
        {
            throw new HintException("syscall", $"{selector} needs {due} gas, {given} is left");
        }

        memory.Load(answer, (System.ReadOnlySpan<Felt>)[available - due, Felt.Zero]);
    }
}
