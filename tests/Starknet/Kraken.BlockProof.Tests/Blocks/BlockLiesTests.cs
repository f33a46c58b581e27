using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Hints;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Tests.Cairo;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Runs;
using Kraken.Execution.Calls;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.BlockProof.Tests.Blocks;

/// <summary>
/// Hints of the whole block program that lie, over the block of <see cref="LyingHintTests"/>: against each lie an assertion of the program
/// must stand, or another output, whatever the hints behind it do.
/// </summary>
public sealed class BlockLiesTests
{
    private const int Before = 1;
    private const int Nonce = 1;
    private const int StorageEnd = 3;

    // Cells of instances of any builtin.
    private const int WholeInstances = 210;

    // Spread over all calls of a hint.
    private const int LiesPerHint = 12;

    private static readonly Lazy<AlteredHint.Subject> Subject = new(Create);
    private static readonly Lazy<((Felt[] Output, long Steps) Run, Dictionary<string, int> Calls)> Honest = new(RunHonestly);

    [Fact]
    [LiesAbout("multiple_below")]
    public void ALieAboutARoundedNumberIsFound()
    {
        foreach (Felt difference in (Felt[])[1, -(Felt)1])
        {
            Must("multiple_below", ids =>
            {
                HintId multiple = ids["multiple"];
                return (run, honestly) =>
                {
                    honestly(run);
                    run.Replace(multiple, multiple.Felt(run) + difference);
                };
            });
        }
    }

    [Fact]
    [LiesAbout("is_at_most")]
    public void ALieAboutAnOrderIsFound()
    {
        Must("is_at_most", ids =>
        {
            HintId isAtMost = ids["is_at_most"];
            return (run, honestly) =>
            {
                honestly(run);
                run.Replace(isAtMost, 1 - isAtMost.Felt(run));
            };
        });
    }

    /// <summary>What stood at a cell of storage, or which compiled class a class has, before an access.</summary>
    [Fact]
    [LiesAbout("dict_access")]
    public void ALieAboutAValueIsFound()
    {
        Must("dict_access", ids =>
        {
            HintId dict = ids["dict"];
            return (run, honestly) =>
            {
                honestly(run);
                Relocatable at = dict.Pointer(run) + Before;
                MaybeRelocatable value = run.Memory.Get(at);
                run.Replace(at, value.IsFelt ? value.Felt + 1 : Copy(run, value.Address, Nonce, 1));
            };
        });
    }

    /// <summary>A contract's class, nonce or list of accesses before an access.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(Nonce)]
    [InlineData(StorageEnd)]
    [LiesAbout("contract_access")]
    public void ALieAboutAContractIsFound(int member)
    {
        Must("contract_access", ids =>
        {
            HintId contracts = ids["contracts"];
            return (run, honestly) =>
            {
                honestly(run);
                Relocatable at = contracts.Pointer(run) + Before;
                run.Replace(at, Copy(run, run.Memory.GetAddress(at), member, member == StorageEnd ? 3 : 1));
            };
        });
    }

    /// <summary>The arguments of a call, from the last one backwards: end and start of calldata, gas, builtins.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(5)]
    [LiesAbout("enter_call")]
    public void ALieAboutTheArgumentsOfACallIsFound(int fromEnd)
    {
        Must("enter_call", ids =>
        {
            HintId count = ids["count"];
            return (run, honestly) =>
            {
                honestly(run);
                Relocatable at = run.Machine.Ap + ((long)count.Integer(run) - fromEnd);
                MaybeRelocatable honest = run.Memory.Get(at);
                run.Replace(at, honest.IsFelt ? honest.Felt + 1 : honest.Address + WholeInstances);
            };
        });
    }

