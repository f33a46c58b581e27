using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using Kraken.BlockProof.Ranges;
using Kraken.Farm;
using Kraken.Farm.Jobs;
using Kraken.Farm.Proving;
using Kraken.Proofs.Checking.Chain;
using Kraken.Proofs.Ranges;
using Kraken.Rpc.Client;
using Kraken.Starknet.Blocks;
using Microsoft.Extensions.Logging;

namespace Kraken.Watcher.Ranges;

/// <summary>
/// Sees to it that every block of the chain is proved, from block 1 on: collects blocks into ranges, reads the witness of each from the
/// node, gives it to workers, and looks for what they store. A block is done when a proof of it lies in the store and passes its check
/// here, or when the store names why there is none: blocks that fail together are tried in halves, until the one at fault stands alone. It
/// believes neither queue nor store: whatever is lost there is published again. For one thread.
/// </summary>
internal sealed class RangeDispatcher
{
    // The store is asked for so many at each step, the first of them each time.
    private const int MaxPolled = 16;
    private const int MaxTriedAgain = 100;

    // They go before all others, which must not wait for them for long.
    private const int MaxTriedAgainLater = 4;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly IChainSource source;
    private readonly IWitnessReader reader;
    private readonly RangeFarm farm;
    private readonly WatcherOptions options;
    private readonly RangeLedger ledger;
    private readonly RangePlanner planner;
    private readonly RangeBoard board;
    private readonly RangeResults results;
    private readonly IRangeProver checker;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly DateTimeOffset startedAt;
    private readonly long started;
    private ulong next;
    private ulong latest;
    private uint polled;
    private DateTimeOffset triedAgainAt;
    private bool isStarted;

    public RangeDispatcher(
        IChainSource source, IWitnessReader reader, RangeFarm farm, IRangeProver checker, WatcherOptions options, RangeBoard board,
        TimeProvider clock, ILogger logger)
    {
        this.source = source;
        this.reader = reader;
        this.farm = farm;
        this.checker = checker;
        this.options = options;
        this.board = board;
        this.clock = clock;
        this.logger = logger;
        (startedAt, started) = (clock.GetUtcNow(), clock.GetTimestamp());
        planner = new RangePlanner(
            new RangeRules
            {
                MaxCells = Math.Min(options.MaxRangeCells, checker.MaxCells),
                Patience = options.RangePatience,
                MaxBlocks = options.MaxRangeBlocks,
            });
        ledger = new RangeLedger(
            new RangeCursorFile(Path.Combine(Directory.CreateDirectory(options.DataFolder).FullName, "ranges.json"), checker.Genesis));
        if (ledger.Damage is { } damage)
        {
            logger.LogWarning("what was planned is found again in the store: {Damage}", damage);
        }

        results = new RangeResults(farm, checker, ledger, board, clock, logger);
        next = ledger.Next;
    }

