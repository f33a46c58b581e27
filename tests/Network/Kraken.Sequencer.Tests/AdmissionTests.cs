using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus;
using Kraken.Consensus.Engine;
using Kraken.Execution.Limits;
using Kraken.Fields;
using Kraken.Mempool;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;
using Kraken.State.Store;
using Xunit;

namespace Kraken.Sequencer.Tests;

/// <summary>Users' transactions and those of other validators come through the same checks, and nothing in them is believed.</summary>
public sealed class AdmissionTests : IDisposable
{
    private const ulong Strk = 1_000_000_000_000_000_000;

    private static readonly PredeployedAccount Attacker = DevelopmentAccounts.All[7];

    private readonly TestChain chain = new(1);

    public void Dispose() => chain.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ADeploymentAtAForeignAddressEntersNeitherPoolNorBlock(bool system)
    {
        // The victim was funded and is not deployed yet; the attacker deploys a key of its own there.
        Felt victim = system ? 0x1 : Signed.Deployment(DevelopmentAccounts.All[3].PublicKey, 77).ContractAddress;
        await FundAsync(victim);
        SubmittedTransaction forged =
            Signed.Sign(Signed.Deployment(Attacker.PublicKey, 1) with { ContractAddress = victim }, Attacker.PrivateKey!.Value);
        byte[] encoded = new TransactionDecoder(ChainId.Sepolia).Encode(forged);
        Assert.True(chain.Decoder.TryDecode(encoded, out SubmittedTransaction? decoded));
        Assert.Equal(Signed.Deployment(Attacker.PublicKey, 1).ContractAddress, decoded!.Transaction.Sender);
        Assert.NotNull(chain.Admission.AdmitForeign(decoded));
        Assert.Equal(0, chain.Pool.Count);
        ulong height = chain.Store.LatestNumber!.Value + 1;
        ProposedBlock block = new(height, chain.Store.Header(height - 1)!.Timestamp, 1, [forged]);
        Assert.True(ProposedBlock.TryDecode(block.Encode(), chain.Decoder, out ProposedBlock? proposed));
        Assert.NotEqual(victim, proposed!.Transactions[0].Transaction.Sender);
        Assert.NotNull(chain.Check(height, new BuiltBlock(new ValueId(1), block.Encode()), new ValidatorId(1)));
        await chain.CommitNextAsync();
        Assert.True(chain.Store.State.ClassHashAt(victim).IsZero);
    }

    [Fact]
    public void ADeclaredClassHashIsComputed()
    {
        DeclareTransaction declare = new()
        {
            SenderAddress = Attacker.Address,
            Nonce = 0,
            ClassHash = ChainContracts.Account.ClassHash,
            CompiledClassHash = ChainContracts.Demo.CompiledClassHash,
            ResourceBounds = Signed.Bounds(),
        };
        byte[] encoded = new TransactionDecoder(ChainId.Sepolia).Encode(new SubmittedTransaction(declare, ChainContracts.Demo.Class));
        Assert.True(chain.Decoder.TryDecode(encoded, out SubmittedTransaction? decoded));
        Assert.Equal(ChainContracts.Demo.ClassHash, Assert.IsType<DeclareTransaction>(decoded!.Transaction).ClassHash);
        Assert.Equal(SubmissionErrorKind.ClassAlreadyDeclared, chain.Admission.AdmitForeign(decoded)?.Kind);
    }

