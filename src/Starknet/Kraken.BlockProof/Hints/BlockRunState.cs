using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Casm;
using Kraken.Cairo.Vm.Errors;
using Kraken.Execution.Calls;
using Kraken.State;

namespace Kraken.BlockProof.Hints;

/// <summary>Where a run of the block program stands, as its hints see it: one for each run.</summary>
/// <param name="witness">The blocks.</param>
/// <param name="blocks">Their native run.</param>
internal sealed class BlockRunState(BlockWitness witness, ImmutableArray<RecordedBlock> blocks)
{
    private readonly CallAnswers answers = new();
    private int nextBlock;
    private int nextTransaction;
    private Queue<CallInfo> calls = new();
    private CasmHintProcessor? classHints;

    public BlockWitness Witness => witness;

    public ImmutableArray<RecordedBlock> Blocks => blocks;

    /// <summary>The classes that are run; of several with the same code one.</summary>
    public ImmutableArray<LoadedClass> Classes { get; } = [.. LoadedClass.RunBy(witness, blocks)];

    /// <summary>What the last <see cref="NextBlock"/> gave.</summary>
    public RecordedBlock Block => blocks[nextBlock - 1];

    /// <summary>The state that the block began with.</summary>
    public IStateReader State => Block.Before;

    public Dictionaries Dictionaries { get; } = new();

    public CallAnswers Answers => answers;

    /// <summary>The hints of a class whose code is loaded; what hints leave behind, all classes of a run share.</summary>
    public CasmHintProcessor ClassHints(CasmHints hints)
    {
        classHints ??= new(CasmHints.None, answers, usesTemporaryDictSegments: true);
        return classHints.Beside(hints);
    }

    public RecordedBlock NextBlock()
    {
        nextTransaction = 0;
        return nextBlock < blocks.Length ? blocks[nextBlock++] : throw new HintException("NoBlock", "there is no further block");
    }

    public RecordedTransaction NextTransaction()
    {
        RequireAllCallsTaken();
        RecordedTransaction transaction = Block.Transactions[nextTransaction++];
        calls = new(transaction.Calls.Where(call => call.Answers is not null));
        return transaction;
    }

    /// <summary>The next call that runs code.</summary>
    public CallInfo NextCall() => calls.TryDequeue(out CallInfo? call)
        ? call
        : throw new HintException("NoCall", "the program makes a call that the native run did not make");

    public void RequireAllCallsTaken()
    {
        if (calls.Count != 0)
        {
            throw new HintException("CallLeft", $"{calls.Count} calls of the native run were not made");
        }
    }
}
