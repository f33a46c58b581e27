using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus;
using Kraken.Consensus.Engine;
using Kraken.Curves;
using Kraken.Fields;
using Kraken.Mempool;
using Kraken.Sequencer.Blocks;
using Kraken.Sequencer.Drafting;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
using Kraken.State.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Sequencer.Tests.Drafting;

/// <summary>Whatever a peer streams and whenever it comes, what is made of its proposal is what is made of it without any draft.</summary>
public sealed class FollowedDraftTests : IDisposable
{
    private const ulong Time = 1_700_000_100;

    private static readonly Felt Peer = 1;
    private static readonly Felt Self = 2;

    private static readonly UncommittedContent Nothing = new(new HashSet<Felt>(), new Dictionary<Felt, ulong>());

    private readonly HookedClock clock = new();
    private readonly TestChain chain;
    private readonly Verdict[] verdicts;

    public FollowedDraftTests()
    {
        chain = new TestChain(Self, rules => rules with { TransactionClock = clock });
        verdicts = [.. Proposals().Select(Judge)];
    }

    public void Dispose() => chain.Dispose();

    [Fact]
    public void EveryScheduleOfPartsGivesTheVerdictOfNone()
    {
        Assert.Equal(5, verdicts.Count(verdict => verdict.Header is not null));
        long followed = 0;
        for (int seed = 0; seed < 2_000; seed++)
        {
            followed += Follow(new Random(seed), seed);
        }

        // Else nothing was compared.
        Assert.InRange(followed, 1_500, long.MaxValue);
    }

    [Fact]
    public void WhatCameInTimeIsNotExecutedAgain()
    {
        Verdict verdict = verdicts[0];
        TransactionPool pool = PoolOf(verdict.Proposal.Transactions);
        using Drafts drafts = Open(pool);
        Stand(drafts);
        DraftPart part = PartOf(verdict.Proposal, 0, 0, verdict.Proposal.Transactions.Length);
        Assert.True(drafts.Receive(Peer, part));
        Assert.True(drafts.Step());
        Assert.False(drafts.Step());
        ProposalExecution begun = drafts.TakeFollowed(chain.Tip, verdict.Proposal)!;
        Assert.Equal(verdict.Proposal.Transactions.Length, begun.Block.Transactions.Count);
        Assert.Equal(begun.Block.Transactions.Count, drafts.Used);

        // Whatever runs from here on throws.
        clock.After(0, () => throw new InvalidOperationException("something was executed"));
        Assert.Equal(verdict.Header, Executed(verdict, begun).Header);
        Assert.Null(drafts.Ground);
    }

    [Fact]
    public void TheMemoryOfABlockIsCountedFromItsFirstTransaction()
    {
        // The least that the block may have, by the run without a draft.
        (long tooFew, long enough) = (1_000, 10_000_000);
        while (enough - tooFew > 1)
        {
            long cells = (tooFew + enough) / 2;
            (tooFew, enough) = InMemory(cells, isDrafted: false, isDecided: false).Header is null ? (cells, enough) : (tooFew, cells);
        }

        Assert.InRange(enough, 2_000, 9_000_000);
        Assert.Equal(verdicts[0].Header, InMemory(enough, isDrafted: true, isDecided: false).Header);
        foreach (long cells in (long[])[tooFew, tooFew - 100, tooFew / 2, tooFew / 10])
        {
            (BlockHeader? header, string? refusal) = InMemory(cells, isDrafted: true, isDecided: false);
            Assert.Null(header);
            Assert.Contains($"more than {cells} memory cells", refusal, StringComparison.Ordinal);
            Assert.Equal(InMemory(cells, isDrafted: false, isDecided: false).Refusal, refusal);
            Assert.Equal(verdicts[0].Header, InMemory(cells, isDrafted: true, isDecided: true).Header);
        }
    }

