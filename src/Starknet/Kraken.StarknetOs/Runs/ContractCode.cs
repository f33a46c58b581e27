using System.Collections.Generic;
using Kraken.Cairo.Hints.Casm;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Execution.Calls;

namespace Kraken.StarknetOs.Runs;

/// <summary>
/// Runs the hints of contracts' code. Each call has dictionaries of its own: of its dictionaries only those behind the first lie in
/// temporary segments, which the program puts behind each other.
/// </summary>
/// <param name="answered">Answers system calls.</param>
internal sealed class ContractCode(OsCallAnswers answered)
{
    private CasmHintProcessor current = New(answered);

    /// <summary>Whether the code that began last asked for all that its native run asked for.</summary>
    public bool AreAnswersTaken => answered.AreTaken;

    /// <summary>Begins a call.</summary>
    /// <param name="answers">What its native run was answered.</param>
    /// <param name="executionInfo">The execution info that the program has for it.</param>
    public void Begin(IEnumerable<SyscallAnswer> answers, Relocatable executionInfo)
    {
        answered.Begin(answers, executionInfo);
        current = New(answered);
    }

    /// <summary>The hints of a class.</summary>
    public IHintProcessor HintsOf(CasmHints hints) => new ClassHints(this, hints);

    private static CasmHintProcessor New(OsCallAnswers answered) => new(CasmHints.None, answered, usesTemporaryDictSegments: true);

    private sealed class ClassHints(ContractCode code, CasmHints hints) : IHintProcessor
    {
        private CasmHintProcessor beside = code.current.Beside(hints);
        private CasmHintProcessor owner = code.current;

        public bool HasHints(long offset) => beside.HasHints(offset);

        public void Execute(VirtualMachine machine)
        {
            if (!ReferenceEquals(owner, code.current))
            {
                owner = code.current;
                beside = owner.Beside(hints);
            }

            beside.Execute(machine);
        }
    }
}
