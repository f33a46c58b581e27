using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Hints;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Memory;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Xunit;

namespace Kraken.BlockProof.Tests.Blocks;

/// <summary>A block whose hints lie, one call at a time: the run must fail, or say something else.</summary>
public sealed class LyingHintTests
{
    // Spread over all calls of a hint.
    private const int LiesPerHint = 25;

    private static readonly Lazy<Scene> Played = new(() => new Scene());

    [Theory]
    [InlineData("is_at_most", "is_at_most")]
    [InlineData("multiple_below", "multiple")]
    [InlineData("dict_access", "dict.before")]
    [InlineData("contract_access", "contracts.before")]
    [InlineData("range_start", "chain")]
    [InlineData("range_start", "fee_token")]
    [InlineData("range_start", "block_count")]
    public void AnotherValueIsFound(string hint, string variable)
    {
        int told = 0;
        foreach (int target in Played.Value.Targets(hint))
        {
            told += Played.Value.Tell(hint, target, (ids, honestly, run) =>
            {
                // The honest value is needed to tell another one, and a cell is written once: it is learnt in a run of its own.
                HintId written = ids[variable];
                MaybeRelocatable value = Played.Value.Honest(hint, variable, target);
                written.Set(run, value.IsAddress ? OtherContract(run.Memory, value.Address)
                    : variable is "is_at_most" ? 1 - value.Felt : value.Felt + 1);
                return true;
            });
        }

        Assert.True(told > 0, $"no lie of {hint} was told");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void AnArgumentOfACallThatIsNotTheCallsIsFound(int fromEnd)
    {
        int told = 0;
        foreach (int target in Played.Value.Targets("enter_call"))
        {
            told += Played.Value.Tell("enter_call", target, (ids, honestly, run) =>
            {
                MaybeRelocatable[] given = Played.Value.Arguments(target);
                int index = given.Length - 1 - fromEnd;
                // The segment of system calls may lie anywhere.
                if (index < 0 || fromEnd == 2)
                {
                    return false;
                }

                given[index] = given[index].IsAddress ? given[index].Address + 1 : given[index].Felt + 1;
                honestly(run, given);
                return true;
            });
        }

        Assert.True(told > 0 || fromEnd == 2);
    }

    [Fact]
    public void AnotherAnswerToASystemCallIsFound()
    {
        HashSet<SyscallSelector> told = [];
        foreach ((int call, int answer, SyscallAnswer honest) in Played.Value.AllAnswers())
        {
            foreach (SyscallAnswer lie in Lies(honest))
            {
                Played.Value.MustMatter(Played.Value.WithAnswer(call, answer, lie), $"{honest} answered by {lie}");
                told.Add(honest.Selector);
            }
        }

        Assert.Equal(11, told.Count);
    }

    [Fact]
    public void WhatTheProgramTakesOnTrustChangesTheBlock()
    {
        RecordedBlock block = Played.Value.Blocks[0];
        BlockHeader header = block.Block.Header;
        foreach (BlockHeader other in (BlockHeader[])
        [
            header with { Timestamp = header.Timestamp + 1 }, header with { SequencerAddress = header.SequencerAddress + 1 },
            header with { GasPrices = header.GasPrices with { L2Gas = new(1, 2) } },
            header with { L1DataAvailability = L1DataAvailability.Calldata },
        ])
        {
            Played.Value.MustMatter([block with { Block = block.Block with { Header = other } }], $"header {other}");
        }

        Played.Value.MustMatter([block with { Block = block.Block with { OldHash = 5 } }], "old hash");
        for (int i = 0; i < block.Transactions.Length; i++)
        {
            RecordedTransaction transaction = block.Transactions[i];
            TransactionReceipt receipt = transaction.Receipt;
            foreach (TransactionReceipt other in (TransactionReceipt[])
            [
                receipt with { ActualFee = receipt.ActualFee with { Amount = receipt.ActualFee.Amount + 1 } },
                receipt with { Gas = receipt.Gas with { L1Gas = receipt.Gas.L1Gas + 1 } },
                receipt with { Gas = receipt.Gas with { L1DataGas = receipt.Gas.L1DataGas + 1 } },
                receipt with { RevertReason = receipt.RevertReason is null ? "because" : null },
                receipt with { RevertReason = receipt.RevertReason + "!" },
            ])
            {
                Played.Value.MustMatter(
                    [block with { Transactions = block.Transactions.SetItem(i, transaction with { Receipt = other }) }], $"receipt {i}: {other}");
            }
        }

        Played.Value.MustMatter([block with { Transactions = [.. block.Transactions.Reverse()] }], "order of transactions");
    }

    // With the nonce of another.
    private static Relocatable OtherContract(VmMemory memory, Relocatable contract) => memory.Place(
        [memory.Get(contract), memory.GetFelt(contract + 1) + 1, memory.Get(contract + 2), memory.Get(contract + 3)]);

    private static IEnumerable<SyscallAnswer> Lies(SyscallAnswer honest)
    {
        yield return Copy(honest, honest.Gas + 1, honest.Failed, honest.Value, honest.List);
        if (honest.Gas > 0)
        {
            yield return Copy(honest, honest.Gas - 1, honest.Failed, honest.Value, honest.List);
        }

        if (!honest.Failed && honest.Selector is SyscallSelector.StorageRead or SyscallSelector.GetClassHashAt
            or SyscallSelector.GetBlockHash or SyscallSelector.Deploy)
        {
            yield return Copy(honest, honest.Gas, false, honest.Value + 1, honest.List);
        }

        if (honest.List is { } list)
        {
            yield return Copy(honest, honest.Gas, honest.Failed, honest.Value, [.. list, 1]);
            if (list.Length > 0)
            {
                yield return Copy(honest, honest.Gas, honest.Failed, honest.Value, [.. list[..^1], list[^1] + 1]);
            }
        }

        if (!honest.Failed)
        {
            yield return Copy(honest, honest.Gas, true, default, [1]);
        }
    }

    private static SyscallAnswer Copy(SyscallAnswer of, ulong gas, bool failed, Felt value, Felt[]? list) =>
        new(of.Selector, gas, failed) { Value = value, List = list };

    /// <summary>Acts as a hint in its target's call; false if there is nothing false to say.</summary>
    private delegate bool Lie(HintBinder ids, Action<HintRun, MaybeRelocatable[]> honestly, HintRun run);

    /// <summary>A block with every system call, failed calls, a reverted transaction and a message, run honestly once.</summary>
    private sealed class Scene
    {
        private readonly BlockWitness witness;
        private readonly ImmutableArray<Felt> output;
        private readonly Dictionary<string, int> calls = [];
        private readonly Dictionary<(string Hint, string Variable, int Target), MaybeRelocatable> honest = [];
        private readonly List<MaybeRelocatable[]> arguments = [];

        public Scene()
        {
            OwnBlocks chain = new();
            chain.Add(Plays.Block());
            witness = chain.Witness();
            (Blocks, NotProvable? refusal) = BlockRecorder.Record(witness);
            Assert.Null(refusal);
            Dictionary<string, HintFactory> hints = Hints(Blocks);
            Watch(hints, "is_at_most", "is_at_most");
            Watch(hints, "multiple_below", "multiple");
            Watch(hints, "dict_access", "dict.before");
            Watch(hints, "contract_access", "contracts.before");
            Watch(hints, "range_start", "chain", "fee_token", "block_count");
            WatchCalls(hints);
            BlockProgramRun run = BlockProgram.Current.Run(hints, BlockProgram.DefaultMaxSteps);
            output = Assert.IsType<BlockProgramRun.Completed>(run).Output;
            Assert.Equal(witness.Blocks[0].Header.Hash, output[4]);
        }

        public ImmutableArray<RecordedBlock> Blocks { get; }

        public IEnumerable<int> Targets(string hint)
        {
            int step = Math.Max(1, calls[hint] / LiesPerHint);
            return Enumerable.Range(0, calls[hint]).Where(target => target % step == 0);
        }

        public MaybeRelocatable Honest(string hint, string variable, int target) => honest[(hint, variable, target)];

        public MaybeRelocatable[] Arguments(int target) => [.. arguments[target]];

        public int Tell(string hint, int target, Lie lie)
        {
            Dictionary<string, HintFactory> hints = Hints(Blocks);
            HintFactory factory = hints[hint];
            int call = 0;
            bool told = false;
            hints[hint] = ids =>
            {
                Action<HintRun> honestly = factory(ids);
                return run =>
                {
                    if (call++ == target)
                    {
                        told = lie(ids, EnterWith(honestly), run);
                        if (told)
                        {
                            return;
                        }
                    }

                    honestly(run);
                };
            };
            BlockProgramRun outcome = BlockProgram.Current.Run(hints, BlockProgram.DefaultMaxSteps);
            if (told)
            {
                MustMatter(outcome, $"{hint}, call {target}");
            }

            return told ? 1 : 0;
        }

        public void MustMatter(ImmutableArray<RecordedBlock> blocks, string lie) =>
            MustMatter(BlockProgram.Current.Run(Hints(blocks), BlockProgram.DefaultMaxSteps), lie);

        public IEnumerable<(int Call, int Answer, SyscallAnswer Honest)> AllAnswers() =>
            from call in AllCalls().Index()
            from answer in (call.Item.Answers ?? []).Index()
            group (call.Index, answer.Index, answer.Item) by (answer.Item.Selector, answer.Item.Failed) into kind
            from told in kind.Take(2)
            select told;

        public ImmutableArray<RecordedBlock> WithAnswer(int call, int answer, SyscallAnswer lie)
        {
            int passed = 0;
            RecordedBlock block = Blocks[0];
            return
            [
                block with
                {
                    Transactions = [.. block.Transactions.Select(transaction => transaction with
                    {
                        Calls = [.. transaction.Calls.Select(item => passed++ == call ? WithAnswer(item, answer, lie) : item)],
                    })],
                },
            ];
        }

        private static CallInfo WithAnswer(CallInfo call, int answer, SyscallAnswer lie) => new()
        {
            Request = call.Request,
            ClassHash = call.ClassHash,
            Tracked = call.Tracked,
            Answers = [.. call.Answers!.Select((item, i) => i == answer ? lie : item)],
        };

        // Writes other arguments than the honest ones; what else the hint does it has done in the honest run's way.
        private static Action<HintRun, MaybeRelocatable[]> EnterWith(Action<HintRun> honestly) => (run, arguments) =>
        {
            // What is there already cannot be written again: the false cell comes first, and the honest hint fails at it.
            run.Memory.Load(run.Machine.Ap, arguments);
            try
            {
                honestly(run);
            }
            catch (Kraken.Cairo.Vm.Errors.VmException)
            {
                // As expected; the call has begun for the answers all the same, or the run ends here.
            }
        };

        private IEnumerable<CallInfo> AllCalls() => Blocks[0].Transactions.SelectMany(transaction => transaction.Calls);

        private void MustMatter(BlockProgramRun outcome, string lie) => Assert.False(
            outcome is BlockProgramRun.Completed completed && completed.Output.SequenceEqual(output), $"{lie}: nobody noticed");

        private Dictionary<string, HintFactory> Hints(ImmutableArray<RecordedBlock> blocks) =>
            new(BlockHints.Over(new(witness, blocks)));

        private void Watch(Dictionary<string, HintFactory> hints, string hint, params string[] variables)
        {
            HintFactory factory = hints[hint];
            calls[hint] = 0;
            hints[hint] = ids =>
            {
                Action<HintRun> honestly = factory(ids);
                HintId[] written = [.. variables.Select(name => ids[name])];
                return run =>
                {
                    honestly(run);
                    for (int i = 0; i < variables.Length; i++)
                    {
                        honest[(hint, variables[i], calls[hint])] = written[i].Get(run);
                    }

                    calls[hint]++;
                };
            };
        }

        private void WatchCalls(Dictionary<string, HintFactory> hints)
        {
            HintFactory factory = hints["enter_call"];
            hints["enter_call"] = ids =>
            {
                Action<HintRun> honestly = factory(ids);
                HintId entry = ids["entry"];
                return run =>
                {
                    honestly(run);
                    int count = HintRun.Count(run.Memory.GetFelt(run.Memory.GetAddress(entry.Pointer(run) + 2) + 1)) + 4;
                    arguments.Add([.. Enumerable.Range(0, count).Select(i => run.Memory.Get(run.Machine.Ap + i))]);
                    calls["enter_call"] = arguments.Count;
                };
            };
        }
    }
}