    private (BlockHeader? Header, string? Refusal) InMemory(long cells, bool isDrafted, bool isDecided)
    {
        ProposedBlock proposal = verdicts[0].Proposal;
        BlockBuilder builder = new(
            chain.Rules with { CheckedCells = cells }, new Execution.Classes.ClassRegistry(hash =>
                chain.Store.Sierra(hash) is { } sierra && chain.Store.Casm(hash) is { } casm
                    ? Execution.Classes.ClassCompiler.Load(sierra, casm)
                    : null),
            chain.Compiler, TimeProvider.System);
        using Drafts drafts = new(
            builder, PoolOf(proposal.Transactions), chain.Rules, _ => Peer, Self, new DraftLimits(), TimeProvider.System,
            NullLogger.Instance);
        if (isDrafted)
        {
            Stand(drafts);
            Assert.True(drafts.Receive(Peer, PartOf(proposal, 0, 0, proposal.Transactions.Length)));
            Assert.True(drafts.Step());
        }

        PreparedBlock? block = builder.Execute(
            Parent(chain), proposal, verdicts[0].Bytes, isDecided, drafts.TakeFollowed(chain.Tip, proposal), out string? refusal,
            CancellationToken.None);
        return (block?.Block.Header, refusal);
    }

    [Fact]
    public void ATransactionThatComesLateIsWaitedForWithoutWork()
    {
        Verdict verdict = verdicts[0];
        TransactionPool pool = PoolOf(verdict.Proposal.Transactions.Take(1));
        using Drafts drafts = Open(pool);
        Stand(drafts);
        Assert.True(drafts.Receive(Peer, PartOf(verdict.Proposal, 0, 0, 3)));
        Assert.True(drafts.Step());
        Assert.False(drafts.Step());
        Assert.Null(pool.Add(verdict.Proposal.Transactions[2], _ => 0));
        Assert.False(drafts.Step());
        Assert.Null(pool.Add(verdict.Proposal.Transactions[1], _ => 0));
        Assert.True(drafts.Step());
        Assert.Equal(3, drafts.TakeFollowed(chain.Tip, verdict.Proposal)!.Block.Transactions.Count);
    }

    // A client gave this node another signature of a transaction than it gave the proposer: what goes before it was not for nothing.
    [Fact]
    public void ATransactionInAnotherFormEndsTheDraftBehindThoseBeforeIt()
    {
        Verdict verdict = verdicts[0];
        SubmittedTransaction[] here = [.. verdict.Proposal.Transactions];
        InvokeTransaction signed = (InvokeTransaction)here[2].Transaction;

        // (r, s) and (r, -s) hold both.
        Felt other = Felt.FromBigInteger(StarkCurve.Order - signed.Signature[1].ToBigInteger());
        here[2] = here[2] with { Transaction = signed with { Signature = [signed.Signature[0], other] } };
        using Drafts drafts = Open(PoolOf(here));
        Stand(drafts);
        Assert.True(drafts.Receive(Peer, PartOf(verdict.Proposal, 0, 0, here.Length)));
        Assert.True(drafts.Step());
        Assert.False(drafts.Step());
        ProposalExecution begun = drafts.TakeFollowed(chain.Tip, verdict.Proposal)!;
        Assert.Equal(2, begun.Block.Transactions.Count);
        Assert.Equal(verdict.Header, Executed(verdict, begun).Header);
    }

    [Fact]
    public void AParentThatComesLaterThanThePartsIsWaitedFor()
    {
        Verdict verdict = verdicts[0];
        using Drafts drafts = Open(PoolOf(verdict.Proposal.Transactions));
        Assert.True(drafts.Receive(Peer, PartOf(verdict.Proposal, 0, 0, 2)));
        Assert.False(drafts.Step());
        Stand(drafts);
        Assert.True(drafts.Step());
        Assert.NotNull(drafts.TakeFollowed(chain.Tip, verdict.Proposal));
    }

    [Fact]
    public void AGroundThatComesBackIsDraftedOnFromTheFirstTransaction()
    {
        Verdict verdict = verdicts[0];
        using Drafts drafts = Open(PoolOf(verdict.Proposal.Transactions));
        Stand(drafts);
        Assert.True(drafts.Receive(Peer, PartOf(verdict.Proposal, 0, 0, 5)));
        Assert.True(drafts.Step());
        drafts.BeginOn(new ValueId(5), Parent(chain), Nothing);
        Assert.Equal(5, drafts.Wasted);
        Stand(drafts);
        Assert.True(drafts.Step());
        Assert.Equal(5, drafts.TakeFollowed(chain.Tip, verdict.Proposal)!.Block.Transactions.Count);
    }