    /// <summary>
    /// Gas that the fee's transfer was not given, with all answers to its system calls in keeping: nothing else would tell.
    /// </summary>
    [Fact]
    [LiesAbout("enter_call")]
    public void AFeeTransferWithOtherGasIsFound()
    {
        OwnBlocks chain = new();
        chain.Add(OwnBlocks.Transfer(0, 0, 1));
        BlockWitness witness = chain.Witness();
        (ImmutableArray<RecordedBlock> blocks, _) = BlockRecorder.Record(witness);
        AlteredHint.Subject honest = new(BlockProgram.Current.Cairo, () => BlockHints.Over(new(witness, blocks)), RunOptions.Stwo);
        RecordedTransaction transaction = blocks[0].Transactions[0];
        CallInfo fee = transaction.Calls[^1];
        CallInfo richer = new()
        {
            Request = fee.Request,
            ClassHash = fee.ClassHash,
            Tracked = fee.Tracked,
            Answers = [.. fee.Answers!.Select(item =>
                new SyscallAnswer(item.Selector, item.Gas + 1, item.Failed) { Value = item.Value, List = item.List })],
        };
        RecordedTransaction other = transaction with { Calls = [.. transaction.Calls.SkipLast(1), richer] };
        ImmutableArray<RecordedBlock> altered = [blocks[0] with { Transactions = [other] }];
        AlteredHint.Subject subject = honest with { Hints = () => BlockHints.Over(new(witness, altered)) };
        int call = transaction.Calls.Count(item => item.Answers is not null) - 1;
        AlteredHint.MustMatter(subject, "enter_call", call, honest.Run(honest.Hints()), false, ids =>
        {
            HintId count = ids["count"];
            return (run, honestly) =>
            {
                honestly(run);
                Relocatable at = run.Machine.Ap + ((long)count.Integer(run) - 4);
                run.Replace(at, run.Memory.GetFelt(at) + 1);
            };
        });
    }

    /// <summary>
    /// Calldata that <c>__execute__</c> was not given, of calls that change the same and read something else, with all answers in keeping:
    /// the signature is over the calldata that is hashed, and nothing but the comparison of arguments leads from it to what runs.
    /// </summary>
    [Fact]
    [LiesAbout("enter_call")]
    public void AnExecutionOfOtherCalldataIsFound()
    {
        (BlockWitness witness, RecordedBlock signed) = Alone(OwnBlocks.Play(0, (Puppet.First, Puppet.Read(7))));
        (_, RecordedBlock other) = Alone(OwnBlocks.Play(0, (Puppet.First, Puppet.Read(8))));
        RecordedTransaction executed = other.Transactions[0];
        RecordedTransaction mixed = signed.Transactions[0] with
        {
            Calls = [signed.Transactions[0].Calls[0], .. executed.Calls.Skip(1)],
        };
        ImmutableArray<Felt> calldata = ((InvokeTransaction)executed.Source.Transaction).Calldata;
        AlteredHint.Subject honest = Over(witness, signed);
        AlteredHint.Subject subject = Over(witness, signed with { Transactions = [mixed] });
        AlteredHint.MustMatter(subject, "enter_call", 1, honest.Run(honest.Hints()), false, ids =>
        {
            HintId count = ids["count"];
            return (run, honestly) =>
            {
                honestly(run);
                Relocatable end = run.Machine.Ap + (long)count.Integer(run);
                Relocatable start = run.Memory.Place(calldata);
                run.Replace(end + -2, start);
                run.Replace(end + -1, start + calldata.Length);
            };
        });
    }

    /// <summary>
    /// A message from L1 whose handler changes nothing, as the one before it did the same: said to be reverted without a reason it has the
    /// same receipt, and so has the block its hash, but would not be consumed.
    /// </summary>
    [Fact]
    [LiesAbout("next_transaction")]
    public void AConsumedMessageIsNotSaidToBeReverted() => MustNotBeReverted(_ => [], Plays.Message(1, []), Plays.Message(2, []));

    /// <summary>The same of a transaction that changes nothing but nonce and fee: it would not be executed.</summary>
    [Fact]
    [LiesAbout("next_transaction")]
    public void AnExecutedTransactionIsNotSaidToBeReverted() =>
        MustNotBeReverted(calls => [calls[0], calls[^1]], OwnBlocks.Play(0, (Puppet.First, Puppet.Read(7))));

