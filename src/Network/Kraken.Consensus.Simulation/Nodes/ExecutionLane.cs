using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus.Engine;
using Kraken.Consensus.Engine.Machine;
using Kraken.Consensus.Simulation.Chain;
using Kraken.Consensus.Simulation.Clock;
using Kraken.Consensus.Simulation.Storage;

namespace Kraken.Consensus.Simulation.Nodes;

/// <summary>The lane that executes: builds, checks and commits, one after the other. A job that is cancelled is answered at once.</summary>
internal sealed class ExecutionLane
{
    private const long AnswerTime = 20;

    private readonly World world;
    private readonly SimulatedNode node;
    private readonly NodeProcess process;
    private readonly SeededRandom random;
    private readonly LinkedList<Job> jobs = [];
    private readonly HashSet<long> cancelledBefore = [];
    private Job? current;
    private long latest;
    private int retries;

    public ExecutionLane(World world, SimulatedNode node, NodeProcess process)
    {
        this.world = world;
        this.node = node;
        this.process = process;
        random = world.Numbers("executor", node.Index);
    }

    /// <summary>Jobs that are not answered, and commits that are tried again later.</summary>
    public int Waiting => jobs.Count + (current is null ? 0 : 1) + retries;

    public void Add(EngineEffect effect)
    {
        switch (effect)
        {
            case EngineEffect.Build build:
                Add(effect, build.Ticket);
                break;
            case EngineEffect.Check check:
                Add(effect, check.Ticket);
                break;
            case EngineEffect.RetryCommit retry:
                retries++;
                process.After(Microseconds.Of(retry.Delay), () =>
                {
                    retries--;
                    jobs.AddLast(new Job(new EngineEffect.Commit(retry.Decision, retry.Blocks), 0));
                    Next();
                });
                break;
            default:
                jobs.AddLast(new Job(effect, 0));
                break;
        }

        Next();
    }

    public void Cancel(long ticket)
    {
        if (current is { IsCancelled: false } running && running.Ticket == ticket)
        {
            running.IsCancelled = true;
            process.After(AnswerTime, () => Finish(running, Cancelled(running)));
        }

        if (jobs.FirstOrDefault(job => job.Ticket == ticket) is { } waiting)
        {
            waiting.IsCancelled = true;
        }
        else if (ticket > latest)
        {
            // Its attempt is not on record yet.
            cancelledBefore.Add(ticket);
        }
    }

    private void Add(EngineEffect effect, long ticket)
    {
        latest = ticket;
        jobs.AddLast(new Job(effect, ticket) { IsCancelled = cancelledBefore.Remove(ticket) });
    }

    private static EngineEvent Cancelled(Job job) =>
        job.Effect is EngineEffect.Build
            ? new EngineEvent.Built(job.Ticket, null)
            : new EngineEvent.Checked(job.Ticket, BlockVerdict.Cancelled);

    private void Next()
    {
        if (current is not null || jobs.First is not { } first)
        {
            return;
        }

        jobs.RemoveFirst();
        Job job = current = first.Value;
        if (job.IsCancelled)
        {
            process.After(AnswerTime, () => Finish(job, Cancelled(job)));
            return;
        }

        SimulatedBlock? block = job.Effect is EngineEffect.Check check ? SimulatedBlock.Decode(check.Request.Bytes.Span) : null;
        int transactions = block?.Transactions.Count ?? node.Pool.Count;
        long time = job.Effect is EngineEffect.Commit
            ? node.Profile.Commit
            : node.Profile.Execute + (node.Profile.Execute * Math.Min(transactions, SimulatedBlock.MaxTransactions) / 10);
        process.After(random.Between(time / 2, time), () =>
        {
            if (!job.IsCancelled)
            {
                Finish(job, Run(job.Effect, block));
            }
        });
    }

