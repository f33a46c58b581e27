using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Hints;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Witness;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Xunit;

namespace Kraken.BlockProof.Tests.Blocks;

/// <summary>
/// A block whose native run is told falsely: each answer to a system call, each value that the program takes on trust, the order of its
/// transactions. The run must fail, or say something else.
/// </summary>
public sealed class LyingHintTests
{
    private static readonly Lazy<Scene> Played = new(() => new Scene());

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
        Played.Value.MustMatter([block with { Transactions = [.. block.Transactions.Reverse()] }], "order of transactions");
    }

    [Fact]
    public void AnotherReceiptIsAnotherBlockOrNone()
    {
        RecordedBlock block = Played.Value.Blocks[0];
        for (int i = 0; i < block.Transactions.Length; i++)
        {
            TransactionReceipt receipt = block.Transactions[i].Receipt;
            foreach (TransactionReceipt other in (TransactionReceipt[])
            [
                receipt with { ActualFee = receipt.ActualFee with { Amount = receipt.ActualFee.Amount + 1 } },
                receipt with { ActualFee = receipt.ActualFee with { Amount = UInt128.MaxValue } },
                receipt with { Gas = receipt.Gas with { L1Gas = receipt.Gas.L1Gas + 1 } },
                receipt with { Gas = receipt.Gas with { L1DataGas = receipt.Gas.L1DataGas + 1 } },
                receipt with { RevertReason = receipt.RevertReason is null ? "because" : null },
                receipt with { RevertReason = receipt.RevertReason + "!" },
            ])
            {
                RecordedTransaction altered = block.Transactions[i] with { Receipt = other };
                Played.Value.MustMatter([block with { Transactions = block.Transactions.SetItem(i, altered) }], $"receipt {i}: {other}");
            }
        }
    }

    private static IEnumerable<SyscallAnswer> Lies(SyscallAnswer honest)
    {
        yield return honest with { Gas = honest.Gas + 1 };
        if (honest.Gas > 0)
        {
            yield return honest with { Gas = honest.Gas - 1 };
        }

        if (!honest.Failed && honest.Selector is SyscallSelector.StorageRead or SyscallSelector.GetClassHashAt
            or SyscallSelector.GetBlockHash or SyscallSelector.Deploy)
        {
            yield return honest with { Value = honest.Value + 1 };
        }

        if (honest.List is { } list)
        {
            yield return honest with { List = [.. list, 1] };
            if (list.Length > 0)
            {
                yield return honest with { List = [.. list[..^1], list[^1] + 1] };
            }
        }

        yield return honest.Failed
            ? honest with { Failed = false, Value = 1, List = [] }
            : honest with { Failed = true, Value = default, List = [1] };
    }

    /// <summary>A block with every system call, failed calls, a reverted transaction and messages, run honestly once.</summary>
    private sealed class Scene
    {
        private readonly BlockWitness witness;
        private readonly ImmutableArray<Felt> output;

        public Scene()
        {
            OwnBlocks chain = new();
            chain.Add(Plays.Block());
            witness = chain.Witness();
            (Blocks, NotProvable? refusal) = BlockRecorder.Record(witness);
            Assert.Null(refusal);
            output = Assert.IsType<BlockProgramRun.Completed>(Run(Blocks)).Output;
            Assert.Equal(witness.Blocks[0].Header.Hash, output[4]);
        }

        public ImmutableArray<RecordedBlock> Blocks { get; }

        public void MustMatter(ImmutableArray<RecordedBlock> blocks, string lie) => Assert.False(
            Run(blocks) is BlockProgramRun.Completed completed && completed.Output.SequenceEqual(output), $"{lie}: nobody noticed");

        /// <summary>Two answers of each kind.</summary>
        public IEnumerable<(int Call, int Answer, SyscallAnswer Honest)> AllAnswers() =>
            from call in Blocks[0].Transactions.SelectMany(transaction => transaction.Calls).Index()
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

        private BlockProgramRun Run(ImmutableArray<RecordedBlock> blocks) =>
            BlockProgram.Current.Run(BlockHints.Over(new(witness, blocks)), BlockProgram.DefaultMaxSteps);
    }
}
