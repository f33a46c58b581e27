using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Execution.Calls;
using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Starknet.Transactions;

namespace Kraken.StarknetOs.Runs;

/// <summary>Where a run stands, as its hints see it: one for each run.</summary>
internal sealed class OsRunState
{
    private int nextBlock;
    private int nextTransaction;
    private Queue<CallInfo> calls = new();
    private RecordedTransaction? transaction;
    private BlockCells? cells;

    /// <summary>Before the first block.</summary>
    /// <param name="witness">The blocks.</param>
    /// <param name="blocks">Their native run.</param>
    /// <param name="compresses">Whether the state diff is put out without the values before, and compressed.</param>
    public OsRunState(BlockWitness witness, ImmutableArray<RecordedBlock> blocks, bool compresses = false)
    {
        Witness = witness;
        Compresses = compresses;
        Blocks = blocks;
        Classes = [.. LoadedClass.RunBy(witness, blocks).OrderBy(item => item.CompiledHash)];
        Code = new ContractCode(new OsCallAnswers(
            witness.AllClasses().Where(item => item.Casm.EntryPoints.Constructor.IsEmpty).Select(item => item.ClassHash)));
    }

    public BlockWitness Witness { get; }

    public ImmutableArray<RecordedBlock> Blocks { get; }

    public bool Compresses { get; }

    /// <summary>The classes that are run; of several with the same code one.</summary>
    public ImmutableArray<LoadedClass> Classes { get; }

    public ContractCode Code { get; }

    /// <summary>Where squashed changes go; null once the blocks are joined.</summary>
    public ChangePointers? Pointers { get; set; }

    /// <summary>What the last <see cref="NextBlock"/> gave.</summary>
    public RecordedBlock Block => nextBlock > 0 ? Blocks[nextBlock - 1] : throw new HintException("NoBlock", "no block has begun");

    /// <summary>Storage as the block's transactions have left it so far.</summary>
    public BlockCells Cells => cells ?? throw new HintException("NoBlock", "no block has begun");

    /// <summary>What the last <see cref="NextTransaction"/> gave.</summary>
    public RecordedTransaction Recorded => transaction ?? throw new HintException("NoTransaction", "no transaction has begun");

    public Transaction Transaction => Recorded.Source.Transaction;

    public void NextBlock()
    {
        nextTransaction = 0;
        transaction = null;
        nextBlock = nextBlock < Blocks.Length ? nextBlock + 1 : throw new HintException("NoBlock", "there is no further block");
        cells = new BlockCells(Block);
    }

    public void NextTransaction()
    {
        transaction = nextTransaction < Block.Transactions.Length
            ? Block.Transactions[nextTransaction++]
            : throw new HintException("NoTransaction", "the block has no further transaction");
    }

    /// <summary>Begins the calls of the transaction at hand.</summary>
    public void BeginCalls() => calls = new(Recorded.Calls.Where(call => call.Answers is not null));

    /// <summary>Begins the next call that runs code.</summary>
    /// <param name="executionInfo">The execution info that the program has for it.</param>
    public void BeginCode(Relocatable executionInfo) => Code.Begin(
        calls.TryDequeue(out CallInfo? call)
            ? call.Answers!
            : throw new HintException("NoCall", "the program makes a call that the native run did not make"),
        executionInfo);

    public void RequireAllCallsTaken()
    {
        if (calls.Count != 0)
        {
            throw new HintException("CallLeft", $"{calls.Count} calls of the native run were not made");
        }
    }

    /// <summary>The parts that the hash of a declared class is made of.</summary>
    public CompiledContract Declared => Recorded.Source.DeclaredClass
        ?? throw new HintException("NoClass", "the witness lacks the class that the transaction declares");

    /// <summary>The transaction, which must be of an account.</summary>
    public AccountTransaction Account => Transaction as AccountTransaction
        ?? throw new HintException("WrongTransaction", $"expected a transaction of an account, got {Transaction.Type}");

    /// <summary>The class with a compiled hash.</summary>
    public LoadedClass ClassOf(Felt compiledHash) => Classes.FirstOrDefault(item => item.CompiledHash == compiledHash)
        ?? throw new HintException("NoClass", $"no class with the compiled hash {compiledHash} is run");
}
