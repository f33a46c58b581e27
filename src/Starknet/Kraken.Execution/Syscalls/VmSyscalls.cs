using Kraken.Cairo.Hints.Casm;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Execution.Errors;
using Kraken.Fields;

namespace Kraken.Execution.Syscalls;

/// <summary>The system calls of a run on the VM. A request lies at the system pointer; the answer is written behind it.</summary>
internal sealed class VmSyscalls(CallFrame frame, SyscallMemory memory) : IStarknetHintHost
{
    private readonly SyscallHandler handler = new(frame);
    private readonly SyscallCursor cursor = new(memory);

    /// <inheritdoc/>
    public void SystemCall(VirtualMachine machine, Relocatable request)
    {
        try
        {
            Execute(request);
        }
        catch (SyscallException exception)
        {
            throw new HintException("SystemCall", "a system call stopped the run", exception.Error);
        }
    }

    private void Execute(Relocatable request)
    {
        frame.Context.Budget?.Check();
        cursor.MoveTo(request);
        Felt name = cursor.TakeFelt();
        if (!SyscallNames.TryFind(name, out SyscallSelector selector))
        {
            throw CallFrame.Fault($"Invalid syscall selector: {FrameText.Hex(name)}.");
        }

        handler.Count(selector);
        ulong gas = cursor.TakeUInt64("Unexpected gas.");
        handler.Execute(selector, gas, frame.Answers is { } answers ? new RecordingWire(selector, cursor, answers) : cursor);
    }
}
