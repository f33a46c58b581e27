using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Farm.Jobs;
using Kraken.Farm.Workers;
using Kraken.Fields;
using Kraken.Proofs.Ranges;

namespace Kraken.Watcher.Ranges;

/// <summary>
/// Keeps the status of the proofs of blocks. One thread plans and another works; what is told is immutable.
/// </summary>
/// <param name="store">Where blocks without a proof are named.</param>
/// <param name="genesis">The hash of the chain's block 0.</param>
/// <param name="board">Where the status goes.</param>
internal sealed class RangeBoard(IRangeProofStore store, Felt genesis, StatusBoard board) : IWorkerProgress
{
    private const int MaxListed = 50;

    // Of the blocks that are named, the highest ones, so many are held; those of an earlier process are looked at for those that differ.
    private const int MaxRead = 1000;

    private readonly Lock gate = new();
    private readonly SortedSet<ulong> unproved = [];
    private readonly SortedDictionary<ulong, UnprovedBlock> differing = [];
    private readonly SortedDictionary<ulong, UnprovedBlock> named = [];
    private readonly Dictionary<RangeKey, FailedSpan> failed = [];
    private ImmutableArray<UnprovedBlock> listed = [];
    private ImmutableArray<UnprovedBlock> listedDiffering = [];
    private FailedSpan? reading;
    private RangeStatus status = new() { DoneBlock = 0 };
    private string? planning;
    private string? working;

    /// <summary>How the proofs of blocks stand now.</summary>
    public RangeStatus Status
    {
        get
        {
            lock (gate)
            {
                return status;
            }
        }
    }

    /// <summary>Reads which blocks an earlier process named.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        unproved.UnionWith(await store.UnprovedBlocksAsync(genesis, cancellation).ConfigureAwait(false));
        foreach (ulong number in unproved.Reverse().Take(MaxRead))
        {
            if (await store.UnprovedAsync(genesis, number, cancellation).ConfigureAwait(false) is { } block)
            {
                Note(block);
            }
        }
    }

    /// <summary>Tells how far blocks are decided and done, and which wait.</summary>
    public void Stands(ulong decided, ulong done, BlockSpan? collecting) => Show(status => status with
    {
        DecidedBlock = decided,
        DoneBlock = done,
        Collecting = collecting,
        UnprovedCount = unproved.Count,
        Unproved = listed,
        DifferingCount = differing.Count,
        Differing = listedDiffering,
    });

    /// <summary>Tells of an attempt to read that failed, and will be repeated; null for none.</summary>
    public void Failed(RangeAttempt? attempt)
    {
        FailedSpan? now = attempt is { Count: > 0 }
            ? new FailedSpan(attempt.First, attempt.Last, attempt.Count, attempt.Reason, attempt.NextAt)
            : null;
        Show(status =>
        {
            if (reading == now)
            {
                return status;
            }

            reading = now;
            return status with { Retrying = Retrying() };
        });
    }

    /// <inheritdoc/>
    public void Failed(RangeJob job, int attempts, string reason, DateTimeOffset nextAt) => Show(status =>
    {
        failed[job.Key] = new FailedSpan(job.FirstBlock, job.LastBlock, attempts, reason, nextAt);
        return status with { Retrying = Retrying() };
    });

    /// <inheritdoc/>
    public void Works(RangeJob? job, string? phase, int attempt) => Show(status => status with
    {
        Proving = job is null ? null : new BlockSpan(job.FirstBlock, job.LastBlock),
        Phase = phase,
        Attempts = attempt,
        Retrying = job is not null && failed.Remove(job.Key) ? Retrying() : status.Retrying,
    });

    /// <inheritdoc/>
    public void Stands(string? problem)
    {
        working = problem;
        Show(status => status with { Problem = planning ?? working });
    }

    /// <summary>Tells what keeps blocks from being given out; null for nothing.</summary>
    public void Problem(string? problem)
    {
        planning = problem;
        Show(status => status with { Problem = planning ?? working });
    }

    /// <summary>Tells of a stored proof.</summary>
    public async Task StoredAsync(RangeManifest manifest, CancellationToken cancellation)
    {
        await ForgetAsync(manifest, cancellation).ConfigureAwait(false);
        ProvedSpan span = new(
            manifest.FirstBlock, manifest.LastBlock, manifest.Transactions, manifest.Steps, manifest.ProveMilliseconds, manifest.StoredAt);
        Show(status => status with { Proved = [span, .. status.Proved.Take(MaxListed - 1)] });
    }

    /// <summary>Forgets why blocks had no proof, of which there is one.</summary>
    public async Task ForgetAsync(RangeManifest manifest, CancellationToken cancellation)
    {
        foreach (ulong number in unproved.GetViewBetween(manifest.FirstBlock, manifest.LastBlock).ToArray())
        {
            await store.ForgetUnprovedAsync(genesis, number, cancellation).ConfigureAwait(false);
            unproved.Remove(number);
            named.Remove(number);
            differing.Remove(number);
            List();
        }
    }

    /// <summary>Names a block without a proof.</summary>
    public async Task NameAsync(UnprovedBlock block, CancellationToken cancellation)
    {
        await store.PutUnprovedAsync(genesis, block, cancellation).ConfigureAwait(false);
        unproved.Add(block.Number);
        differing.Remove(block.Number);
        Note(block);
    }

    private static ImmutableArray<UnprovedBlock> Highest(SortedDictionary<ulong, UnprovedBlock> blocks) =>
        [.. blocks.Values.Reverse().Take(MaxListed)];

    private void Note(UnprovedBlock block)
    {
        named[block.Number] = block;
        if (named.Count > MaxRead)
        {
            named.Remove(named.Keys.First());
        }

        if (block.Differs)
        {
            differing[block.Number] = block;
        }

        List();
    }

    // Made anew only when they change: a status is written when it is another one.
    private void List()
    {
        listed = Highest(named);
        listedDiffering = Highest(differing);
    }

    private ImmutableArray<FailedSpan> Retrying() =>
    [
        .. failed.Values.Concat(reading is { } span ? [span] : Array.Empty<FailedSpan>()).OrderBy(blocks => blocks.First).Take(MaxListed),
    ];

    private void Show(Func<RangeStatus, RangeStatus> change)
    {
        lock (gate)
        {
            RangeStatus next = change(status);
            if (next != status)
            {
                status = next;
                board.Show(next);
            }
        }
    }
}
