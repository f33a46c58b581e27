using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus;
using Kraken.Consensus.Engine;
using Kraken.Execution.Blocks.Weights;
using Kraken.Execution.Limits;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Sequencer.Tests;

/// <summary>The limits of a block bind its builder and everybody who checks it; time binds the builder alone.</summary>
public sealed class BlockBuilderTests
{
    private const ulong Time = 1_700_000_100;

    [Fact]
    public void TwoNodesAgreeOnWeightsAndHash()
    {
        using TestChain first = new(1);
        using TestChain second = new(2);
        PreparedBlock built = Build(first, Everything());
        Assert.Equal(6, built.Block.Transactions.Length);
        Assert.Equal(1, built.Block.Receipts.Count(receipt => receipt.RevertReason is not null));
        Assert.Single(built.StateDiff.DeclaredClasses);
        Assert.Single(built.StateDiff.DeployedContracts);
        Assert.True(built.Weights is { Transactions: 6, SierraGas: > 1_000_000, ProvingGas: > 1_000_000, Events: > 0 });
        Assert.Equal(built.Bytes.Length - ProposedBlock.EmptyBytes, (long)built.Weights.Bytes);
        PreparedBlock checkedBlock = Check(second, built)!;
        Assert.Equal(built.Block.Header, checkedBlock.Block.Header);
        Assert.Equal(built.Weights, checkedBlock.Weights);

        // A builder that tried and dropped transactions in between counts the same for the rest.
        ulong most = built.Weights.StateDiffWords - 1;
        using TestChain narrow = new(1, rules => With(rules, new BlockBounds { MaxStateDiffWords = (int)most }));
        PreparedBlock smaller = Build(narrow, Everything());
        Assert.InRange(smaller.Block.Transactions.Length, 1, 5);
        using TestChain other = new(2, rules => With(rules, new BlockBounds { MaxStateDiffWords = (int)most }));
        PreparedBlock again = Check(other, smaller)!;
        Assert.Equal(smaller.Block.Header, again.Block.Header);
        Assert.Equal(smaller.Weights, again.Weights);
    }

    [Fact]
    public void ABlockTakesNoFurtherTransactionWhenAProofIsFull()
    {
        using TestChain whole = new(1);
        PreparedBlock built = Build(whole, Transfers(20));
        ulong five = Build(whole, Transfers(5)).Weights.ProvingCells;

        // A few hundred of them fill one proof; the first has the classes to hash.
        Assert.InRange(whole.Rules.BlockProvingCells / ((built.Weights.ProvingCells - five) / 15), 100UL, 500UL);
        using TestChain narrow = new(1, rules => rules with { BlockProvingCells = five });
        PreparedBlock smaller = Build(narrow, Transfers(20));
        Assert.Equal((5, five), (smaller.Block.Transactions.Length, smaller.Weights.ProvingCells));

        // It is the builder's rule: others check the whole block, and one transaction that fills a proof is a block.
        Assert.NotNull(Check(narrow, built));
        using TestChain single = new(1, rules => rules with { BlockProvingCells = 1 });
        Assert.Single(Build(single, Transfers(20)).Block.Transactions);
    }

