using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Farm.Jobs;
using Kraken.Farm.Proving;
using Kraken.Fields;
using Kraken.Proofs.Ranges;
using Kraken.Proofs.Tests;
using Kraken.Watcher.Ranges;

namespace Kraken.Watcher.Tests.Ranges;

/// <summary>Stands in for the node's witnesses and for the prover where the order of work is tested, not the proof.</summary>
internal sealed class ScriptedRangeProver : IRangeProver, IWitnessReader
{
    /// <summary>The blocks of each attempt to prove.</summary>
    public List<string> Attempts { get; } = [];

    /// <summary>What becomes of an attempt; null for a proof.</summary>
    public Func<BlockSpan, RangeOutcome?> Outcome { get; set; } = _ => null;

    /// <summary>Told of each witness that is read.</summary>
    public Action<BlockSpan> Reading { get; set; } = _ => { };

    /// <summary>What is found wrong with entries of the store.</summary>
    public Func<StoredRange, string?> Problem { get; set; } = _ => null;

    public Felt Genesis { get; set; } = 77;

    public Felt ProgramHash { get; set; } = 99;

    public string Parameters => "scripted";

    public ulong MaxCells { get; set; } = 1_000_000_000;

    public Task<ReadWitness> ReadAsync(BlockSpan blocks, CancellationToken cancellation)
    {
        Reading(blocks);
        return Task.FromResult(new ReadWitness(new byte[] { (byte)blocks.First, (byte)blocks.Last }, DateTimeOffset.UnixEpoch));
    }

    public Task<RangeOutcome> ProveAsync(
        RangeJob job, ReadOnlyMemory<byte> witness, IProgress<string> progress, CancellationToken cancellation)
    {
        BlockSpan blocks = new(job.FirstBlock, job.LastBlock);
        Attempts.Add(blocks.First == blocks.Last ? $"{blocks.First}" : $"{blocks.First}-{blocks.Last}");
        progress.Report("proving");
        cancellation.ThrowIfCancellationRequested();
        return witness.Span.SequenceEqual([(byte)blocks.First, (byte)blocks.Last])
            ? Task.FromResult(Outcome(blocks) ?? new RangeOutcome.Proved(Proof(blocks)))
            : Task.FromResult<RangeOutcome>(new RangeOutcome.Refuted("another witness"));
    }

    public Task<RangeOutcome.NotProvable?> FindRefusalAsync(
        RangeJob job, ReadOnlyMemory<byte> witness, CancellationToken cancellation) =>
        Task.FromResult(Outcome(new BlockSpan(job.FirstBlock, job.LastBlock)) as RangeOutcome.NotProvable);

    public void Rest()
    {
    }

    public Task<string?> FindProblemAsync(StoredRange stored, CancellationToken cancellation) => Task.FromResult(Problem(stored));

    public StoredRange Proof(BlockSpan blocks)
    {
        byte[] bundle = [1, 2, 3, (byte)blocks.First];
        return new StoredRange(
            ExampleRange.Of(Genesis, blocks.First, blocks.Last, bundle) with { Reverted = 0, ProgramHash = ProgramHash }, bundle);
    }

    /// <summary>Refuses ranges with one of these blocks as the program does: by the first of them.</summary>
    public static Func<BlockSpan, RangeOutcome?> Refusing(params ulong[] blocks) => span =>
        blocks.Where(block => block >= span.First && block <= span.Last).Select(block => (ulong?)block).Min() is { } refused
            ? new RangeOutcome.NotProvable(refused, "system call keccak")
            : null;
}
