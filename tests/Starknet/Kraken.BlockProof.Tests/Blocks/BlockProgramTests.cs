using System;
using System.Linq;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Statement;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Vm.Relocation;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.BlockProof.Tests.Blocks;

/// <summary>Blocks that Kraken.Execution made run by the block program: it must come to their very hashes.</summary>
public sealed class BlockProgramTests(ITestOutputHelper output)
{
    [Fact]
    public void ATransferIsABlockWithItsHash()
    {
        OwnBlocks chain = new();
        chain.Add(OwnBlocks.Transfer(0, 0, 1));
        Check(chain);
    }

    [Fact]
    public void SeveralTransfersOfSeveralAccountsAre()
    {
        OwnBlocks chain = new();
        chain.Add(OwnBlocks.Transfer(0, 0, 1), OwnBlocks.Transfer(1, 0, 2), OwnBlocks.Transfer(0, 1, 3), OwnBlocks.Transfer(3, 0, 3));
        Check(chain);
    }

    [Fact]
    public void BlocksFollowEachOtherAndReadTheHashesOfOldOnes()
    {
        OwnBlocks chain = new();
        for (int number = 1; number <= 22; number++)
        {
            if (number % 4 == 0)
            {
                chain.Add(OwnBlocks.Transfer(0, (ulong)(number / 4) - 1, 1));
            }
            else if (number == 22)
            {
                Felt[] script = [.. Puppet.TryBlockHash(12), .. Puppet.TryBlockHash(13), .. Puppet.TryBlockHash(2)];
                chain.Add(OwnBlocks.Play(5, (Puppet.First, script)));
            }
            else
            {
                chain.Add();
            }
        }

        Check(chain, 1);
        Check(chain, 3);
        Check(chain, 14);
    }

    [Fact]
    public void AnAccountIsDeployed()
    {
        OwnBlocks chain = new();
        Plays.DeployAccount(chain);
        Check(chain);
        Check(chain, 2);
    }

    [Fact]
    public void AClassIsDeclaredAndRunInTheSameBlock()
    {
        OwnBlocks chain = new();
        Plays.DeclareAndReplace(chain, () => Check(chain));
        Check(chain);
        Check(chain, 2);
    }

    [Fact]
    public void EverySystemCallIsAnswered()
    {
        OwnBlocks chain = new();
        Assert.Null(chain.Add(Plays.EverySystemCall(0)).Receipts[0].RevertReason);
        Check(chain);
    }

    [Fact]
    public void WhatFailedWithinACallIsUndone()
    {
        OwnBlocks chain = new();
        ExecutedBlock block = chain.Add(Plays.FailuresAndAfter());
        Assert.All(block.Receipts, receipt => Assert.Null(receipt.RevertReason));
        Check(chain);
    }

    [Fact]
    public void AllOfItInOneBlockIs()
    {
        OwnBlocks chain = new();
        ExecutedBlock block = chain.Add(Plays.Block());
        Assert.Equal(2, block.Receipts.Count(receipt => receipt.RevertReason is not null));
        Check(chain);
    }

    [Fact]
    public void ARevertedTransactionPaysAndLeavesNothingElse()
    {
        OwnBlocks chain = new();
        ExecutedBlock block = chain.Add(
            OwnBlocks.Play(0, (Puppet.First, [.. Puppet.Write(5, 1), .. Puppet.Emit(2), .. Puppet.Panic(1)])), OwnBlocks.Transfer(0, 1, 2));
        Assert.NotNull(block.Receipts[0].RevertReason);
        Check(chain);
    }

    [Fact]
    public void WhereGasCostsNothingNobodyPays()
    {
        OwnBlocks chain = new();
        ExecutedBlock block = chain.Add(
            header => header with { GasPrices = default },
            OwnBlocks.FreeTransfer(1, 0, 2),
            OwnBlocks.Play(0, (Puppet.First, [.. Puppet.Write(5, 1), .. Puppet.Panic(1)])),
            OwnBlocks.FreeTransfer(1, 1, 3));
        Assert.All(block.Receipts, receipt => Assert.Equal(Felt.Zero, (Felt)receipt.ActualFee.Amount));
        Assert.Equal([false, true, false], block.Receipts.Select(receipt => receipt.RevertReason is not null));
        Check(chain);
        chain.Add(OwnBlocks.FreeTransfer(1, 2, 2));
        Check(chain, 2);
    }

    [Fact]
    public void MessagesFromL1AreHandledOrReverted()
    {
        OwnBlocks chain = new();
        ExecutedBlock block = chain.Add(
            Plays.Message(1, [.. Puppet.Write(3, 4), .. Puppet.Emit(6), .. Puppet.Infos]), Plays.Message(2, Puppet.Panic(1)));
        Assert.Null(block.Receipts[0].RevertReason);
        Assert.NotNull(block.Receipts[1].RevertReason);
        Check(chain);
    }

