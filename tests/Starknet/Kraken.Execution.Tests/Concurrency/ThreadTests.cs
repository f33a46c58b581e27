using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Concurrency;
using Kraken.Execution.Limits;
using Xunit;

namespace Kraken.Execution.Tests.Concurrency;

/// <summary>What other threads do, and that they end.</summary>
public sealed class ThreadTests
{
    [Fact]
    public void FreeThreadsGiveTheSequentialBlock()
    {
        for (int seed = 500_000; seed < 501_500; seed++)
        {
            ScriptedBlock block = new(seed);
            int threads = 2 + (seed % 7);
            Assert.Equal(BlockText.OfWhole(block), BlockText.OfWhole(block, threads, null));
            Assert.Equal(BlockText.OfWhatFits(block), BlockText.OfWhatFits(block, threads, null));
        }
    }

    [Theory]
    [InlineData(1, 25, 0)]
    [InlineData(8, 3, 0)]
    [InlineData(8, 4, 3)]
    [InlineData(3, 25, 2)]
    public void OneThreadOrFewTransactionsTakeNoOther(int threads, int count, int others)
    {
        ConcurrentDictionary<int, bool> seen = new();
        ThreadCount counting = new();
        ScriptedBlock block = Largest();
        BlockRun run = block.Begin(new ClassRegistry());
        using (OptimisticRun ahead = new(run, count, At, threads, null, others == 0 ? null : counting))
        {
            Assert.Equal(others == 0 ? 0 : others + 1, counting.Reached(others));
            Assert.Null(Record.Exception(() => ahead.Begin(0)));
        }

        Assert.True(others > 0 || seen.Keys.All(thread => thread == Environment.CurrentManagedThreadId));

        Transactions.ExecutableTransaction At(int index)
        {
            seen[Environment.CurrentManagedThreadId] = true;
            return block.At(index);
        }
    }

    [Fact]
    public void NothingRunsAnyMoreWhenACancelledBlockReturns()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            using CancellationTokenSource source = new();
            int started = 0;
            int cancelAt = seed % 20;
            ScriptedBlock block = new(seed)
            {
                Started = () =>
                {
                    if (Interlocked.Increment(ref started) == cancelAt)
                    {
                        source.Cancel();
                    }
                },
            };
            BlockRun run = block.Begin(new ClassRegistry());
            using ExecutionBudget budget = new(cancellation: source.Token);
            BlockRefusal? refusal = null;
            Exception? end = Record.Exception(() => refusal = run.ExecuteAll(block.Count, block.At, 4, budget, source.Token));
            int atTheEnd = Volatile.Read(ref started);
            Assert.Equal(run.Count < block.Count, end is not null || refusal is not null);

            // Runs that were given up have ended, and no other begins.
            run.Execute(block.At(0) with { Refusal = new(Transactions.RejectionKind.InvalidNonce, "none") });
            Assert.Equal(atTheEnd, Volatile.Read(ref started));
        }
    }

    [Fact]
    public void ARunThatNobodyNeedsIsStoppedAtTheEnd()
    {
        // Behind the first, which is rejected, each would run for an hour if it were not stopped. The calling thread runs none of
        // them to its end.
        using ManualResetEventSlim running = new();
        int caller = Environment.CurrentManagedThreadId;
        int ended = 0;
        ScriptedBlock block = Largest();
        BlockRun run = new(
            Chain.OwnChain.Context(30), block.Parent, static _ => 0xabc, new ClassRegistry(), block.Bounds)
        {
            Runner = (transaction, state, classes, budget) =>
            {
                if (transaction.Transaction.Hash == Kraken.Fields.Felt.One)
                {
                    running.Wait();
                    return new Transactions.RejectedOutcome(new(Transactions.RejectionKind.InvalidNonce, "the first"));
                }

                if (Environment.CurrentManagedThreadId == caller)
                {
                    running.Wait();
                    throw new InvalidOperationException("it gives way");
                }

                running.Set();
                try
                {
                    for (long start = Environment.TickCount64; Environment.TickCount64 - start < 3_600_000;)
                    {
                        budget!.Check();
                    }

                    throw new InvalidOperationException("it was not stopped");
                }
                finally
                {
                    Interlocked.Increment(ref ended);
                }
            },
        };
        BlockRefusal? refusal = run.ExecuteAll(8, index => block.At(index) with { Refusal = null }, 3);
        Assert.Equal("the first", refusal!.Reason);
        Assert.True(Volatile.Read(ref ended) >= 1);
        Assert.Empty(run.State.ChangesSince(run.State.Checkpoint));
    }

    [Fact]
    public void ACancelledCallIsNotHeldByARunAhead()
    {
        using CancellationTokenSource source = new();
        int caller = Environment.CurrentManagedThreadId;
        ScriptedBlock block = Largest();
        BlockRun run = new(
            Chain.OwnChain.Context(30), block.Parent, static _ => 0xabc, new ClassRegistry(), block.Bounds)
        {
            Runner = (transaction, state, classes, budget) =>
            {
                if (Environment.CurrentManagedThreadId == caller)
                {
                    source.Cancel();
                }

                for (long start = Environment.TickCount64; Environment.TickCount64 - start < 3_600_000;)
                {
                    budget!.Check();
                }

                throw new InvalidOperationException("it was not stopped");
            },
        };
        using ExecutionBudget budget = new(cancellation: source.Token);
        Exception? end = Record.Exception(
            () => run.ExecuteAll(8, index => block.At(index) with { Refusal = null }, 3, budget, source.Token));
        Assert.True(end is OperationCanceledException or ExecutionInterruptedException, $"{end}");
    }

    private static ScriptedBlock Largest() =>
        Enumerable.Range(0, 100).Select(seed => new ScriptedBlock(seed)).First(block => block.Count == 25);

    // Counts the threads that take part, and holds nobody.
    private sealed class ThreadCount : IInterleaving
    {
        private readonly HashSet<int> threads = [];

        public void Enter()
        {
            lock (threads)
            {
                threads.Add(Environment.CurrentManagedThreadId);
                Monitor.PulseAll(threads);
            }
        }

        public void Step()
        {
        }

        public void Idle() => Thread.Yield();

        public void Leave()
        {
        }

        internal int Reached(int others)
        {
            lock (threads)
            {
                while (threads.Count < (others == 0 ? 0 : others + 1))
                {
                    Monitor.Wait(threads);
                }

                return threads.Count;
            }
        }
    }
}