    [Fact]
    public void NothingIsExecutedWhileConsensusNeedsTheProcessor()
    {
        Verdict verdict = verdicts[0];
        using Drafts drafts = Open(PoolOf(verdict.Proposal.Transactions));
        Stand(drafts);
        IDisposable pause = drafts.Pause();
        Assert.True(drafts.Receive(Peer, PartOf(verdict.Proposal, 0, 0, 2)));
        Assert.False(drafts.Step());
        pause.Dispose();
        Assert.True(drafts.Step());
    }

    [Fact]
    public void AnotherProposalWaitsForOneInterruptionOfWhatRunsForLong()
    {
        SubmittedTransaction[] heavy = [.. Enumerable.Range(0, 3).Select(account => Signed.Call(account, 0, "fib", 2_000_000))];
        using TestChain proposer = new(Peer);
        Assert.Null(proposer.Pool.Add(Signed.Transfer(5, 0), _ => 0));
        BuiltBlock other = proposer.Build(1);
        using ManualResetEventSlim runs = new();
        HookedClock slow = new();
        using TestChain chained = new(Self, rules => rules with { TransactionClock = slow }, proposerOf: _ => Peer);
        Assert.All(heavy, transaction => Assert.Null(chained.Pool.Add(transaction, _ => 0)));
        Stand(chained.Drafts, chained);
        slow.After(20, runs.Set);
        Assert.True(chained.Drafts.Receive(
            Peer, new DraftPart(1, chained.Tip, Time, 0, [.. heavy.Select(DraftedTransaction.Of)])));
        chained.Drafts.Start();
        runs.Wait();
        Assert.Null(chained.Check(1, other, new ValidatorId(Peer)));

        // Not even the first was waited for.
        Assert.Equal(0, chained.Drafts.Wasted);
    }

    [Fact]
    public void ADraftIsLetGoWithItsParent()
    {
        using Drafts drafts = Open(PoolOf(verdicts[0].Proposal.Transactions));
        WeakReference<DraftGround> ground = Drafted(drafts);
        Assert.True(drafts.BeforeStoring(chain.Tip, 0));
        GC.Collect();
        Assert.True(IsHeld(ground));
        Assert.False(drafts.BeforeStoring(new ValueId(5), 0));
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(IsHeld(ground));
        Assert.InRange(drafts.Wasted, 1, 100);
        Assert.Null(drafts.TakeFollowed(chain.Tip, verdicts[0].Proposal));
    }

    // In a frame of its own, which holds nothing afterwards.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool IsHeld(WeakReference<DraftGround> ground) => ground.TryGetTarget(out _);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference<DraftGround> Drafted(Drafts drafts)
    {
        Stand(drafts);
        drafts.Receive(Peer, PartOf(verdicts[0].Proposal, 0, 0, 3));
        Assert.True(drafts.Step());
        return new WeakReference<DraftGround>(drafts.Ground!);
    }