    // Of the last transaction, from which a run that is lied to makes only the calls that are left.
    private static void MustNotBeReverted(
        Func<ImmutableArray<CallInfo>, ImmutableArray<CallInfo>> left, params ReadOnlySpan<ExecutableTransaction> sources)
    {
        const int IsReverted = 4;
        (BlockWitness witness, RecordedBlock block) = Alone(sources);
        RecordedTransaction transaction = block.Transactions[0];
        AlteredHint.Subject subject = Over(witness, block with { Transactions = [transaction with { Calls = left(transaction.Calls) }] });
        Dictionary<string, HintFactory> hints = new(subject.Hints());
        HintFactory factory = hints["next_transaction"];
        hints["next_transaction"] = ids =>
        {
            HintId entry = ids["entry"];
            Action<HintRun> honestly = factory(ids);
            return run =>
            {
                honestly(run);
                run.Replace(entry.Pointer(run) + IsReverted, Felt.One);
            };
        };
        VmError? error = subject.TryRun(hints, BlockProgram.DefaultMaxSteps, out CairoRunner runner);
        Assert.True(error is { Kind: VmErrorKind.DiffAssertValues }, error is null
            ? $"block {runner.Output()[4].Felt} of {witness.Blocks[0].Header.Hash}, reverted {runner.Output()[12].Felt}"
            : $"{error.Kind}: {error.Message}");
    }

    // The last block of as many as there are transactions.
    private static (BlockWitness Witness, RecordedBlock Block) Alone(params ReadOnlySpan<ExecutableTransaction> sources)
    {
        OwnBlocks chain = new();
        foreach (ExecutableTransaction source in sources)
        {
            chain.Add(source);
        }

        BlockWitness witness = chain.Witness();
        (ImmutableArray<RecordedBlock> blocks, NotProvable? refusal) = BlockRecorder.Record(witness);
        Assert.Null(refusal);
        return (witness, blocks[0]);
    }

    private static AlteredHint.Subject Over(BlockWitness witness, RecordedBlock block) =>
        new(BlockProgram.Current.Cairo, () => BlockHints.Over(new(witness, [block])), RunOptions.Stwo);

    private static void Must(string hint, Func<HintBinder, AlteredHint.Lie> lie)
    {
        int calls = Honest.Value.Calls[hint];
        for (int call = 0; call < calls; call += Math.Max(1, calls / LiesPerHint))
        {
            AlteredHint.MustMatter(Subject.Value, hint, call, Honest.Value.Run, false, lie);
        }
    }

    private static MaybeRelocatable Copy(HintRun run, Relocatable contract, int member, int difference)
    {
        MaybeRelocatable[] cells = new MaybeRelocatable[StorageEnd + 1];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = run.Memory.Get(contract + i);
        }

        cells[member] = cells[member].IsFelt ? cells[member].Felt + difference : cells[member].Address + difference;
        return run.Memory.Place(cells);
    }

    private static ((Felt[] Output, long Steps) Run, Dictionary<string, int> Calls) RunHonestly()
    {
        Dictionary<string, int> calls = [];
        Dictionary<string, HintFactory> hints = new(Subject.Value.Hints());
        foreach ((string name, HintFactory factory) in hints.ToArray())
        {
            hints[name] = ids =>
            {
                Action<HintRun> honestly = factory(ids);
                return run =>
                {
                    calls[name] = calls.GetValueOrDefault(name) + 1;
                    honestly(run);
                };
            };
        }

        return (Subject.Value.Run(hints), calls);
    }

    private static AlteredHint.Subject Create()
    {
        OwnBlocks chain = new();
        chain.Add(Plays.Block());
        BlockWitness witness = chain.Witness();
        (ImmutableArray<RecordedBlock> blocks, _) = BlockRecorder.Record(witness);
        return new(BlockProgram.Current.Cairo, () => BlockHints.Over(new(witness, blocks)), RunOptions.Stwo);
    }
}