    [Fact]
    public void WhatCannotBeProvedIsRefusedByName()
    {
        OwnBlocks chain = new();
        chain.Add(OwnBlocks.Play(0, (Puppet.First, [22, .. Puppet.List()])));
        Refuses(chain.Witness(), BlockRefusalKind.SystemCall, "Keccak");
        chain.Add(OwnBlocks.Play(1, (Puppet.First, [20, Puppet.Second, 1, .. Puppet.List(), .. Puppet.List()])));
        Refuses(chain.Witness(), BlockRefusalKind.SystemCall, "MetaTxV0");
        chain.Add(OwnBlocks.Transfer(0, 2, 1));
        BlockWitness transfer = chain.Witness();
        WitnessBlock block = transfer.Blocks[0];
        Transaction transaction = block.Transactions[0].Transaction;
        Refuses(With(block.Header with { StarknetVersion = "0.14.3" }), BlockRefusalKind.ProtocolVersion, "0.14.3");
        Refuses(With(block.Header with { Number = 7 }), BlockRefusalKind.Mismatch, "parent");
        Refuses(With(block.Header with { ParentHash = 7 }), BlockRefusalKind.Mismatch, "parent");
        Refuses(With(block.Header with { StateRoot = 7 }), BlockRefusalKind.Mismatch, "state root");
        Refuses(With(block.Header with { Commitments = BlockCommitments.Pending }), BlockRefusalKind.Mismatch, "commitments");
        GasPrices prices = block.Header.GasPrices with { L2Gas = new(7, 7) };
        Refuses(With(block.Header with { GasPrices = prices }), BlockRefusalKind.Mismatch, "commitments");
        Refuses(WithTransaction(transaction with { Signature = [1, 2] }), BlockRefusalKind.Mismatch, "may not enter");
        Refuses(WithTransaction(transaction with { Nonce = 9 }), BlockRefusalKind.Mismatch, "nonce");
        Refuses(
            WithTransaction((InvokeTransaction)transaction with { ProofFacts = [1] }), BlockRefusalKind.Transaction, "does not state");
        Refuses(
            WithTransaction((InvokeTransaction)transaction with { PaymasterData = [1] }), BlockRefusalKind.Transaction, "does not state");
        Refuses(transfer with { Classes = [] }, BlockRefusalKind.Mismatch, "is not declared");
        Refuses(
            transfer with { Classes = [.. transfer.Classes.Select(item => item with { Runnable = MeteredBySteps(item) })] },
            BlockRefusalKind.StepMeteredClass, "metered by steps");

        BlockWitness With(BlockHeader header) => transfer with { Blocks = [block with { Header = header }] };

        BlockWitness WithTransaction(Transaction other) => transfer with { Blocks = [block with { Transactions = [new(other)] }] };
    }

    [Fact]
    public void ARunMayTakeItsStepsAndNotOneMore()
    {
        OwnBlocks chain = new();
        chain.Add(OwnBlocks.Transfer(0, 0, 1));
        BlockWitness witness = chain.Witness();
        long steps = Assert.IsType<BlockProgramRun.Completed>(BlockProgram.Current.Run(witness)).Run.Steps;
        Assert.IsType<BlockProgramRun.Completed>(BlockProgram.Current.Run(witness, steps));
        Assert.Contains(
            "no remaining steps", Assert.IsType<BlockProgramRun.Failed>(BlockProgram.Current.Run(witness, steps - 2)).Error,
            StringComparison.Ordinal);
    }

    private static RunnableClass MeteredBySteps(WitnessClass item)
    {
        Assert.True(RunnableClass.TryCreate(item.Casm, new(1, 6, 0), out RunnableClass? runnable, out string? error), error);
        return runnable!;
    }

    private static void Refuses(BlockWitness witness, BlockRefusalKind kind, string detail)
    {
        NotProvable reason = Assert.IsType<BlockProgramRun.Refused>(BlockProgram.Current.Run(witness)).Reason;
        Assert.Equal(kind, reason.Kind);
        Assert.Contains(detail, reason.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("not provable: ", reason.ToString(), StringComparison.Ordinal);
    }

    private void Check(OwnBlocks chain, int count = 1)
    {
        BlockWitness witness = chain.Witness(count);
        BlockProgramRun run = BlockProgram.Current.Run(witness);
        BlockProgramRun.Completed completed = run as BlockProgramRun.Completed
            ?? throw new Xunit.Sdk.XunitException(run.ToString());
        output.WriteLine($"{witness.Blocks.Length} blocks, {witness.Blocks.Sum(block => block.Transactions.Length)} transactions: "
            + $"{completed.Run.Steps} steps");
        Felt config = ChainInfo.ConfigHashOf(OwnBlocks.Genesis.ChainId, OwnBlocks.Genesis.FeeTokenAddress);
        BlockStatement expected = BlockStatement.Of(
            config, witness.Parent, chain.Blocks(witness.Blocks.Length), [.. witness.Blocks.Select(block => block.OldHash)]);
        Assert.Equal(expected.ToFelts(), completed.Output);
        Assert.Null(StwoRun.TryOf(completed.Run.Runner, out _));
    }
}
