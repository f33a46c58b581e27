using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Hints;

namespace Kraken.Cairo.Hints.Casm;

/// <summary>
/// What lies outside of a Cairo 1 program: system calls, cheatcodes, and the wrapper hints of executables. Every member may throw
/// <see cref="Vm.Errors.HintException"/>, whose payload is found again in the run's error. A host without a member's meaning leaves the
/// default, which refuses.
/// </summary>
public interface IStarknetHintHost
{
    /// <summary>Executes the system call whose request starts at an address; the answer is written behind the request.</summary>
    void SystemCall(VirtualMachine machine, Relocatable request);

    /// <summary>Executes a cheatcode of a test framework.</summary>
    void Cheatcode(VirtualMachine machine, Cheatcode hint) => throw CasmHints.Unsupported(hint);

    /// <summary>Executes a hint of an executable's wrapper other than a relocation rule.</summary>
    void External(VirtualMachine machine, ExternalHint hint) => throw CasmHints.Unsupported(hint);

    /// <summary>Receives the cells that a program prints.</summary>
    void DebugPrint(VirtualMachine machine, Relocatable start, Relocatable end)
    {
    }
}
