using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Kraken.Consensus;
using Kraken.Consensus.Engine;
using Kraken.Fields;
using Kraken.Sequencer.Drafting;
using Kraken.Sequencer.Views;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;
using Kraken.Storage;
using Kraken.Storage.Sqlite;
using Xunit;

namespace Kraken.Sequencer.Tests.Drafting;

/// <summary>Validators that draft make the chain that one makes of the same proposals which does not.</summary>
public sealed class DraftedChainTests
{
    private const int Accounts = 8;

    private static readonly Felt[] Ids = [1, 2, 3];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void EveryBlockIsTheOneThatIsMadeWithoutDrafts(int seed)
    {
        using Network network = new(seed, _ => new MemoryStore(), hasThreads: false);
        network.Run(40);
        Assert.All(network.Chains, chain => Assert.InRange(chain.Drafts.Used, 20, long.MaxValue));
    }

    [Fact]
    public void ADraftIsShownAsItGrowsThenItsProposal()
    {
        using TestChain chain = new(1, clock: new SettableClock(), proposerOf: _ => 1);
        ChainReader reader = new(chain.Store, chain.Rules, TimeProvider.System)
        {
            Proposal = () => chain.Application.Proposal, Draft = () => chain.Drafts.Shown,
        };
        BuiltBlock first = chain.Build(1);
        chain.Commit(1, first);
        Assert.Null(reader.PreConfirmed);
        for (int count = 1; count <= 3; count++)
        {
            Assert.Null(chain.Pool.Add(Signed.Transfer(0, (ulong)count - 1), _ => 0));
            Assert.Equal(count - 1, reader.PreConfirmed?.Block.Transactions.Length ?? 0);
            Assert.True(chain.Drafts.Step());
            PreConfirmedBlock draft = reader.PreConfirmed!;
            Assert.Equal((first.Value.Hash, 2UL), (draft.Block.Header.ParentHash, draft.Block.Header.Number));
            Assert.Equal(count, draft.Block.Receipts.Length);
            Assert.Equal((Felt)(ulong)count, Assert.Single(draft.Diff.Nonces).Nonce);
            Assert.Same(draft, reader.PreConfirmed);
        }

        PreConfirmedBlock last = chain.Drafts.Shown!;
        BuiltBlock second = chain.Build(2);
        PreConfirmedBlock proposed = reader.PreConfirmed!;
        Assert.Equal(second.Value.Hash, proposed.Block.Header.Hash);
        Assert.Equal(last.Block.Transactions, proposed.Block.Transactions);
        Assert.Equal(
            last.Block.Receipts.Select(receipt => (receipt.TransactionHash, receipt.ActualFee.Amount, receipt.Events.Length)),
            proposed.Block.Receipts.Select(receipt => (receipt.TransactionHash, receipt.ActualFee.Amount, receipt.Events.Length)));
        chain.Commit(2, second);

        // Nothing of it is above the block that it became.
        Assert.NotEqual(second.Value.Hash, reader.PreConfirmed?.Block.Header.ParentHash);
    }

    // Who looked last looks again soon, or not: when the block is taken from the draft it is what was shown before that counts.
    [Theory]
    [InlineData(0, 2)]
    [InlineData(3, 1)]
    public void AViewIsMadeForThoseWhoLook(int seconds, int seen)
    {
        SettableClock clock = new();
        using TestChain chain = new(1, clock: clock, proposerOf: _ => 1);
        chain.Commit(1, chain.Build(1));
        Assert.Null(chain.Drafts.Shown);
        Assert.Null(chain.Pool.Add(Signed.Transfer(0, 0), _ => 0));
        Assert.True(chain.Drafts.Step());
        Assert.Single(chain.Drafts.Shown!.Block.Transactions);
        Assert.Null(chain.Pool.Add(Signed.Transfer(0, 1), _ => 0));
        clock.Step = TimeSpan.FromSeconds(seconds);
        Assert.True(chain.Drafts.Step());
        BuiltBlock second = chain.Build(2);
        Assert.Equal(seen, chain.Drafts.Shown!.Block.Transactions.Length);
        chain.Commit(2, second);
    }

