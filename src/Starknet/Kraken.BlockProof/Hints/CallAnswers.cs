using System.Collections.Generic;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Casm;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Fields;

namespace Kraken.BlockProof.Hints;

/// <summary>Answers the system calls of the code that runs with what its native run was answered.</summary>
internal sealed class CallAnswers : IStarknetHintHost
{
    private Queue<SyscallAnswer> answers = new();
    private Relocatable executionInfo;

    /// <summary>Whether the code that began last asked for all that its native run asked for.</summary>
    public bool AreTaken => answers.Count == 0;

    /// <summary>Begins a call.</summary>
    /// <param name="recorded">What its native run was answered, in order.</param>
    /// <param name="info">The execution info that the program has for the call.</param>
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
        if (!answer.Failed && answer.Selector == SyscallSelector.GetExecutionInfo)
        {
            memory.Insert(next, executionInfo);
            return;
        }

        if (!answer.Failed && answer.Selector is SyscallSelector.StorageRead or SyscallSelector.GetClassHashAt
            or SyscallSelector.GetBlockHash or SyscallSelector.Deploy)
        {
            memory.Insert(next, answer.Value);
            next += 1;
        }

        if (answer.List is { } list)
        {
            Relocatable start = memory.Place(list);
            memory.Load(next, [start, start + list.Length]);
        }
    }
}