    // Time as it passes in this process, whatever becomes of the machine's clock.
    private DateTimeOffset Now => startedAt + clock.GetElapsedTime(started);

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        TimeSpan pause = options.PollInterval;
        while (true)
        {
            string? problem = null;
            bool worked = false;
            try
            {
                worked = await StepAsync(cancellation).ConfigureAwait(false);
                pause = options.PollInterval;
            }
            catch (Exception exception) when (!IsStop(exception, cancellation))
            {
                // Not the blocks' failure: the node, the queue or the store is away, or the cursor cannot be read or written.
                problem = $"{exception.GetType().Name}: {exception.Message}";
                logger.LogWarning("no blocks are given out now: {Reason}; trying again", problem);
            }

            board.Problem(problem);
            if (!worked)
            {
                await Task.Delay(pause, clock, cancellation).ConfigureAwait(false);
                pause = problem is null ? options.PollInterval : pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    /// <summary>Collects the blocks that are decided, takes up what workers stored, and gives out the next range.</summary>
    /// <returns>Whether anything came of it.</returns>
    public async Task<bool> StepAsync(CancellationToken cancellation)
    {
        if (!isStarted)
        {
            await board.StartAsync(cancellation).ConfigureAwait(false);
            board.Failed(ledger.Cursor.Attempt);
            isStarted = true;
        }

        if (Now - triedAgainAt >= options.NamedAgainAfter)
        {
            await TryAgainAsync(triedAgainAt == default ? MaxTriedAgain : MaxTriedAgainLater, cancellation).ConfigureAwait(false);
            triedAgainAt = Now;
        }

        ExceptionDispatchInfo? away = null;
        try
        {
            await CollectAsync(cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (!IsStop(exception, cancellation))
        {
            // What workers stored needs no node.
            away = ExceptionDispatchInfo.Capture(exception);
        }

        bool worked = await PollAsync(cancellation).ConfigureAwait(false);
        worked |= away is null && await GiveOutAsync(cancellation).ConfigureAwait(false);
        worked |= ledger.Advance();
        board.Stands(latest, ledger.Cursor.Done, planner.Open is { } open ? new BlockSpan(open.First, open.Last) : null);
        away?.Throw();
        return worked;
    }

    private static bool IsStop(Exception exception, CancellationToken cancellation) =>
        exception is OperationCanceledException && cancellation.IsCancellationRequested;

    private static bool IsAbsence(Exception exception) =>
        exception is HttpRequestException or RpcClientException or TaskCanceledException or NodesDisagreeException
            or IOException or UnauthorizedAccessException;

    private static string ReasonOf(Exception exception)
    {
        Exception first = First(exception);
        string reason = first is NodeRefusedException ? first.Message : $"{first.GetType().Name}: {first.Message}";
        return reason.Length <= UnprovedBlock.MaxReason ? reason : reason[..UnprovedBlock.MaxReason];
    }

    // Parallel loops hand their failures over in a bundle.
    private static Exception First(Exception exception) =>
        exception is AggregateException bundle ? bundle.Flatten().InnerExceptions.FirstOrDefault() ?? bundle : exception;

    /// <summary>
    /// Blocks behind the cursor that this program may be able to prove, or whose attempts failed.
    /// </summary>
    private async Task TryAgainAsync(int most, CancellationToken cancellation)
    {
        List<ulong> again = [];
        IReadOnlyList<ulong> named = await farm.Proofs.UnprovedBlocksAsync(checker.Genesis, cancellation).ConfigureAwait(false);
        foreach (ulong number in named.Where(number => number <= ledger.Cursor.Done).Reverse().Take(MaxTriedAgain))
        {
            UnprovedBlock? block = await farm.Proofs.UnprovedAsync(checker.Genesis, number, cancellation).ConfigureAwait(false);
            if (again.Count < most && (block?.ProgramHash != checker.ProgramHash || block.Attempts > 0))
            {
                again.Add(number);
            }
        }

        again.Reverse();
        ledger.AddAgain(again);
    }

    private async Task CollectAsync(CancellationToken cancellation)
    {
        latest = await source.LatestAsync(cancellation).ConfigureAwait(false);
        while (next <= latest && ledger.Ranges.Count < options.MaxPlannedRanges)
        {
            Block block = await source.BlockAsync(next, cancellation).ConfigureAwait(false);
            IReadOnlyList<BlockRange> ended = planner.Add(new WeighedBlock(next, TableRows.Of(block), Now));

            // The planner has it, whether the disk takes what came of it or not.
            next++;
            Plan(ended);
        }

        if (planner.TakeDue(Now) is { } due)
        {
            Plan([due]);
        }
    }

    private void Plan(IReadOnlyList<BlockRange> ended) => ledger.Add(ended.Select(range => new BlockSpan(range.First, range.Last)));

    private async Task<bool> PollAsync(CancellationToken cancellation)
    {
        PlannedRange[] published = [.. ledger.Ranges.Where(range => range is { IsDone: false, Job: not null })];
        bool worked = false;
        for (int i = 0; i < Math.Min(published.Length, MaxPolled); i++)
        {
            PlannedRange range = i == 0 ? published[0] : published[1 + (int)(polled++ % (uint)(published.Length - 1))];
            worked |= await results.TakeUpAsync(range, cancellation).ConfigureAwait(false);
        }

        // The oldest blocks are done first, so this job is lost.
        if (!worked && published.Length > 0 && Now - published[0].PublishedAt > options.LostAfter)
        {
            logger.LogWarning("nothing came of {Blocks} in {Time}; they are published again", published[0].Blocks, options.LostAfter);
            published[0].Job = null;
        }

        return worked;
    }

    private async Task<bool> GiveOutAsync(CancellationToken cancellation)
    {
        if (ledger.Ranges.Count(range => range is { IsDone: false, Job: not null }) >= options.MaxPublishedRanges
            || ledger.Ranges.FirstOrDefault(range => range is { IsDone: false, Job: null }) is not { } range)
        {
            return false;
        }

        if (!range.IsLookedUp)
        {
            // The process may have ended between storing a proof and moving the cursor.
            range.IsLookedUp = true;
            if (await results.LookUpAsync(range, cancellation).ConfigureAwait(false))
            {
                return true;
            }
        }

        RangeAttempt attempt = ledger.AttemptWith(range.Blocks);
        if (attempt.Count >= options.RangeRetries.MaxAttempts)
        {
            board.Failed(null);
            await results.GiveUpAsync(range, attempt.Reason, attempt.Count, attempt.Differs, cancellation).ConfigureAwait(false);
            return true;
        }

        return IsDue(attempt) && await TryAsync(range, attempt, cancellation).ConfigureAwait(false);
    }

    // A time that is too far off was written by a clock that has been set back.
    private bool IsDue(RangeAttempt attempt) =>
        attempt.NextAt <= Now || attempt.NextAt - Now > options.RangeRetries.Longest;

    private async Task<bool> TryAsync(PlannedRange range, RangeAttempt before, CancellationToken cancellation)
    {
        int count = before.Count + 1;
        DateTimeOffset after = Now + options.RangeRetries.After(count);
        ledger.Note(before with { Count = count, Reason = "the process ended during the attempt", NextAt = after });
        board.Failed(null);
        try
        {
            await PublishAsync(range, cancellation).ConfigureAwait(false);
            ledger.Note(null);
        }
        catch (Exception exception) when (IsStop(exception, cancellation) || IsAbsence(exception))
        {
            // It was broken off for a reason that is not the blocks'.
            ledger.Note(before);
            board.Failed(before);
            throw;
        }
        catch (Exception exception)
        {
            string reason = ReasonOf(exception);
            logger.LogError(exception, "an attempt to read {Blocks} failed: {Reason}", range.Blocks, reason);
            RangeAttempt failed = before with
            {
                Count = count,
                Reason = reason,
                NextAt = Now + options.RangeRetries.After(count),
                Differs = First(exception) is NodeRefusedException,
            };
            ledger.Note(failed);
            board.Failed(failed);
        }

        return true;
    }

    private async Task PublishAsync(PlannedRange range, CancellationToken cancellation)
    {
        logger.LogInformation("reading {Blocks}, and the proofs of their state, from the node", range.Blocks);
        ReadWitness witness = await reader.ReadAsync(range.Blocks, cancellation).ConfigureAwait(false);
        RangeKey key = new(checker.Genesis, range.Blocks.First, range.Blocks.Last);
        string digest = await farm.Witnesses.PutAsync(key, witness.File, cancellation).ConfigureAwait(false);
        RangeJob job = new()
        {
            Genesis = key.Genesis,
            FirstBlock = key.FirstBlock,
            LastBlock = key.LastBlock,
            WitnessKey = RangeJob.KeyOf(key, digest),
            WitnessSha256 = digest,
            WitnessBytes = witness.File.Length,
            ProgramHash = checker.ProgramHash,
            Parameters = checker.Parameters,
            DecidedAt = witness.DecidedAt,
        };
        await farm.Queue.PublishAsync(job, cancellation).ConfigureAwait(false);
        range.Job = job;
        range.PublishedAt = Now;
    }
}
