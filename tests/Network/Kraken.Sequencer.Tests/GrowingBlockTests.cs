using System.Linq;
using System.Threading;
using Kraken.Execution.Transactions;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Sequencer.Tests;

/// <summary>Blocks that grow by one transaction after another, against blocks that are built at once.</summary>
public sealed class GrowingBlockTests
{
    private const ulong Time = 1_700_000_100;

    private static readonly SubmittedTransaction[] Transfers =
        [Signed.Transfer(0, 0), Signed.Transfer(1, 0), Signed.Transfer(0, 1), Signed.Call(2, 0, "fib", 10)];

    [Fact]
    public void ABlockThatGrowsIsTheOneThatIsBuiltAtOnce()
    {
        using TestChain chain = new(1);
        PreparedBlock built = chain.Builder.Build(ParentOf(chain), Time, 1, Candidates.None with { Transactions = Transfers }, default);
        GrowingBlock growing = chain.Builder.Begin(ParentOf(chain), Time, 1);
        foreach ((int index, SubmittedTransaction transfer) in Transfers.Index())
        {
            Assert.Null(growing.Add(transfer, CancellationToken.None));
            Assert.Equal(index + 1, growing.Count);
            Assert.Equal(index + 1, growing.Shown.Block.Receipts.Length);
        }

        Assert.Equal(2, growing.State.NonceAt(DevelopmentAccounts.All[0].Address));
        PreparedBlock grown = growing.Finish();
        Assert.Equal(built.Block.Header, grown.Block.Header);
        Assert.Equal(built.Bytes.ToArray(), grown.Bytes.ToArray());
    }

    [Fact]
    public void WhatIsRefusedIsToldAndLeavesTheBlockAsItWas()
    {
        using TestChain chain = new(1);
        GrowingBlock growing = chain.Builder.Begin(ParentOf(chain), Time, 1);
        Assert.Equal(SubmissionErrorKind.InvalidNonce, growing.Add(Signed.Transfer(0, 1), default)?.Kind);
        Assert.Equal(SubmissionErrorKind.ValidationFailure, growing.Add(Signed.Transfer(0, 0, signer: 1), default)?.Kind);
        Assert.Equal(0, growing.Count);

        // Each is judged by itself: the account may go on at once.
        Assert.Null(growing.Add(Signed.Transfer(0, 0), default));
        Assert.Equal(1, growing.Count);
    }

    [Fact]
    public void AFullBlockSendsToTheNext()
    {
        ChainLimits limits = new(Block: new BlockBounds(MaxTransactions: 1));
        using TestChain chain = new(1, rules => rules with { Limits = limits });
        GrowingBlock growing = chain.Builder.Begin(ParentOf(chain), Time, 1);
        Assert.Null(growing.Add(Signed.Transfer(0, 0), default));
        Assert.Equal(SubmissionErrorKind.Busy, growing.Add(Signed.Transfer(1, 0), default)?.Kind);
        Assert.Equal(1, growing.Count);
    }

    [Fact]
    public void WithoutValidationAWrongSignatureIsNoMatter()
    {
        using TestChain chain = new(1, rules => rules with { RunsAs = _ => new ExecutionFlags(Validate: false) });
        GrowingBlock growing = chain.Builder.Begin(ParentOf(chain), Time, 1);
        Assert.Null(growing.Add(Signed.Transfer(0, 0, signer: 1), default));
        Assert.True(growing.Shown.Block.Receipts.Single().ActualFee.Amount > 0);
    }

    private static BlockParent ParentOf(TestChain chain) =>
        new(chain.Store.Header(0)!, chain.Store.State, chain.Store.Commitment, number => chain.Store.Header(number)!.Hash);
}