    private long Follow(Random random, int seed)
    {
        Verdict verdict = verdicts[random.Next(verdicts.Length)];
        ProposedBlock streamed = random.Next(4) == 0 ? verdicts[random.Next(verdicts.Length)].Proposal : verdict.Proposal;
        SubmittedTransaction[] arriving = [.. streamed.Transactions];
        bool shuffles = random.Next(4) == 0;
        if (shuffles)
        {
            random.Shuffle(arriving);
        }

        TransactionPool pool = new(new MempoolOptions(), TimeProvider.System);
        using Drafts drafts = Open(pool);
        List<(Felt From, DraftPart Part)> parts = Altered(PartsOf(streamed, random), random);
        List<Action> events = [.. parts.Select(sent => (Action)(() => drafts.Receive(sent.From, sent.Part)))];
        Insert(events, random, () => Stand(drafts));
        foreach (SubmittedTransaction transaction in arriving)
        {
            // Some never come.
            if (random.Next(12) > 0)
            {
                Insert(events, random, () => pool.Add(transaction, _ => 0), early: !shuffles);
            }
        }

        for (int i = 0; i < 8; i++)
        {
            Insert(events, random, () => Step(drafts, random));
        }

        events.ForEach(happens => happens());
        while (random.Next(3) > 0 && drafts.Step())
        {
        }

        ProposalExecution? begun = drafts.TakeFollowed(chain.Tip, verdict.Proposal);
        long count = begun?.Block.Transactions.Count ?? 0;
        (BlockHeader? header, string? refusal) = Executed(verdict, begun);
        Assert.True(verdict.Header == header && verdict.Refusal == refusal, $"seed {seed}: {refusal ?? header!.ToString()}");
        return count;
    }

    // Every eighth step is interrupted somewhere in the middle, by another thread as it is in a node.
    private void Step(Drafts drafts, Random random)
    {
        if (random.Next(8) > 0)
        {
            drafts.Step();
            return;
        }

        Task<IDisposable>? pausing = null;
        clock.After(random.Next(12), () => pausing = Task.Run(drafts.Pause));
        drafts.Step();
        clock.After(-1, static () => { });
        pausing?.GetAwaiter().GetResult().Dispose();
    }

    private static void Insert(List<Action> events, Random random, Action happens, bool early = false) =>
        events.Insert(early ? random.Next(1 + (events.Count / 3)) : random.Next(events.Count + 1), happens);

    private List<(Felt From, DraftPart Part)> PartsOf(ProposedBlock block, Random random)
    {
        List<(Felt, DraftPart)> parts = [];
        for (int begin = 0; begin < block.Transactions.Length;)
        {
            int count = Math.Min(1 + random.Next(4), block.Transactions.Length - begin);
            parts.Add((Peer, PartOf(block, parts.Count, begin, count)));
            begin += count;
        }

        return parts;
    }

    private List<(Felt From, DraftPart Part)> Altered(List<(Felt From, DraftPart Part)> parts, Random random)
    {
        int place = random.Next(parts.Count);
        (Felt from, DraftPart part) = parts[place];
        switch (random.Next(18))
        {
            case 0:
                parts.RemoveAt(place);
                break;
            case 1:
                parts.Insert(random.Next(parts.Count), parts[place]);
                break;
            case 2:
                parts.RemoveAt(place);
                parts.Insert(random.Next(parts.Count + 1), (from, part));
                break;
            case 3:
                DraftedTransaction other = part.Transactions[0] with { Hash = part.Transactions[0].Hash + Felt.One };
                parts[place] = (from, part with { Transactions = part.Transactions.SetItem(0, other) });
                break;
            case 4:
                parts[place] = (from, part with { Transactions = [.. part.Transactions.Reverse()] });
                break;
            case 5:
                parts[place] = (from, part with { Parent = new ValueId(part.Parent.Hash + Felt.One) });
                break;
            case 6:
                parts[place] = (3, part);
                break;
            case 7:
                parts[place] = (from, part with { Timestamp = part.Timestamp + 1 });
                break;
            case 8:
                parts = [.. parts.Select(item => (item.From, item.Part with { Timestamp = 5 }))];
                break;
            case 9:
                parts[place] = (from, part with { Transactions = [.. part.Transactions, .. part.Transactions] });
                break;
            case 10:
                parts[place] = (from, part with { Height = part.Height + 1 });
                break;
            case 11:
                // More than a block has.
                parts.AddRange(Enumerable.Range(parts.Count, 60).Select(number =>
                    (from, part with { Number = number, Transactions = [.. Enumerable.Repeat(part.Transactions[0], 256)] })));
                break;
            case 12:
                parts[place] = (from, part with { Transactions = part.Transactions.SetItem(0, part.Transactions[0] with { Form = 5 }) });
                break;
            default:
                break;
        }

        return parts;
    }