    [Fact]
    public async Task AForgedReplacementEvictsNothing()
    {
        SubmittedTransaction genuine = Signed.Transfer(0, 0, tip: 100);
        Assert.Null(await chain.Admission.SubmitAsync(genuine, CancellationToken.None));
        SubmittedTransaction forged = Signed.Transfer(0, 0, signer: 7, price: 200_000_000_000, tip: 200);
        Assert.Equal(SubmissionErrorKind.ValidationFailure, chain.Admission.AdmitForeign(forged)?.Kind);
        Assert.NotNull(chain.Pool.Find(genuine.Transaction.Hash));
        Assert.Null(chain.Admission.AdmitForeign(Signed.Transfer(0, 0, price: 200_000_000_000, tip: 200)));
        Assert.Null(chain.Pool.Find(genuine.Transaction.Hash));
        Assert.Contains("replaced", chain.Admission.FindRejection(genuine.Transaction.Hash)!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheFirstInvokeOfAWaitingDeploymentIsValidatedOnIt()
    {
        PredeployedAccount owner = DevelopmentAccounts.All[3];
        DeployAccountTransaction deployment = Signed.Deployment(owner.PublicKey, 77);
        InvokeTransaction first = (InvokeTransaction)Signed.Transfer(3, 1).Transaction with { SenderAddress = deployment.ContractAddress };
        await FundAsync(deployment.ContractAddress);
        Assert.NotNull(await chain.Admission.SubmitAsync(Signed.Sign(first, owner.PrivateKey!.Value), CancellationToken.None));
        Assert.Null(await chain.Admission.SubmitAsync(Signed.Sign(deployment, owner.PrivateKey!.Value), CancellationToken.None));
        Assert.Equal(
            SubmissionErrorKind.ValidationFailure,
            (await chain.Admission.SubmitAsync(Signed.Sign(first, Attacker.PrivateKey!.Value), CancellationToken.None))?.Kind);
        Assert.Null(await chain.Admission.SubmitAsync(Signed.Sign(first, owner.PrivateKey!.Value), CancellationToken.None));
        await chain.CommitNextAsync();
        Assert.Equal((Felt)2, chain.Store.State.NonceAt(deployment.ContractAddress));
    }

    [Fact]
    public async Task WhatDependsOnTheStateIsCheckedBeforeAnythingRuns()
    {
        Assert.Equal(SubmissionErrorKind.ValidationFailure, await RefusalAsync(Signed.Transfer(0, 0, price: 999_999_999)));
        Assert.Equal(SubmissionErrorKind.InvalidNonce, await RefusalAsync(Signed.Transfer(0, 201)));
        DeclareTransaction declare =
            LargestTransactions.Declare(2) with { SenderAddress = Attacker.Address, Nonce = 1, Tip = 0, ResourceBounds = Signed.Bounds() };
        Assert.Equal(
            SubmissionErrorKind.InvalidNonce,
            await RefusalAsync(LargestTransactions.Complete(declare, LargestTransactions.Class(10, 20_000, "a"))));
        DeployAccountTransaction deploy = Signed.Deployment(Attacker.PublicKey, 1) with { Nonce = 1 };
        Assert.Equal(SubmissionErrorKind.InvalidNonce, await RefusalAsync(Signed.Sign(deploy, Attacker.PrivateKey!.Value)));

        // The same class at the right nonce comes as far as the compiler if the account wants it, and without its signature not so far.
        long compilations = chain.Compiler.Compilations;
        SubmittedTransaction unsigned =
            LargestTransactions.Complete(declare with { Nonce = 0 }, LargestTransactions.Class(10, 20_000, "a"));
        Assert.Equal(SubmissionErrorKind.ValidationFailure, await RefusalAsync(unsigned));
        Assert.Equal(compilations, chain.Compiler.Compilations);
        SubmittedTransaction signed = Signed.Sign(unsigned.Transaction, Attacker.PrivateKey!.Value) with { Class = unsigned.Class };
        SubmissionError? refused = await chain.Admission.SubmitAsync(signed, CancellationToken.None);
        Assert.Equal((SubmissionErrorKind.CompilationFailed, true), (refused!.Kind, refused.IsPermanent));
        int most = new ChainLimits().Class.MaxJsonBytes;
        Assert.Equal(
            SubmissionErrorKind.ClassTooLarge,
            await RefusalAsync(LargestTransactions.Complete(declare with { Nonce = 0 }, LargestTransactions.Class(10, most + 1, "a"))));
    }

    [Fact]
    public async Task ARefusedTransactionOfABlockTakesNoSuccessorAndLeavesItsReason()
    {
        // Alone each is affordable; after the first the second is not.
        UInt128 balance = DevelopmentAccounts.Balance;
        SubmittedTransaction all = Signed.Transfer(4, 0, amount: balance - ((UInt128)250 * Strk));
        SubmittedTransaction poor = Signed.Transfer(4, 1, price: 900_000_000_000_000);
        SubmittedTransaction third = Signed.Transfer(4, 2);
        foreach (SubmittedTransaction transaction in (SubmittedTransaction[])[all, poor, third])
        {
            Assert.Null(await chain.Admission.SubmitAsync(transaction, CancellationToken.None));
        }

        await chain.CommitNextAsync();
        Assert.Equal([all.Transaction.Hash], chain.Store.Block(1)!.Transactions.Select(transaction => transaction.Hash));
        Assert.Contains("balance", chain.Admission.FindRejection(poor.Transaction.Hash)!, StringComparison.OrdinalIgnoreCase);
        Assert.NotNull(chain.Admission.FindPending(third.Transaction.Hash));
        Assert.Null(await chain.Admission.SubmitAsync(Signed.Transfer(4, 1), CancellationToken.None));
        await chain.CommitNextAsync();
        Assert.NotNull(chain.Store.Find(third.Transaction.Hash));
        Assert.Equal(0, chain.Pool.Count);
    }

    // Busy from the first waiting transaction on.
    [Fact]
    public async Task ABusyNodeRefusesUsersBeforeItValidatesAndPeersNot()
    {
        using TestChain busy = new(1, pool: new MempoolOptions { BusyCount = 1, MaxWait = TimeSpan.Zero });
        SubmittedTransaction first = Signed.Transfer(0, 0);
        Assert.Null(await busy.Admission.SubmitAsync(first, CancellationToken.None));
        foreach (SubmittedTransaction next in (SubmittedTransaction[])[Signed.Transfer(1, 0), Signed.Transfer(1, 0, signer: 7)])
        {
            Assert.Equal(SubmissionErrorKind.Busy, (await busy.Admission.SubmitAsync(next, CancellationToken.None))?.Kind);
        }

        Assert.Equal(SubmissionErrorKind.Duplicate, (await busy.Admission.SubmitAsync(first, CancellationToken.None))?.Kind);
        Assert.Null(busy.Admission.AdmitForeign(Signed.Transfer(1, 0)));
        Assert.Null(await busy.Admission.SubmitAsync(
            Signed.Transfer(0, 0, price: 200_000_000_000, tip: 200), CancellationToken.None));
        Assert.True(busy.Admission.AdmitAgain(Signed.Transfer(2, 0)));
    }

    [Fact]
    public void OnlyWhatNoHonestNodeTakesIsPermanent()
    {
        Assert.True(chain.Admission.AdmitForeign(LargestTransactions.Complete(LargestTransactions.Invoke(5_001, 1)))!.IsPermanent);

        // A key may have been changed since another validator took it, and a balance spent.
        SubmissionError forged = chain.Admission.AdmitForeign(Signed.Transfer(0, 0, signer: 7))!;
        Assert.Equal((SubmissionErrorKind.ValidationFailure, false), (forged.Kind, forged.IsPermanent));
        SubmissionError poor = chain.Admission.AdmitForeign(Signed.Transfer(0, 0, price: UInt128.MaxValue / 1_000_000_000_000))!;
        Assert.Equal((SubmissionErrorKind.InsufficientBalance, false), (poor.Kind, poor.IsPermanent));
        Assert.False(chain.Admission.AdmitForeign(Signed.Transfer(0, 201))!.IsPermanent);
    }

    [Fact]
    public async Task ValidationTakesNoThreadThatTimersAndConnectionsNeed()
    {
        ThreadNotingClock clock = new();
        using TestChain noted = new(1, rules => rules with { TransactionClock = clock });
        Assert.Null(await noted.Admission.SubmitAsync(Signed.Transfer(0, 0), CancellationToken.None));
        Assert.True(clock.Asked > 0);
        Assert.Equal(0, clock.AskedByPool);
    }

    [Fact]
    public void AThreadThatIsNotThePoolsValidatesWhatItSubmits()
    {
        ThreadNotingClock clock = new();
        using TestChain noted = new(1, rules => rules with { TransactionClock = clock });
        Task<SubmissionError?>? submission = null;
        Thread own = new(() => submission = noted.Admission.SubmitAsync(Signed.Transfer(0, 0), CancellationToken.None));
        clock.Noted = own;
        own.Start();
        own.Join();
        Assert.True(submission!.IsCompletedSuccessfully);
        Assert.Equal(1, noted.Pool.Count);
        Assert.True(clock.AskedByNoted > 0);
        Assert.Equal(clock.Asked, clock.AskedByNoted);
    }

    [Fact]
    public async Task AValidationThatTakesTooMuchMemoryIsGivenUp()
    {
        using TestChain narrow = new(1, rules => rules with { TransactionCells = 1_000 });
        SubmissionError? error = await narrow.Admission.SubmitAsync(Signed.Transfer(0, 0), CancellationToken.None);
        Assert.Contains("more than 1000 memory cells", error!.Message, StringComparison.Ordinal);

        // One that is only too large to run beside others runs alone.
        using TestChain wide = new(1, rules => rules with { ValidationCells = 1_000 });
        SubmissionError?[] errors = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(account => wide.Admission.SubmitAsync(Signed.Transfer(account, 0), CancellationToken.None)));
        Assert.All(errors, Assert.Null);
    }

    [Fact]
    public void LargeValidationsRunOneAtATime()
    {
        MeetingClock clock = new();
        using (TestChain narrow = new(1, rules => rules with { TransactionCells = 1_000, TransactionClock = clock }))
        {
            Assert.NotNull(narrow.Admission.AdmitForeign(Signed.Transfer(0, 0)));
        }

        clock.ExpectLarge();
        using TestChain wide = new(1, rules => rules with { ValidationCells = 1_000, TransactionClock = clock });
        Thread[] threads =
            [.. Enumerable.Range(0, 2).Select(account => new Thread(() => wide.Admission.AdmitForeign(Signed.Transfer(account, 0))))];
        clock.Other = thread => threads.First(other => other != thread);
        Array.ForEach(threads, thread => thread.Start());
        Assert.All(threads, thread => Assert.True(thread.Join(TimeSpan.FromMinutes(1))));
        Assert.Equal(2, wide.Pool.Count);
        Assert.Equal(2, clock.Large);
        Assert.False(clock.HaveMet);
    }

    [Fact]
    public async Task BlocksThatComeWhileATransactionIsValidatedDoNotRefuseIt()
    {
        // The state that the validation began on is dropped before the account's code is read.
        HookedClock clock = new();
        using TestChain young = new(1, rules => rules with { TransactionClock = clock }, retention: StateRetention.Newest(2));
        clock.Next = () => Commit(3);
        Assert.Null(await young.Admission.SubmitAsync(Signed.Transfer(0, 0), CancellationToken.None));
        Assert.Equal(3UL, young.Store.LatestNumber);

        // What was accepted before a restart is taken again however fast the node catches up.
        clock.Next = () => Commit(3);
        Assert.True(young.Admission.AdmitAgain(Signed.Transfer(1, 0)));

        // One that can never be validated in time is refused with a reason.
        clock.IsSteady = true;
        clock.Next = () => Commit(3);
        Assert.False(young.Admission.AdmitAgain(Signed.Transfer(2, 0)));
        string? reason = young.Admission.FindRejection(Signed.Transfer(2, 0).Transaction.Hash);
        Assert.StartsWith("after a restart of the node: blocks come faster", reason, StringComparison.Ordinal);

        void Commit(int blocks)
        {
            for (int i = 0; i < blocks; i++)
            {
                ulong height = young.Store.LatestNumber!.Value + 1;
                BuildRequest empty = new(height, 0, young.Tip, Minimal: true);
                young.Commit(height, young.Application.Build(empty, CancellationToken.None));
            }
        }
    }

    [Fact]
    public async Task AValidationThatTakesTooLongIsGivenUp()
    {
        SettableClock clock = new() { Step = TimeSpan.FromMilliseconds(1) };
        using TestChain impatient = new(1, rules => rules with { ValidationTime = TimeSpan.FromMilliseconds(1) }, clock);
        SubmissionError? refused = await impatient.Admission.SubmitAsync(Signed.Transfer(0, 0), CancellationToken.None);
        Assert.Contains("takes too much of this node", refused!.Message, StringComparison.Ordinal);
        Assert.Equal(0, impatient.Pool.Count);
    }

    [Fact]
    public async Task TimeThatAnAccountDoesNotRunIsNotHeldAgainstIt()
    {
        // An hour passes at every look at the wall clock: the machine is as good as suspended.
        SettableClock clock = new() { Step = TimeSpan.FromHours(1) };
        using TestChain suspended = new(
            1, rules => rules with { ValidationTime = TimeSpan.FromSeconds(30), TransactionClock = ThreadTimeProvider.Instance }, clock);
        Assert.Null(await suspended.Admission.SubmitAsync(Signed.Transfer(0, 0), CancellationToken.None));
    }

    private async Task<SubmissionErrorKind?> RefusalAsync(SubmittedTransaction transaction) =>
        (await chain.Admission.SubmitAsync(transaction, CancellationToken.None))?.Kind;

    private async Task FundAsync(Felt address)
    {
        Assert.Null(
            await chain.Admission.SubmitAsync(Signed.Transfer(5, 0, to: address, amount: (UInt128)1_000 * Strk), CancellationToken.None));
        await chain.CommitNextAsync();
    }

    private sealed class ThreadNotingClock : TimeProvider
    {
        private int asked;
        private int askedByPool;
        private int askedByNoted;

        public Thread? Noted { get; set; }

        public int AskedByNoted => askedByNoted;

        public int Asked => asked;

        public int AskedByPool => askedByPool;

        public override long GetTimestamp()
        {
            Interlocked.Increment(ref asked);
            if (Thread.CurrentThread.IsThreadPoolThread)
            {
                Interlocked.Increment(ref askedByPool);
            }

            if (Thread.CurrentThread == Noted)
            {
                Interlocked.Increment(ref askedByNoted);
            }

            return base.GetTimestamp();
        }
    }

    /// <summary>
    /// Holds the first of two threads that begins a large validation until the other one has begun its own as well, or waits for it to end.
    /// A validation is large from the look at the clock on that follows as many as there were before one was found to be.
    /// </summary>
    private sealed class MeetingClock : TimeProvider
    {
        private readonly ConcurrentDictionary<Thread, int> asked = [];
        private int small = int.MaxValue;
        private int large;

        public Func<Thread, Thread>? Other { get; set; }

        public int Large => large;

        public bool HaveMet { get; private set; }

        public void ExpectLarge()
        {
            Assert.True(asked.TryRemove(Thread.CurrentThread, out small));
        }

        public override long GetTimestamp()
        {
            Thread self = Thread.CurrentThread;
            if (asked.AddOrUpdate(self, 1, static (_, count) => count + 1) == small + 1L && Interlocked.Increment(ref large) == 1)
            {
                Thread other = Other!(self);
                Assert.True(SpinWait.SpinUntil(
                    () => Volatile.Read(ref large) > 1
                        || (asked.GetValueOrDefault(other) == small && other.ThreadState.HasFlag(ThreadState.WaitSleepJoin)),
                    TimeSpan.FromSeconds(30)));
                HaveMet = Volatile.Read(ref large) > 1;
            }

            return base.GetTimestamp();
        }
    }

    /// <summary>Does something when it is asked, once or each time.</summary>
    private sealed class HookedClock : TimeProvider
    {
        public Action? Next { get; set; }

        public bool IsSteady { get; set; }

        public override long GetTimestamp()
        {
            Action? next = Next;
            Next = null;
            next?.Invoke();
            Next = IsSteady ? next : null;
            return base.GetTimestamp();
        }
    }
}
