using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Kraken.BlockProof.Ranges;
using Kraken.Proofs.Checking.Chain;
using Kraken.Proofs.Ranges;
using Kraken.Rpc.Client;
using Kraken.Starknet.Blocks;
using Microsoft.Extensions.Logging;

namespace Kraken.Watcher.Ranges;

/// <summary>
/// Proves every block of the chain from block 1 on: collects blocks into ranges, proves one range at a time, in order, and stores the
/// proofs. A block is done when a proof of it lies in the store and passes its check, or when the store names why there is none: blocks
/// that fail together are tried in halves, until the one at fault stands alone. For one thread.
/// </summary>
internal sealed class RangeWorker
{
    private const int MaxPending = 4;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly IBlockSource source;
    private readonly IRangeProver prover;
    private readonly RangeProofStore store;
    private readonly RangeCursorFile file;
    private readonly RangePlanner planner;
    private readonly RangeBoard board;
    private readonly RetryRule rule;
    private readonly TimeSpan pollInterval;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly LinkedList<BlockSpan> pending = new();
    private RangeCursor cursor;
    private ulong next;
    private ulong latest;

    public RangeWorker(
        IBlockSource source, IRangeProver prover, RangeProofStore store, WatcherOptions options, StatusBoard board,
        TimeProvider clock, ILogger logger)
    {
        this.source = source;
        this.prover = prover;
        this.store = store;
        this.clock = clock;
        this.logger = logger;
        this.board = new RangeBoard(store, prover.Genesis, board);
        rule = options.RangeRetries;
        pollInterval = options.PollInterval;
        planner = new RangePlanner(
            new RangeRules
            {
                MaxCells = RangeCells.Limits(options).OfRange,
                Patience = options.RangePatience,
                MaxBlocks = options.MaxRangeBlocks,
            });
        file = new RangeCursorFile(Path.Combine(Directory.CreateDirectory(options.DataFolder).FullName, "ranges.json"));
        cursor = file.Read();
        next = cursor.Done + 1;
        if (cursor.Attempt is { } attempt && attempt.First == next && attempt.Last >= next)
        {
            pending.AddLast(new BlockSpan(attempt.First, attempt.Last));
            next = attempt.Last + 1;
            this.board.Failed(attempt);
        }

        foreach (ulong number in NamedByOtherPrograms().Reverse())
        {
            pending.AddFirst(new BlockSpan(number, number));
        }
    }

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        TimeSpan pause = pollInterval;
        while (true)
        {
            string? problem = prover.Obstacle;
            bool worked = false;
            if (problem is null)
            {
                try
                {
                    worked = await StepAsync(cancellation).ConfigureAwait(false);
                    pause = pollInterval;
                }
                catch (Exception exception) when (!IsStop(exception, cancellation))
                {
                    // Not the blocks' failure: the node is away, or cursor and store cannot be read or written.
                    problem = $"{exception.GetType().Name}: {exception.Message}";
                    logger.LogWarning("no blocks are proved now: {Reason}; trying again", problem);
                }
            }

            board.Problem(problem);
            if (!worked)
            {
                await Task.Delay(pause, clock, cancellation).ConfigureAwait(false);
                pause = problem is null ? pollInterval : pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    /// <summary>Collects the blocks that are decided, and does the next piece of work.</summary>
    /// <returns>Whether there was any.</returns>
    public async Task<bool> StepAsync(CancellationToken cancellation)
    {
        await CollectAsync(cancellation).ConfigureAwait(false);
        return pending.First is { } first && await DoAsync(first.Value, cancellation).ConfigureAwait(false);
    }

    private static bool IsStop(Exception exception, CancellationToken cancellation) =>
        exception is OperationCanceledException && cancellation.IsCancellationRequested;

    private static bool IsAbsence(Exception exception) =>
        exception is HttpRequestException or RpcClientException or TaskCanceledException or NodesDisagreeException;

    private static string ReasonOf(Exception exception)
    {
        Exception first = First(exception);
        string reason = first is NodeRefusedException ? first.Message : $"{first.GetType().Name}: {first.Message}";
        return reason.Length <= UnprovedBlock.MaxReason ? reason : reason[..UnprovedBlock.MaxReason];
    }

    // Parallel loops hand their failures over in a bundle.
    private static Exception First(Exception exception) =>
        exception is AggregateException bundle ? bundle.Flatten().InnerExceptions.FirstOrDefault() ?? bundle : exception;

    private async Task CollectAsync(CancellationToken cancellation)
    {
        latest = await source.LatestAsync(cancellation).ConfigureAwait(false);
        while (next <= latest && pending.Count < MaxPending)
        {
            Block block = await source.BlockAsync(next, cancellation).ConfigureAwait(false);
            Enqueue(planner.Add(new WeighedBlock(next, RangeCells.Estimate(block), clock.GetUtcNow())));
            next++;
        }

        if (planner.TakeDue(clock.GetUtcNow()) is { } due)
        {
            Enqueue([due]);
        }

        board.Stands(latest, cursor.Done, planner.Open is { } open ? new BlockSpan(open.First, open.Last) : null);
    }

    private void Enqueue(IReadOnlyList<BlockRange> ended)
    {
        foreach (BlockRange range in ended)
        {
            pending.AddLast(new BlockSpan(range.First, range.Last));
        }
    }

    private async Task<bool> DoAsync(BlockSpan blocks, CancellationToken cancellation)
    {
        if (blocks.First == blocks.Last && IsNamed(blocks.First))
        {
            Finish(blocks.Last);
            return true;
        }

        // The process may have ended between storing the proof and moving the cursor.
        if (await StoredFromAsync(blocks.First, cancellation).ConfigureAwait(false) is { } stored)
        {
            Finish(stored.LastBlock);
            return true;
        }

        RangeAttempt attempt = AttemptWith(blocks);
        if (attempt.Count >= rule.MaxAttempts)
        {
            GiveUp(blocks, attempt.Reason, attempt.Count, attempt.Differs);
            return true;
        }

        return attempt.NextAt <= clock.GetUtcNow() && await TryAsync(blocks, attempt, cancellation).ConfigureAwait(false);
    }

    private async Task<bool> TryAsync(BlockSpan blocks, RangeAttempt before, CancellationToken cancellation)
    {
        int count = before.Count + 1;
        DateTimeOffset after = clock.GetUtcNow() + rule.After(count);
        Note(before with { Count = count, Reason = "the process ended during the attempt", NextAt = after }, runs: true);
        logger.LogInformation("proving {Blocks}", blocks);
        PlainProgress<string> progress = new(phase =>
        {
            logger.LogInformation("  {Blocks}: {Phase}", blocks, phase);
            board.Works(blocks, phase, count);
        });
        try
        {
            Apply(blocks, await prover.ProveAsync(blocks, progress, cancellation).ConfigureAwait(false) switch
            {
                RangeOutcome.Proved proved => await StoreAsync(proved.Stored, cancellation).ConfigureAwait(false),
                RangeOutcome other => other,
            });
        }
        catch (Exception exception) when (IsStop(exception, cancellation) || IsAbsence(exception))
        {
            // It was broken off for a reason that is not the blocks'.
            Note(before);
            throw;
        }
        catch (Exception exception)
        {
            string reason = ReasonOf(exception);
            logger.LogError(exception, "an attempt to prove {Blocks} failed: {Reason}", blocks, reason);
            Note(before with
            {
                Count = count,
                Reason = reason,
                NextAt = clock.GetUtcNow() + rule.After(count),
                Differs = First(exception) is NodeRefusedException,
            });
        }
        finally
        {
            board.Works(null, null, 0);
        }

        return true;
    }

    private async Task<RangeOutcome> StoreAsync(StoredRange stored, CancellationToken cancellation)
    {
        RangeManifest manifest = stored.Manifest;
        await store.PutAsync(manifest, stored.Bundle, cancellation).ConfigureAwait(false);
        string lies = store.Read(manifest.Key) is { } read ? Convert.ToHexStringLower(SHA256.HashData(read.Bundle)) : "nothing";
        if (lies != manifest.BundleSha256)
        {
            store.SetAside(manifest.Key);
            throw new InvalidDataException($"the store has {lies} at the place of {manifest.Key}, expected {manifest.BundleSha256}");
        }

        board.Stored(manifest);
        logger.LogInformation(
            "proved {Blocks}: {Transactions} transactions, {Steps} steps, run in {Run:F1} s, proved in {Prove:F1} s, {Bytes} bytes",
            manifest.Key, manifest.Transactions, manifest.Steps, manifest.RunMilliseconds / 1000.0, manifest.ProveMilliseconds / 1000.0,
            manifest.BundleBytes);
        return new RangeOutcome.Proved(stored);
    }

    private void Apply(BlockSpan blocks, RangeOutcome outcome)
    {
        switch (outcome)
        {
            case RangeOutcome.Proved:
                Finish(blocks.Last);
                break;
            case RangeOutcome.NotProvable refused when refused.Block >= blocks.First && refused.Block <= blocks.Last:
                Name(refused.Block, refused.Reason, 0);
                Around(blocks, refused.Block);
                break;
            case RangeOutcome.NotProvable refused:
                GiveUp(blocks, refused.Reason, 0);
                break;
            case RangeOutcome.Unfit unfit:
                GiveUp(blocks, unfit.Reason, 0);
                break;
        }
    }

    /// <summary>Halves blocks that fail together; names one that fails alone.</summary>
    private void GiveUp(BlockSpan blocks, string reason, int attempts, bool differs = false)
    {
        if (blocks.First == blocks.Last)
        {
            Name(blocks.First, reason, attempts, differs);
            Finish(blocks.Last);
            return;
        }

        ulong middle = blocks.First + ((blocks.Last - blocks.First) / 2);
        logger.LogWarning("{Blocks} are tried in halves: {Reason}", blocks, reason);
        Replace(new BlockSpan(blocks.First, middle), new BlockSpan(middle + 1, blocks.Last));
    }

    private void Around(BlockSpan blocks, ulong named)
    {
        List<BlockSpan> parts = [new(named, named)];
        if (named > blocks.First)
        {
            parts.Insert(0, new(blocks.First, named - 1));
        }

        if (named < blocks.Last)
        {
            parts.Add(new(named + 1, blocks.Last));
        }

        Replace([.. parts]);
    }

    private void Replace(params ReadOnlySpan<BlockSpan> parts)
    {
        pending.RemoveFirst();
        for (int i = parts.Length - 1; i >= 0; i--)
        {
            pending.AddFirst(parts[i]);
        }

        Note(null);
    }

    private void Name(ulong block, string reason, int attempts, bool differs = false)
    {
        UnprovedBlock unproved = new(block, reason, attempts, prover.ProgramHash, clock.GetUtcNow()) { Differs = differs };
        logger.Log(differs ? LogLevel.Error : LogLevel.Warning, "block {Block}: {Text}", block, unproved.Text);
        board.Name(unproved);
    }

    private bool IsNamed(ulong block) => store.Unproved(prover.Genesis, block)?.ProgramHash == prover.ProgramHash;

    /// <summary>Blocks behind the cursor that this program may be able to prove.</summary>
    private IEnumerable<ulong> NamedByOtherPrograms() =>
        store.UnprovedBlocks(prover.Genesis).Where(number => number <= cursor.Done && !IsNamed(number));

    private void Finish(ulong last)
    {
        while (pending.First is { } first && first.Value.First <= last)
        {
            pending.RemoveFirst();
            if (first.Value.Last > last)
            {
                pending.AddFirst(new BlockSpan(last + 1, first.Value.Last));
                break;
            }
        }

        cursor = new RangeCursor(Math.Max(cursor.Done, last));
        board.Failed(null);
        file.Write(cursor);
        board.Stands(latest, cursor.Done, planner.Open is { } open ? new BlockSpan(open.First, open.Last) : null);
    }

    private RangeAttempt AttemptWith(BlockSpan blocks) =>
        cursor.Attempt is { } attempt && attempt.First == blocks.First && attempt.Last == blocks.Last
            ? attempt
            : new RangeAttempt(blocks.First, blocks.Last, 0, "", DateTimeOffset.MinValue);

    // What is known in this process counts even where the disk takes no more.
    private void Note(RangeAttempt? attempt, bool runs = false)
    {
        cursor = cursor with { Attempt = attempt };
        board.Failed(runs ? null : attempt);
        file.Write(cursor);
    }

    /// <summary>A good entry of the store that begins with a block. What else lies in its place is taken out of the way.</summary>
    private async Task<RangeManifest?> StoredFromAsync(ulong first, CancellationToken cancellation)
    {
        foreach (RangeKey key in store.OfChain(prover.Genesis).Where(key => key.FirstBlock == first))
        {
            string? problem;
            try
            {
                if (store.Read(key) is not { } stored)
                {
                    continue;
                }

                problem = await prover.FindProblemAsync(stored, cancellation).ConfigureAwait(false);
                if (problem is null)
                {
                    return stored.Manifest;
                }
            }
            catch (InvalidDataException exception)
            {
                problem = exception.Message;
            }

            logger.LogWarning("the entry of {Key} in the proof store is no good and is set aside: {Problem}", key, problem);
            store.SetAside(key);
        }

        return null;
    }
}
