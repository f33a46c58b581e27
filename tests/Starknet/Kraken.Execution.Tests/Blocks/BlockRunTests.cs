using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Kraken.Execution.Blocks;
using Kraken.Execution.Constants;
using Kraken.Execution.Tests.Chain;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Limits;
using Xunit;

namespace Kraken.Execution.Tests.Blocks;

/// <summary>The one way in which blocks are executed: old block hash, order, and the first transaction that may not enter.</summary>
public sealed class BlockRunTests
{
    private static readonly VersionedConstants Constants = VersionedConstants.ForVersion(OwnChain.Genesis.StarknetVersion)!;

    [Theory]
    [InlineData(0UL, null)]
    [InlineData(9UL, null)]
    [InlineData(10UL, 0UL)]
    [InlineData(11UL, 1UL)]
    [InlineData(ulong.MaxValue, ulong.MaxValue - 10)]
    public void TheHashOfTheTenthBlockBelowBecomesReadable(ulong number, ulong? old)
    {
        Assert.Equal(old, BlockRun.OldBlock(number, Constants));
        List<ulong> asked = [];
        BlockRun run = new(OwnChain.Context(number), OwnChain.State(), Hash, OwnChain.Classes());
        Assert.Equal(old is { } one ? [one] : [], asked);
        StateDiff diff = run.Finish().StateDiff;
        CellValueOf(diff, old);

        Felt Hash(ulong below)
        {
            asked.Add(below);
            return 0xabc;
        }
    }

    [Fact]
    public void AWholeBlockIsWhatItsTransactionsAreOneByOne()
    {
        BlockRun whole = Begin();
        Assert.Null(whole.ExecuteAll([Transfer(0, 0), Transfer(1, 0), Transfer(0, 1)]));
        BlockRun single = Begin();
        foreach (ExecutableTransaction transaction in (ExecutableTransaction[])[Transfer(0, 0), Transfer(1, 0), Transfer(0, 1)])
        {
            Assert.IsType<ExecutedOutcome>(single.Execute(transaction));
        }

        Assert.Equal(3, whole.Count);
        Assert.Equal(whole.Count, whole.Outcomes.Count);
        Assert.Equal(single.Weights, whole.Weights);
        Assert.Equal(StateDiffHash.Compute(single.Finish().StateDiff), StateDiffHash.Compute(whole.Finish().StateDiff));
    }

    [Fact]
    public void TheFirstThatMayNotEnterIsNamed()
    {
        BlockRun run = Begin();
        ExecutableTransaction wrong = Transfer(1, 5);
        BlockRefusal refusal = run.ExecuteAll([Transfer(0, 0), wrong, Transfer(0, 1)])!;
        Assert.Equal((1, wrong.Transaction.Hash), (refusal.Index, refusal.Hash));
        Assert.Contains("nonce", refusal.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(1, run.Count);
    }

    [Fact]
    public void WhatIsRefusedBeforehandIsNotRun()
    {
        BlockRun run = Begin();
        BlockRefusal refusal = run.ExecuteAll(
            [Transfer(0, 0) with { Refusal = new Rejection(RejectionKind.CompiledClassHashMismatch, "does not compile") }])!;
        Assert.Equal("does not compile", refusal.Reason);
        Assert.Equal(0, run.Count);
        Assert.Empty(run.State.Changes());
    }

    [Fact]
    public void ALimitOfTheBlockRefusesToo()
    {
        BlockRun run = Begin(new BlockBounds { MaxTransactions = 2 });
        BlockRefusal refusal = run.ExecuteAll([Transfer(0, 0), Transfer(0, 1), Transfer(0, 2)])!;
        Assert.Equal(2, refusal.Index);
        Assert.Contains("transactions", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void TransactionsAreTakenAsTheyAreReached()
    {
        BlockRun run = Begin();
        using CancellationTokenSource source = new();
        List<int> reached = [];
        Assert.Throws<OperationCanceledException>(() => run.ExecuteAll(Lazily(), cancellation: source.Token));
        Assert.Equal([0, 1, 2], reached);
        Assert.Equal(2, run.Count);

        IEnumerable<ExecutableTransaction> Lazily()
        {
            for (ulong nonce = 0; nonce < 5; nonce++)
            {
                reached.Add(run.Count);
                if (nonce == 2)
                {
                    source.Cancel();
                }

                yield return Transfer(0, nonce);
            }
        }
    }

    private static void CellValueOf(StateDiff diff, ulong? old)
    {
        ContractStorageDiff? hashes = diff.StorageDiffs.FirstOrDefault(contract => contract.Address == Constants.System.BlockHashes);
        if (old is { } number)
        {
            Assert.Equal([new StorageEntry(number, 0xabc)], hashes!.Entries);
        }
        else
        {
            Assert.Null(hashes);
        }
    }

    private static BlockRun Begin(BlockBounds? bounds = null) =>
        new(OwnChain.Context(1), OwnChain.State(), OwnChain.NoOldBlock, OwnChain.Classes(), bounds ?? new BlockBounds());

    private static ExecutableTransaction Transfer(int account, ulong nonce)
    {
        PredeployedAccount sender = OwnChain.Genesis.Accounts[account];
        Felt[] arguments = [OwnChain.Genesis.Accounts[9].Address, 1, 0];
        return OwnChain.Invoke(sender, nonce, 20_000_000, (OwnChain.Genesis.FeeTokenAddress, OwnChain.Transfer, arguments));
    }
}
