using System.Collections.Generic;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Casm;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Fields;

namespace Kraken.StarknetOs.Runs;

/// <summary>
/// Answers the system calls of code with what its native run was answered. What a call gave back lies in a temporary segment, which the
/// program binds to where the callee put it.
/// </summary>
/// <param name="withoutConstructor">The classes without a constructor: of them a deployment gives nothing back, not even a place.</param>
internal sealed class CallResponses(IEnumerable<Felt> withoutConstructor) : IStarknetHintHost
{
    private const int DeployedClass = 2;

    private static readonly Felt CalleeFailed = Felt.FromShortString("ENTRYPOINT_FAILED");

    private readonly HashSet<Felt> withoutConstructor = [.. withoutConstructor];
    private Queue<SyscallAnswer> answers = new();
    private Relocatable executionInfo;

    /// <summary>Whether the code that began last asked for all that its native run asked for.</summary>
    public bool AreTaken => answers.Count == 0;

    /// <summary>Answers from now on what the native run of the next code was answered, in order.</summary>
    public void Begin(IEnumerable<SyscallAnswer> recorded, Relocatable info) => (answers, executionInfo) = (new(recorded), info);

    /// <inheritdoc/>
    public void SystemCall(VirtualMachine machine, Relocatable request)
    {
        VmMemory memory = machine.Memory;
        Felt name = memory.GetFelt(request);
        if (!answers.TryDequeue(out SyscallAnswer? answer) || Felt.FromShortString(answer.Selector.ToString()) != name)
        {
            throw new HintException("SystemCall", $"the code makes system call {name}, its native run {answer?.Selector}");
        }

        Relocatable next = request + SystemCallSizes.OfRequest(answer.Selector);
        next = memory.Load(next, [(Felt)answer.Gas, answer.Failed ? Felt.One : Felt.Zero]);
        memory.Load(next, answer.Failed ? ListOf(memory, answer) : Result(memory, request, answer));
    }

    private MaybeRelocatable[] Result(VmMemory memory, Relocatable request, SyscallAnswer answer) => answer.Selector switch
    {
        SyscallSelector.GetExecutionInfo => [executionInfo],
        SyscallSelector.StorageRead or SyscallSelector.GetClassHashAt or SyscallSelector.GetBlockHash => [answer.Value],
        SyscallSelector.Deploy when withoutConstructor.Contains(memory.GetFelt(request + DeployedClass)) =>
            [answer.Value, Felt.Zero, Felt.Zero],
        SyscallSelector.Deploy => [answer.Value, .. ListOf(memory, answer)],
        _ => ListOf(memory, answer),
    };

    private static MaybeRelocatable[] ListOf(VmMemory memory, SyscallAnswer answer)
    {
        if (answer.List is not { } list)
        {
            return [];
        }

        bool isCallees = !answer.Failed || (list.Length > 0 && list[^1] == CalleeFailed);
        Relocatable start = isCallees ? memory.AddTemporarySegment() : memory.AddSegment();
        return [start, memory.Load(start, list)];
    }
}