    private DraftPart PartOf(ProposedBlock block, int number, int begin, int count) => new(
        1, chain.Tip, block.Timestamp, number,
        [.. block.Transactions.Skip(begin).Take(count).Select(DraftedTransaction.Of)]);

    private (BlockHeader? Header, string? Refusal) Executed(Verdict verdict, ProposalExecution? begun)
    {
        PreparedBlock? block = chain.Builder.Execute(
            Parent(chain), verdict.Proposal, verdict.Bytes, isVouchedFor: false, begun, out string? refusal, CancellationToken.None);
        return (block?.Block.Header, refusal);
    }

    private Verdict Judge(ProposedBlock proposal)
    {
        byte[] bytes = proposal.Encode();
        PreparedBlock? block =
            chain.Builder.Execute(Parent(chain), proposal, bytes, isVouchedFor: false, out string? refusal, CancellationToken.None);
        return new Verdict(proposal, bytes, block?.Block.Header, refusal);
    }

    private Drafts Open(TransactionPool pool) =>
        new(chain.Builder, pool, chain.Rules, _ => Peer, Self, new DraftLimits(), TimeProvider.System, NullLogger.Instance);

    private void Stand(Drafts drafts) => Stand(drafts, chain);

    private static void Stand(Drafts drafts, TestChain on) =>
        drafts.BeginOn(on.Tip, Parent(on), Nothing);

    private static BlockParent Parent(TestChain chain)
    {
        ChainStore store = chain.Store;
        return new BlockParent(store.Header(0)!, store.State, store.Commitment, number => store.Header(number)!.Hash, () => 0);
    }

    private static TransactionPool PoolOf(IEnumerable<SubmittedTransaction> transactions)
    {
        TransactionPool pool = new(new MempoolOptions(), TimeProvider.System);
        Assert.All(transactions, transaction => Assert.Null(pool.Add(transaction, _ => 0)));
        return pool;
    }

    // Five that are valid, and some that are refused: a forged transaction whose hash is that of a good one, a wrong nonce, another class
    // than the one declared, a transaction twice.
    private static IEnumerable<ProposedBlock> Proposals()
    {
        SubmittedTransaction[] some =
        [
            Signed.Transfer(0, 0), Signed.Transfer(0, 1), Signed.Call(1, 0, "fib", 40), Signed.Transfer(2, 0, to: Peer),
            Signed.Transfer(0, 2),
            Signed.Transfer(3, 0, amount: UInt128.MaxValue), Signed.Call(2, 1, "fib", 30), Signed.Transfer(4, 0), Signed.Transfer(4, 1),
        ];
        yield return Of(some);
        yield return Of(some[..5]);
        yield return Of([some[2], some[0], some[1], some[3], Declare(true)]);
        yield return Of([some[7], some[8], some[0]]);
        yield return Of([some[0], Declare(true), some[2]]);
        yield return Of([some[0], Signed.Transfer(0, 1, signer: 3), some[2]]);
        yield return Of([some[0], some[4], some[1], some[2]]);
        yield return Of([some[0], Declare(false), some[2]]);
        yield return Of([.. some, some[0]]);

        static ProposedBlock Of(SubmittedTransaction[] transactions) => new(1, Time, Peer, [.. transactions]);
    }

    private static SubmittedTransaction Declare(bool isWhole)
    {
        Starknet.Classes.SierraClass declared = ChainContracts.Demo.Class with { Abi = "[]" };
        DeclareTransaction declare = new()
        {
            SenderAddress = DevelopmentAccounts.All[6].Address,
            Nonce = 0,
            ClassHash = Starknet.Classes.ClassHash.Compute(declared),
            CompiledClassHash = ChainContracts.Demo.CompiledClassHash,
            ResourceBounds = Signed.Bounds(),
        };

        // The hash binds the class hash; the class beside it is another one.
        return Signed.Sign(declare, DevelopmentAccounts.All[6].PrivateKey!.Value) with
        {
            Class = isWhole ? declared : ChainContracts.UniversalDeployer.Class,
        };
    }

    private sealed record Verdict(ProposedBlock Proposal, byte[] Bytes, BlockHeader? Header, string? Refusal);
}