    [Fact]
    public void ABlockPastALimitIsRefusedAndExecutionEndsThere()
    {
        using TestChain faulty = new(1);
        PreparedBlock built = Build(faulty, Transfers(20));
        BlockWeights one = Build(faulty, Transfers(1)).Weights;
        using TestChain honest = new(2, rules => With(rules, new BlockBounds { MaxReceiptL2Gas = (2 * one.ReceiptL2Gas) - 1 }));
        string? refusal = honest.Check(1, new BuiltBlock(new ValueId(built.Block.Header.Hash), built.Bytes), new ValidatorId(1));

        // The second transaction is one too many: the eighteen behind it were not executed.
        Assert.Contains("L2 gas of receipts: expected at most", refusal, StringComparison.Ordinal);
        Assert.Contains(built.Block.Transactions[1].Hash.ToString(), refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void CountAndBytesAreCheckedBeforeAnythingIsExecuted()
    {
        using TestChain faulty = new(1);
        PreparedBlock built = Build(faulty, Transfers(3));
        BuiltBlock proposed = new(new ValueId(built.Block.Header.Hash), built.Bytes);
        using TestChain few = new(2, rules => With(rules, new BlockBounds { MaxTransactions = 2 }));
        Assert.Contains("at most 2 transactions", few.Check(1, proposed, new ValidatorId(1)), StringComparison.Ordinal);
        using TestChain small = new(2, rules => With(rules, new BlockBounds { MaxBytes = built.Bytes.Length - 1 }));
        Assert.Contains(
            $"expected at most {built.Bytes.Length - 1} bytes", small.Check(1, proposed, new ValidatorId(1)), StringComparison.Ordinal);
        using TestChain exact = new(2, rules => With(rules, new BlockBounds { MaxTransactions = 3, MaxBytes = built.Bytes.Length }));
        Assert.Null(exact.Check(1, proposed, new ValidatorId(1)));
    }

    [Fact]
    public void TheBuilderKeepsWithinBytesAndWhatDoesNotFitIsNotRejected()
    {
        using TestChain chain = new(1);
        int three = Build(chain, Transfers(3)).Bytes.Length;
        using TestChain small = new(1, rules => With(rules, new BlockBounds { MaxBytes = three + 10 }));
        List<SubmittedTransaction> rejected = [];
        PreparedBlock built = small.Builder.Build(
            Parent(small), Time, Felt.One,
            new Candidates(Transfers(10), (refused, _) => rejected.Add(refused), Unexpected), CancellationToken.None);
        Assert.Equal(3, built.Block.Transactions.Length);
        Assert.Equal(three, built.Bytes.Length);
        Assert.Empty(rejected);
    }

    [Fact]
    public void ATransactionThatFitsNoBlockIsRejectedAndSmallerOnesBehindItEnter()
    {
        using TestChain chain = new(1);
        SubmittedTransaction large = Call(0, 0, "fib", 20_000);
        SubmittedTransaction following = Signed.Transfer(0, 1);
        ulong gas = Build(chain, [large]).Weights.SierraGas;
        using TestChain narrow = new(1, rules => With(rules, new BlockBounds { MaxSierraGas = gas - 1 }));
        List<Rejection> rejections = [];
        PreparedBlock built = narrow.Builder.Build(
            Parent(narrow), Time, Felt.One, new Candidates([large, following, Signed.Transfer(1, 0)], (_, rejection) =>
                rejections.Add(rejection), Unexpected), CancellationToken.None);
        Rejection only = Assert.Single(rejections);
        Assert.Equal(RejectionKind.TooLargeForBlock, only.Kind);

        // The account's next transaction waits; another account's goes on.
        Assert.Equal(
            [DevelopmentAccounts.All[1].Address],
            built.Block.Transactions.OfType<AccountTransaction>().Select(transaction => transaction.Sender));
    }

    [Fact]
    public void ATransactionThatFindsNoRoomStaysAndSmallerOnesBehindItEnter()
    {
        using TestChain chain = new(1);
        SubmittedTransaction large = Call(0, 0, "fib", 20_000);
        ulong gas = Build(chain, [large]).Weights.SierraGas;
        using TestChain narrow = new(1, rules => With(rules, new BlockBounds { MaxSierraGas = gas }));
        PreparedBlock built = narrow.Builder.Build(
            Parent(narrow), Time, Felt.One,
            new Candidates([Signed.Transfer(1, 0), large, Signed.Transfer(2, 0)], Unexpected, Unexpected), CancellationToken.None);
        Assert.Equal(
            [DevelopmentAccounts.All[1].Address, DevelopmentAccounts.All[2].Address],
            built.Block.Transactions.OfType<AccountTransaction>().Select(transaction => transaction.Sender));
    }

    [Fact]
    public void ATransactionThatRunsTooLongIsSetAsideAndTheBlockGoesOn()
    {
        // The clock moves by a millisecond at each question; the machine asks every few thousand steps.
        SettableClock clock = new() { Step = TimeSpan.FromMilliseconds(1) };
        using TestChain chain = new(
            1, rules => rules with { TransactionTime = TimeSpan.FromMilliseconds(400), ExecutionThreads = 1 }, clock);
        List<SubmittedTransaction> slow = [];
        SubmittedTransaction heavy = Call(0, 0, "fib", 300_000);
        SubmittedTransaction[] waiting = [Signed.Transfer(1, 0), heavy, Signed.Transfer(0, 1), Signed.Transfer(2, 0)];
        PreparedBlock built = chain.Builder.Build(
            Parent(chain), Time, Felt.One,
            new Candidates(waiting, Unexpected, (transaction, _) => slow.Add(transaction)), CancellationToken.None);
        Assert.Same(heavy, Assert.Single(slow));
        Assert.Equal(
            [DevelopmentAccounts.All[1].Address, DevelopmentAccounts.All[2].Address],
            built.Block.Transactions.OfType<AccountTransaction>().Select(transaction => transaction.Sender));

        // The block is as if the transaction had never been tried, and whoever checks it has no such limit.
        using TestChain patient = new(2);
        PreparedBlock without = Build(patient, [Signed.Transfer(1, 0), Signed.Transfer(2, 0)]);
        Assert.Equal(without.Block.Header, built.Block.Header);
        PreparedBlock heavyBlock = Build(patient, [heavy]);
        Assert.NotNull(Check(chain, heavyBlock));
    }

    [Fact]
    public void AnotherAccountsTransactionsDoNotWaitForThoseThatRunTooLong()
    {
        SettableClock clock = new() { Step = TimeSpan.FromMilliseconds(1) };
        using TestChain chain = new(
            1,
            rules => rules with
            {
                TransactionTime = TimeSpan.FromMilliseconds(400),
                BuildTime = TimeSpan.FromMilliseconds(250),
                ExecutionThreads = 1,
            },
            clock);
        for (int account = 0; account < 8; account++)
        {
            for (ulong nonce = 0; nonce < 3; nonce++)
            {
                Assert.Null(chain.Pool.Add(Call(account, nonce, "fib", 300_000), _ => 0));
            }
        }

        // It came last, and is in the first block; what runs too long costs at most one transaction's time beside the block's own.
        SubmittedTransaction honest = Signed.Transfer(8, 0);
        Assert.Null(chain.Pool.Add(honest, _ => 0));
        long began = clock.GetTimestamp();
        chain.Commit(1, chain.Build(1));
        Assert.InRange(clock.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromMilliseconds(250 + (2 * 400) + 100));
        for (ulong height = 2; height <= 12; height++)
        {
            chain.Commit(height, chain.Build(height));
        }

        Assert.NotNull(chain.Store.Find(honest.Transaction.Hash));

        // From then on those accounts come after all others, though they were here first.
        Assert.Null(chain.Pool.Add(Signed.Transfer(8, 1), _ => 1));
        Assert.Equal(Signed.Transfer(8, 1).Transaction.Hash, chain.Pool.Executable(100)[0].Transaction.Hash);
    }

    [Fact]
    public void CancellationReachesTheMachine()
    {
        using TestChain chain = new(1);
        using CancellationTokenSource stop = new();
        SubmittedTransaction heavy = Call(0, 0, "fib", 300_000);
        PreparedBlock built = Build(chain, [heavy]);

        // Cancelled while the transaction runs: by the clock that the machine asks.
        CancellingClock clock = new(stop, questions: 50);
        using TestChain other = new(1, clock: clock);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            other.Builder.Build(Parent(other), Time, Felt.One, new Candidates([heavy], Unexpected, (_, _) => { }), stop.Token));
        Assert.True(stop.IsCancellationRequested);
        Assert.ThrowsAny<OperationCanceledException>(
            () => other.Builder.Execute(Parent(other), built.Proposal, built.Bytes, isVouchedFor: false, out _, stop.Token));
        Assert.NotNull(
            other.Builder.Execute(Parent(other), built.Proposal, built.Bytes, isVouchedFor: false, out _, CancellationToken.None));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void ThreadsBuildAndCheckTheBlockOfOne(int threads)
    {
        for (int seed = 0; seed < 4; seed++)
        {
            using TestChain one = new(1, rules => Few(rules, 1));
            using TestChain many = new(1, rules => Few(rules, threads));
            SubmittedTransaction[] waiting = Mixed(new Random(seed));
            (PreparedBlock expected, string told) = BuildTelling(one, waiting);
            (PreparedBlock actual, string toldByMany) = BuildTelling(many, waiting);
            Assert.Equal(told, toldByMany);
            Assert.Equal(expected.Block.Header, actual.Block.Header);
            Assert.Equal(expected.Weights, actual.Weights);
            Assert.True(expected.Bytes.Span.SequenceEqual(actual.Bytes.Span));
            Assert.InRange(expected.Block.Transactions.Length, 5, 47);
            Assert.Contains("InvalidNonce", told, StringComparison.Ordinal);
            Assert.Contains("ValidationFailed", told, StringComparison.Ordinal);
            PreparedBlock checkedByMany = Check(many, expected)!;
            Assert.Equal(expected.Block.Header, checkedByMany.Block.Header);
            Assert.Equal(expected.Weights, checkedByMany.Weights);
        }

        static ChainRules Few(ChainRules rules, int threads) =>
            With(rules, new BlockBounds { MaxStateDiffWords = 150 }) with { ExecutionThreads = threads };
    }

    [Theory]
    [InlineData(0, 40)]
    [InlineData(3, 40)]
    [InlineData(8, 0)]
    [InlineData(int.MaxValue, 0)]
    public void RoundsThatDecideNothingAreFollowedByEverSmallerBlocks(int round, int expected)
    {
        using TestChain chain = Waiting(40);
        Assert.Equal(500, chain.Rules.Limits.Block.MaxTransactions);
        Assert.Equal(expected, SendersIn(chain, round).Length);
        Assert.InRange(SendersIn(chain, 6).Length, 1, 7);
        Assert.Single(SendersIn(chain, 7));
    }

    [Fact]
    public void NoAccountIsInTheBlocksOfAllRoundsThatFollowSuchOnes()
    {
        using TestChain chain = Waiting(40);
        Felt[] all = SendersIn(chain, 0);
        Felt[] one = SendersIn(chain, 4);
        Felt[] other = SendersIn(chain, 5);
        Assert.NotEmpty(one);
        Assert.NotEmpty(other);
        Assert.Empty(one.Intersect(other));
        Assert.Equal(all.Distinct().Count(), one.Union(other).Count());
        Assert.Empty(SendersIn(chain, 6).Intersect(SendersIn(chain, 7)));

        // The accounts are parted otherwise.
        Assert.NotEmpty(SendersIn(chain, 6).Concat(SendersIn(chain, 7)).Intersect(other));
    }

    [Fact]
    public async Task AMinimalBlockHasNoTransactions()
    {
        using TestChain chain = new(1);
        Assert.Null(await chain.Admission.SubmitAsync(Signed.Transfer(0, 0), CancellationToken.None));
        BuiltBlock minimal = chain.Application.Build(new BuildRequest(1, 0, chain.Tip, Minimal: true), CancellationToken.None);
        Assert.True(ProposedBlock.TryDecode(minimal.Bytes.Span, chain.Decoder, out ProposedBlock? block));
        Assert.Empty(block!.Transactions);
    }

    [Fact]
    public void ATransactionThatTakesTooMuchMemoryIsNotVotedForAndYetExecutedOnceAQuorumVoted()
    {
        using TestChain faulty = new(1);
        PreparedBlock built = Build(faulty, [Signed.Transfer(1, 0), Call(0, 0, "fib", 20_000)]);
        BuiltBlock proposed = new(new ValueId(built.Block.Header.Hash), built.Bytes);

        // What the block's dearest transaction takes, to the cell, by halving.
        long refused = 1_000;
        long passes = 1_000_000;
        Assert.Null(Refusal(passes));
        while (passes - refused > 1)
        {
            long middle = (passes + refused) / 2;
            (refused, passes) = Refusal(middle) is null ? (refused, middle) : (middle, passes);
        }

        string? refusal = Refusal(refused);
        Assert.Contains($"more than {refused} memory cells", refusal, StringComparison.Ordinal);
        Assert.Contains(built.Block.Transactions[1].Hash.ToString(), refusal, StringComparison.Ordinal);
        using TestChain follower = new(2, rules => rules with { CheckedCells = refused });
        Assert.Contains("memory cells", follower.CheckAgain(1, proposed, hasQuorum: false), StringComparison.Ordinal);
        using TestChain outvoted = new(3, rules => rules with { CheckedCells = refused });
        Assert.Null(outvoted.CheckAgain(1, proposed, hasQuorum: true));
        follower.Commit(1, proposed);
        Assert.Equal(built.Block.Header.Hash, follower.Store.Header(1)!.Hash);

        string? Refusal(long cells)
        {
            using TestChain checking = new(2, rules => rules with { CheckedCells = cells });
            return checking.Check(1, proposed, new ValidatorId(1));
        }
    }

    [Fact]
    public void WhatAnHonestNodeProposesItsPeersHaveMemoryFor()
    {
        using TestChain chain = new(1);
        Assert.True(chain.Rules.TransactionCells < chain.Rules.CheckedCells);
        Assert.True(chain.Rules.CheckedCells * ExecutionBudget.BytesPerCell < 1L << 30);
    }

    [Fact]
    public void WhatTheTransactionsOfABlockKeepTogetherItsPeersHaveMemoryFor()
    {
        // The limits in their usual proportion, so that few transactions fill them: each passes its calldata on, which its trace keeps.
        const long Cells = 150_000;
        using TestChain chain = new(1, Small);
        using TestChain peer = new(2, Small);
        SubmittedTransaction[] waiting =
            [.. Enumerable.Range(0, 6).SelectMany(nonce => Enumerable.Range(0, 9).Select(account => Long(account, (ulong)nonce)))];
        Assert.All(waiting, transaction => Assert.Null(chain.Pool.Add(transaction, _ => 0)));
        ulong height = 0;
        while (chain.Pool.Count > 0 && height < 10)
        {
            BuiltBlock block = chain.Build(++height);
            Assert.Null(peer.Check(height, block, new ValidatorId(1)));
            peer.Commit(height, block);
            chain.Commit(height, block);
        }

        // More than one block, and nothing was dropped for coming in company.
        Assert.InRange(height, 2UL, 9UL);
        Assert.All(waiting, transaction => Assert.NotNull(chain.Store.Find(transaction.Transaction.Hash)));

        static ChainRules Small(ChainRules rules) =>
            rules with { TransactionCells = Cells, CheckedCells = Cells * rules.CheckedCells / rules.TransactionCells };

        static SubmittedTransaction Long(int account, ulong nonce) => Signed.Sign(
            new InvokeTransaction
            {
                SenderAddress = DevelopmentAccounts.All[account].Address,
                Nonce = nonce,
                Calldata =
                    [1, new GenesisDescription().DemoAddress, Selector.FromName("fib"), 4_900, .. Enumerable.Repeat(Felt.One, 4_900)],
                ResourceBounds = Signed.Bounds(),
            },
            DevelopmentAccounts.All[account].PrivateKey!.Value);
    }

    [Fact]
    public void WhatABlockMakesItsPeersHashIsBounded()
    {
        using TestChain free = new(1);
        SubmittedTransaction[] waiting = Transfers(0);
        PreparedBlock all = Build(free, waiting);
        long nodes = NodesOf(free, all);

        // The tries that the first transfers let grow have room for a few of the second, not for all.
        const long Limit = 100;
        SubmittedTransaction[] second = Transfers(40);
        using TestChain chain = new(1, rules => rules with { BlockTrieNodes = Limit });
        using TestChain peer = new(2, rules => rules with { CheckedTrieNodes = Limit });
        ulong height = 0;
        foreach (SubmittedTransaction[] transactions in (SubmittedTransaction[][])[waiting, second])
        {
            ulong nonce = transactions == waiting ? 0UL : 5;
            Assert.All(transactions, transaction => Assert.Null(chain.Pool.Add(transaction, _ => nonce)));
            while (chain.Pool.Count > 0 && height < 40)
            {
                BuiltBlock block = chain.Build(++height);
                Assert.Null(peer.Check(height, block, new ValidatorId(1)));
                peer.Commit(height, block);
                chain.Commit(height, block);
            }
        }

        Assert.InRange(height, 3UL, 39UL);
        Assert.All([.. waiting, .. second], transaction => Assert.NotNull(chain.Store.Find(transaction.Transaction.Hash)));

        // A faulty proposer keeps no such bound: nobody votes for its block. What a quorum has decided is taken.
        BuiltBlock proposed = new(new ValueId(all.Block.Header.Hash), all.Bytes);
        using TestChain exact = new(2, rules => rules with { CheckedTrieNodes = nodes });
        Assert.Null(exact.Check(1, proposed, new ValidatorId(1)));
        using TestChain honest = new(2, rules => rules with { CheckedTrieNodes = nodes - 1 });
        Assert.Equal($"trie nodes to hash: expected at most {nodes - 1}, got more", honest.Check(1, proposed, new ValidatorId(1)));
        honest.Commit(1, proposed);
        Assert.Equal(all.Block.Header.Hash, honest.Store.Header(1)!.Hash);
        Assert.True(free.Rules.BlockTrieNodes < free.Rules.CheckedTrieNodes);

        // One that fits no block leaves the pool with its reason.
        using TestChain narrow = new(1, rules => rules with { BlockTrieNodes = 3 });
        List<Rejection> rejections = [];
        Assert.Empty(narrow.Builder.Build(
            Parent(narrow), Time, Felt.One, new Candidates(waiting[..1], (_, rejection) => rejections.Add(rejection), Unexpected),
            CancellationToken.None).Block.Transactions);
        Assert.Equal(RejectionKind.TooLargeForBlock, Assert.Single(rejections).Kind);

        static SubmittedTransaction[] Transfers(int first) =>
        [
            .. Enumerable.Range(first, 40).Select(number =>
                Signed.Transfer(number % 8, (ulong)number / 8, to: (Felt)(ulong)(1_000 + number))),
        ];
    }

    private static TestChain Waiting(int transactions)
    {
        TestChain chain = new(1);
        foreach (int number in Enumerable.Range(0, transactions))
        {
            Assert.Null(chain.Pool.Add(Signed.Transfer(number % 8, (ulong)number / 8), _ => 0));
        }

        return chain;
    }

    private static Felt[] SendersIn(TestChain chain, int round)
    {
        Assert.True(ProposedBlock.TryDecode(chain.Build(1, round: round).Bytes.Span, chain.Decoder, out ProposedBlock? block));
        return [.. block!.Transactions.Select(transaction => transaction.Transaction.Sender)];
    }

    private static long NodesOf(TestChain chain, PreparedBlock block)
    {
        long least = 0;
        long most = 100_000;
        while (most - least > 1)
        {
            long middle = (least + most) / 2;
            bool fits = new TrieWork(chain.Store.Commitment, middle).Fits(TrieWork.Written(block.StateDiff));
            (least, most) = fits ? (least, middle) : (middle, most);
        }

        return most;
    }

    private static void Unexpected<T>(SubmittedTransaction transaction, T reason) =>
        throw new InvalidOperationException($"{transaction.Transaction.Hash}: {reason}");

    private static ChainRules With(ChainRules rules, BlockBounds bounds) => rules with { Limits = rules.Limits with { Block = bounds } };

    private static BlockParent Parent(TestChain chain) => new PreparedBlocks(chain.Store, new PreparedLimits()).Parent(chain.Tip)!;

    private static PreparedBlock Build(TestChain chain, IEnumerable<SubmittedTransaction> transactions) =>
        chain.Builder.Build(Parent(chain), Time, Felt.One, new Candidates(transactions, Unexpected, Unexpected), CancellationToken.None);

    private static PreparedBlock? Check(TestChain chain, PreparedBlock block)
    {
        Assert.True(ProposedBlock.TryDecode(block.Bytes.Span, chain.Decoder, out ProposedBlock? proposal, out string? error), error);
        PreparedBlock? executed =
            chain.Builder.Execute(Parent(chain), proposal!, block.Bytes, isVouchedFor: false, out string? refusal, CancellationToken.None);
        Assert.Null(refusal);
        return executed;
    }

    private static IEnumerable<SubmittedTransaction> Transfers(int count) =>
        Enumerable.Range(0, count).Select(nonce => Signed.Transfer(0, (ulong)nonce));

    private static SubmittedTransaction Call(int account, ulong nonce, string function, ulong size) => Signed.Sign(
        new InvokeTransaction
        {
            SenderAddress = DevelopmentAccounts.All[account].Address,
            Nonce = nonce,
            Calldata = [1, new GenesisDescription().DemoAddress, Selector.FromName(function), 1, size],
            ResourceBounds = Signed.Bounds(),
        },
        DevelopmentAccounts.All[account].PrivateKey!.Value);

    // A declare, a new account with the transfer that pays for it, events, a reverted execution, a call that changes storage.
    private static IEnumerable<SubmittedTransaction> Everything()
    {
        Felt key = 0x1234567;
        DeployAccountTransaction deployment = Signed.Deployment(Kraken.Curves.StarkCurve.PublicKey(key), 7);
        Starknet.Classes.SierraClass declared = ChainContracts.Demo.Class with { Abi = "[]" };
        DeclareTransaction declare = new()
        {
            SenderAddress = DevelopmentAccounts.All[3].Address,
            Nonce = 0,
            ClassHash = Starknet.Classes.ClassHash.Compute(declared),
            CompiledClassHash = ChainContracts.Demo.CompiledClassHash,
            ResourceBounds = Signed.Bounds(),
        };
        return
        [
            Signed.Transfer(0, 0, to: deployment.ContractAddress, amount: (UInt128)1_000_000_000_000_000_000 * 1_000),
            Signed.Sign(deployment, key),
            Signed.Sign(declare, DevelopmentAccounts.All[3].PrivateKey!.Value) with { Class = declared },
            Signed.Transfer(1, 0, amount: UInt128.MaxValue),
            Call(2, 0, "fib", 100),
            Signed.Transfer(0, 1),
        ];
    }

    private static (PreparedBlock Block, string Told) BuildTelling(TestChain chain, SubmittedTransaction[] waiting)
    {
        List<string> told = [];
        PreparedBlock built = chain.Builder.Build(
            Parent(chain), Time, DevelopmentAccounts.All[5].Address,
            new Candidates(
                waiting,
                (refused, rejection) => told.Add($"{refused.Transaction.Hash} {rejection}"),
                (slow, reason) => told.Add($"{slow.Transaction.Hash} {reason}")),
            CancellationToken.None);
        return (built, string.Join('\n', told));
    }

    // Transfers between few accounts, the sequencer among them, calls that write one cell, forged signatures and wrong nonces.
    private static SubmittedTransaction[] Mixed(Random random)
    {
        ulong[] nonces = new ulong[7];
        return
        [
            .. Enumerable.Range(0, 50).Select(place =>
            {
                int account = random.Next(nonces.Length);
                ulong nonce = nonces[account]++;
                Felt to = DevelopmentAccounts.All[random.Next(nonces.Length)].Address;
                return place == 20 ? Signed.Transfer(account, nonce + 5)
                    : place == 25 ? Signed.Transfer(account, nonce, signer: 9)
                    : random.Next(4) == 0 ? Call(account, nonce, "fib", (ulong)random.Next(1, 50))
                    : Signed.Transfer(account, nonce, to: to, amount: random.Next(8) == 0 ? UInt128.MaxValue : (UInt128)random.Next(9));
            }),
        ];
    }

    private sealed class CancellingClock(CancellationTokenSource stop, int questions) : TimeProvider
    {
        private int asked;

        public override long GetTimestamp()
        {
            if (Interlocked.Increment(ref asked) == questions)
            {
                stop.Cancel();
            }

            return base.GetTimestamp();
        }
    }
}