    private void Finish(Job job, EngineEvent? answer)
    {
        if (current != job)
        {
            return;
        }

        current = null;
        if (answer is not null)
        {
            process.Handle(answer);
        }

        Next();
    }

    /// <summary>Executes; null when the process did not survive it.</summary>
    private EngineEvent? Run(EngineEffect effect, SimulatedBlock? block)
    {
        switch (effect)
        {
            case EngineEffect.Build build:
                return Build(build);
            case EngineEffect.Check check:
                if (Kills(block?.Transactions ?? []))
                {
                    return null;
                }

                bool throws = random.Chance(node.Profile.ExecutionFailure)
                    || block?.Transactions.Any(transaction => transaction.Kind == TransactionKind.Poison) == true;
                bool isUnseen = node.Profile.IsBlind && !check.Request.IsVouchedFor && block?.Transactions.Count > 0;
                string? fault = isUnseen ? "it holds what is not seen" : node.Chain.Fault(check.Request, node.OwnTime);
                return new EngineEvent.Checked(
                    check.Ticket, throws ? BlockVerdict.Failed : fault is null ? BlockVerdict.Valid : BlockVerdict.Invalid);
            case EngineEffect.Commit commit:
                return Commit(commit);
            default:
                throw new InvalidOperationException($"{effect.GetType().Name} is none of this lane's");
        }
    }

    private EngineEvent.Built? Build(EngineEffect.Build build)
    {
        IReadOnlyList<SimulatedTransaction> transactions = build.Request.Minimal
            ? []
            : node.Pool.Next(SimulatedBlock.MaxTransactions, world.Limits.MaxBlockBytes / 2);
        if (Kills(transactions))
        {
            return null;
        }

        if (transactions.FirstOrDefault(transaction =>
            transaction.Kind == TransactionKind.Poison) is { Kind: TransactionKind.Poison } poison)
        {
            // The builder knows what it executed when it threw, sets that aside and reports it.
            node.Pool.Reject(poison.Id);
            return new EngineEvent.Built(build.Ticket, null);
        }

        if (random.Chance(node.Profile.ExecutionFailure))
        {
            return new EngineEvent.Built(build.Ticket, null);
        }

        SimulatedBlock? built = node.Chain.Build(build.Request, node.Self, node.OwnTime, transactions);
        return new EngineEvent.Built(build.Ticket, built is null ? null : new BuiltBlock(built.Value, built.Encode()));
    }

    private EngineEvent.Committed Commit(EngineEffect.Commit commit)
    {
        if (random.Chance(node.Profile.CommitFailure))
        {
            return new EngineEvent.Committed(commit.Decision.Height, CommitOutcome.Failed);
        }

        bool isNew = commit.Decision.Height > node.Chain.Tip.Height;
        CommitOutcome outcome = node.Chain.Commit(commit.Decision, commit.Blocks);
        if (outcome == CommitOutcome.Done && isNew)
        {
            if (node.IsHonest)
            {
                if (world.Options.ChecksRules)
                {
                    Checks.DecisionRules.Check(world, node, commit.Decision);
                }

                world.Agreed.Committed(node.Index, commit.Decision.Height, commit.Decision.Values[^1], commit.Blocks[^1].ToArray());
            }

            node.Pool.Remove(SimulatedBlock.Decode(commit.Blocks[^1].Span)!.Transactions);
        }

        return new EngineEvent.Committed(commit.Decision.Height, outcome);
    }

    private bool Kills(IEnumerable<SimulatedTransaction> transactions)
    {
        if (transactions.FirstOrDefault(transaction => transaction.Kind == TransactionKind.Deadly) is not { Kind: TransactionKind.Deadly })
        {
            return false;
        }

        node.Crash(TailLoss.None);
        world.Clock.After(200 * Microseconds.PerMillisecond, node.Start);
        return true;
    }

    private sealed record Job(EngineEffect Effect, long Ticket)
    {
        public bool IsCancelled { get; set; }
    }
}