    [Fact]
    public void BlocksAreStoredWhileTheNextOnesAreExecuted()
    {
        string folder = Directory.CreateTempSubdirectory("kraken-drafts").FullName;
        try
        {
            using Network network =
                new(7, self => SqliteStore.Open(Path.Combine(folder, $"{self}.db"), SqliteDurability.ProcessEnd), hasThreads: true);
            network.Run(40);
            Assert.InRange(network.Chains.Sum(chain => chain.Drafts.Used), 40, long.MaxValue);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // A full block without a failing transaction, or one with room: a draft takes others in the place of those that fail, where a build
    // asks the pool once.
    [Theory]
    [InlineData(7, false)]
    [InlineData(100, true)]
    public void ABlockOfADraftIsTheOneThatIsBuiltFromThePoolAtOnce(int most, bool forges)
    {
        long used = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            SettableClock clock = new();
            using TestChain drafting = new(1, Narrow, clock, proposerOf: _ => 1);
            using TestChain plain = new(1, Narrow, clock);
            BuiltBlock first = plain.Build(1);
            Assert.Equal(first.Value, drafting.Build(1).Value);
            Arrive(new Random(seed), forges, drafting, plain);
            plain.Commit(1, first);
            drafting.Commit(1, first);
            BuiltBlock expected = plain.Build(2);
            BuiltBlock built = drafting.Build(2);
            Assert.True(expected.Value == built.Value && expected.Bytes.Span.SequenceEqual(built.Bytes.Span), $"seed {seed}");
            Assert.Equal(
                plain.Pool.Executable(100).Select(transaction => transaction.Transaction.Hash),
                drafting.Pool.Executable(100).Select(transaction => transaction.Transaction.Hash));
            Assert.Equal(plain.Pool.Count, drafting.Pool.Count);
            used += drafting.Drafts.Used;
        }

        Assert.InRange(used, 80, long.MaxValue);

        ChainRules Narrow(ChainRules rules) =>
            rules with { Limits = rules.Limits with { Block = rules.Limits.Block with { MaxTransactions = most } } };
    }

    [Fact]
    public void WhatFailsIsToldOfWhenItsBlockIsBuiltAndNotBefore()
    {
        using TestChain chain = new(1, proposerOf: _ => 1);
        using TestChain other = new(2);
        BuiltBlock first = chain.Build(1);
        SubmittedTransaction forged = Signed.Transfer(0, 0, signer: 1);
        SubmittedTransaction good = Signed.Transfer(1, 0);
        Assert.Null(chain.Pool.Add(forged, _ => 0));
        Assert.Null(chain.Pool.Add(good, _ => 0));
        while (chain.Drafts.Step())
        {
        }

        Assert.NotNull(chain.Pool.Find(forged.Transaction.Hash));
        chain.Commit(1, first);
        Assert.NotNull(chain.Pool.Find(forged.Transaction.Hash));
        BuiltBlock second = chain.Build(2);
        Assert.Equal(1, chain.Drafts.Used);
        Assert.Null(chain.Pool.Find(forged.Transaction.Hash));
        Assert.NotNull(chain.Pool.Rejected.Find(forged.Transaction.Hash));
        other.Commit(1, first);
        Assert.Null(other.Check(2, second, new ValidatorId(1)));
        chain.Commit(2, second);
        Assert.NotNull(chain.Store.Find(good.Transaction.Hash));
    }

    [Fact]
    public void ADraftOfAParentThatIsNotDecidedTakesNothingWithIt()
    {
        using TestChain chain = new(1, proposerOf: height => height == 2 ? 1 : 3);
        using TestChain other = new(2);
        BuiltBlock lost = chain.Build(1, round: 1);
        Assert.Null(chain.Pool.Add(Signed.Transfer(0, 0, signer: 1), _ => 0));
        Assert.Null(chain.Pool.Add(Signed.Transfer(1, 0), _ => 0));
        Assert.True(chain.Drafts.Step());
        Assert.Null(other.Pool.Add(Signed.Transfer(1, 0), _ => 0));
        BuiltBlock decided = other.Build(1);
        Assert.NotEqual(lost.Value, decided.Value);
        Assert.Null(chain.Check(1, decided, new ValidatorId(2)));
        chain.Commit(1, decided);
        other.Commit(1, decided);
        Assert.Equal(1, chain.Drafts.Wasted);
        Assert.Equal(1, chain.Pool.Count);
        Assert.Null(other.Check(2, chain.Build(2), new ValidatorId(1)));
    }

    [Fact]
    public void ADraftThatIsTooOldIsNotProposed()
    {
        SettableClock clock = new();
        using TestChain chain = new(1, clock: clock, proposerOf: _ => 1);
        chain.Commit(1, chain.Build(1));
        Assert.Null(chain.Pool.Add(Signed.Transfer(1, 0), _ => 0));
        Assert.True(chain.Drafts.Step());
        clock.Now += new DraftLimits().MaxAge + TimeSpan.FromSeconds(1);
        chain.Commit(2, chain.Build(2));
        Assert.Equal((0, 1), (chain.Drafts.Used, chain.Drafts.Wasted));
        Assert.Equal((ulong)clock.Now.ToUnixTimeSeconds(), chain.Store.Header(2)!.Timestamp);
        Assert.Single(chain.Store.Transactions(2));
    }

    // What it took of the draft is not taken from the time of its block, which would be closed without it at every height.
    [Fact]
    public async Task ATransactionWhoseDraftIsInterruptedHasItsTimeWhenTheBlockIsBuilt()
    {
        HookedClock clock = new();
        using TestChain chain = new(
            1,
            rules => rules with { BuildTime = TimeSpan.FromSeconds(30), TransactionTime = TimeSpan.FromHours(1) },
            clock,
            proposerOf: _ => 1);
        chain.Commit(1, chain.Build(1));
        SubmittedTransaction slow = Signed.Call(0, 0, "fib", 200_000);
        Assert.Null(chain.Pool.Add(slow, _ => 0));
        Task<IDisposable>? pausing = null;
        clock.After(20, () =>
        {
            clock.Ahead = TimeSpan.FromMinutes(1);
            pausing = Task.Run(chain.Drafts.Pause);
        });
        Assert.True(chain.Drafts.Step());
        (await pausing!).Dispose();
        chain.Commit(2, chain.Build(2));
        Assert.NotNull(chain.Store.Find(slow.Transaction.Hash));
    }

    // Good ones, forged ones, such as come before their turn, in an order of their own.
    private static void Arrive(Random random, bool forges, TestChain drafting, TestChain plain)
    {
        SubmittedTransaction[] arriving =
        [
            .. Enumerable.Range(0, 4).SelectMany(account => Enumerable.Range(0, 3).Select(nonce =>
                Signed.Transfer(account, (ulong)nonce, signer: forges && random.Next(10) == 0 ? 9 : null))),
        ];
        random.Shuffle(arriving);
        foreach (SubmittedTransaction transaction in arriving)
        {
            Assert.Null(plain.Pool.Add(transaction, _ => 0));
            Assert.Null(drafting.Pool.Add(transaction, _ => 0));
            if (random.Next(3) == 0)
            {
                drafting.Drafts.Step();
            }
        }
    }

    private sealed class Network : IDisposable
    {
        private readonly Random random;
        private readonly TestChain oracle = new(9);
        private readonly ulong[] nonces = new ulong[Accounts];
        private readonly bool hasThreads;

        public Network(int seed, Func<Felt, IKeyValueStore> store, bool hasThreads)
        {
            random = new Random(seed);
            this.hasThreads = hasThreads;
            Chains = [.. Ids.Select(id => new TestChain(id, proposerOf: ProposerOf, database: store(id)))];
            foreach (TestChain chain in Chains)
            {
                chain.Drafts.Streamed = part => Stream(chain, part);
                if (hasThreads)
                {
                    chain.Drafts.Start();
                }
            }
        }

        public TestChain[] Chains { get; }

        public void Run(ulong heights)
        {
            for (ulong height = 1; height <= heights; height++)
            {
                BuiltBlock decided = Deliberate(height);
                Submit(random.Next(6));
                TestChain[] order = [.. Chains];
                random.Shuffle(order);
                foreach (TestChain chain in order)
                {
                    Step();
                    chain.Commit(height, decided);
                }

                oracle.Commit(height, decided);
                Assert.All(Chains, chain => Assert.Equal(oracle.Store.Header(height), chain.Store.Header(height)));
                Submit(random.Next(4));
                Step();
            }

            Assert.NotEqual(Felt.Zero, oracle.Store.State.NonceAt(Starknet.Genesis.DevelopmentAccounts.All[0].Address));
        }

        public void Dispose()
        {
            foreach (TestChain chain in Chains)
            {
                chain.Dispose();
            }

            oracle.Dispose();
        }

        private static Felt ProposerOf(ulong height) => Ids[height % (ulong)Ids.Length];

        // The block of the first round, or in the end that of the second.
        private BuiltBlock Deliberate(ulong height)
        {
            BuiltBlock? decided = null;
            int rounds = random.Next(5) == 0 ? 2 : 1;
            for (int round = 0; round < rounds; round++)
            {
                TestChain proposer = Chains[(int)((height + (ulong)round) % (ulong)Ids.Length)];
                Submit(random.Next(4));
                Step();
                BuiltBlock built = proposer.Build(height, round: round);
                ValidatorId builder = new(ProposerOf(height + (ulong)round));
                foreach (TestChain chain in Chains.Where(chain => chain != proposer))
                {
                    CheckAltered(height, chain, built, builder);
                    Assert.Null(chain.Check(height, built, builder));
                    Step();
                }

                Assert.Null(oracle.Check(height, built, builder));
                decided = built;
            }

            return decided!;
        }

        private void CheckAltered(ulong height, TestChain chain, BuiltBlock built, ValidatorId builder)
        {
            if (random.Next(8) > 0)
            {
                return;
            }

            BuiltBlock altered = built with { Value = new ValueId(built.Value.Hash + Felt.One) };
            string refusal = chain.Check(height, altered, builder)!;
            Assert.Equal(oracle.Check(height, altered, builder), refusal);
        }

        private void Submit(int count)
        {
            for (int i = 0; i < count; i++)
            {
                int account = random.Next(Accounts);
                SubmittedTransaction transaction = Signed.Transfer(account, nonces[account]++, to: Ids[random.Next(Ids.Length)]);
                foreach (TestChain chain in Chains)
                {
                    Assert.Null(chain.Pool.Add(transaction, sender =>
                        chain.Store.State.NonceAt(sender).TryToUInt64(out ulong nonce) ? nonce : ulong.MaxValue));
                }
            }
        }

        private void Step()
        {
            while (!hasThreads && random.Next(4) > 0)
            {
                Chains[random.Next(Chains.Length)].Drafts.Step();
            }
        }

        private void Stream(TestChain from, DraftPart part)
        {
            Felt sender = Ids[Array.IndexOf(Chains, from)];
            foreach (TestChain chain in Chains.Where(chain => chain != from))
            {
                if (!hasThreads && random.Next(8) == 0)
                {
                    continue;
                }

                chain.Drafts.Receive(sender, part);
            }
        }
    }
}
