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

/// <summary>
/// Answers the system calls of the code that runs with what its native run was answered. Where a list lies that is given back is for the
/// program to say that runs the code: its own checks are made for it.
/// </summary>
public class CallAnswers : IStarknetHintHost
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
        memory.Load(next, Result(memory, request, answer));
    }

    /// <summary>Where a list begins that an answer gives back.</summary>
    protected virtual Relocatable StartOf(VmMemory memory, SyscallAnswer answer) => memory.AddSegment();

    /// <summary>What a deployment gives back behind the address: what its constructor did.</summary>
    protected virtual MaybeRelocatable[] Constructed(VmMemory memory, Relocatable request, SyscallAnswer answer) => List(memory, answer);

    /// <summary>Start and end of the list of an answer, which is written there; nothing for an answer without one.</summary>
    protected MaybeRelocatable[] List(VmMemory memory, SyscallAnswer answer)
    {
        if (answer.List is not { } list)
        {
            return [];
        }

        Relocatable start = StartOf(memory, answer);
        return [start, memory.Load(start, list)];
    }

    private MaybeRelocatable[] Result(VmMemory memory, Relocatable request, SyscallAnswer answer) => answer.Selector switch
    {
        _ when answer.Failed => List(memory, answer),
        SyscallSelector.GetExecutionInfo => [executionInfo],
        SyscallSelector.StorageRead or SyscallSelector.GetClassHashAt or SyscallSelector.GetBlockHash => [answer.Value],
        SyscallSelector.Deploy => [answer.Value, .. Constructed(memory, request, answer)],
        _ => List(memory, answer),
    };
}
