using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Farm;
using Kraken.Farm.Jobs;
using Kraken.Farm.Proving;
using Kraken.Farm.Witnesses;
using Kraken.Proofs.Ranges;
using Microsoft.Extensions.Logging;

namespace Kraken.Watcher.Ranges;

/// <summary>Takes up what workers left in the store: proofs, each checked here, and verdicts. For one thread.</summary>
/// <param name="farm">Where it lies.</param>
/// <param name="checker">Checks proofs.</param>
/// <param name="ledger">The ranges.</param>
/// <param name="board">Told of what is done.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">Told of the same.</param>
internal sealed class RangeResults(
    RangeFarm farm, IRangeProver checker, RangeLedger ledger, RangeBoard board, TimeProvider clock, ILogger logger)
{
    private const int MaxRefused = 3;

    // Blocks begin one proof, or a few where they were halved; a store may say that they begin any number.
    private const int MaxLookedAt = 16;

    private readonly CheckedProofs entries = new(farm.Proofs, checker, logger);

    /// <summary>Looks for what an earlier process, or its workers, left of blocks that are planned now.</summary>
    /// <returns>Whether they need no job.</returns>
    public async Task<bool> LookUpAsync(PlannedRange range, CancellationToken cancellation)
    {
        RangeKey own = KeyOf(range);
        IReadOnlyList<RangeKey> entries =
            await farm.Proofs.BeginningWithAsync(checker.Genesis, own.FirstBlock, cancellation).ConfigureAwait(false);
        foreach (RangeKey key in entries.Take(MaxLookedAt))
        {
            if (await GoodAsync(range, key, cancellation).ConfigureAwait(false) is { } manifest)
            {
                await board.ForgetAsync(manifest, cancellation).ConfigureAwait(false);
                ledger.Cover(range, manifest.LastBlock);
                await farm.Witnesses.RemoveAsync(own, cancellation).ConfigureAwait(false);
                return true;
            }
        }

        // A verdict is worth something beside the witness that it is about, which this process did not read.
        await farm.Witnesses.ForgetVerdictAsync(own, checker.ProgramHash, cancellation).ConfigureAwait(false);
        return false;
    }

    /// <summary>Takes up what came of a job.</summary>
    /// <returns>Whether anything did.</returns>
    public async Task<bool> TakeUpAsync(PlannedRange range, CancellationToken cancellation)
    {
        RangeKey key = KeyOf(range);
        if (await GoodAsync(range, key, cancellation).ConfigureAwait(false) is { } manifest)
        {
            await board.StoredAsync(manifest, cancellation).ConfigureAwait(false);
            logger.LogInformation(
                "{Blocks} {Are} proved: {Transactions} {Noun}",
                key, key.FirstBlock == key.LastBlock ? "is" : "are", manifest.Transactions, manifest.TransactionsNoun);
            range.IsDone = true;
        }
        else if (range.Refused.Count >= MaxRefused)
        {
            string reason = $"what workers stored is refused: {range.Refused[^1]}";
            await GiveUpAsync(range, reason, range.Refused.Count, differs: false, cancellation).ConfigureAwait(false);
        }
        else if (await farm.Witnesses.VerdictAsync(key, checker.ProgramHash, cancellation).ConfigureAwait(false) is { } verdict)
        {
            await ApplyAsync(range, verdict, cancellation).ConfigureAwait(false);
        }
        else
        {
            return false;
        }

        await farm.Witnesses.RemoveAsync(key, cancellation).ConfigureAwait(false);
        return true;
    }

    /// <summary>Halves blocks that fail together; names one that fails alone.</summary>
    public async Task GiveUpAsync(PlannedRange range, string reason, int attempts, bool differs, CancellationToken cancellation)
    {
        BlockSpan blocks = range.Blocks;
        if (blocks.First == blocks.Last)
        {
            await NameAsync(blocks.First, reason, attempts, differs, cancellation).ConfigureAwait(false);
            range.IsDone = true;
            ledger.Note(null);
            return;
        }

        ulong middle = blocks.First + ((blocks.Last - blocks.First) / 2);
        logger.LogWarning("{Blocks} are tried in halves: {Reason}", blocks, reason);
        ledger.Replace(
            range, [new PlannedRange(new BlockSpan(blocks.First, middle)), new PlannedRange(new BlockSpan(middle + 1, blocks.Last))]);
    }

    private RangeKey KeyOf(PlannedRange range) => new(checker.Genesis, range.Blocks.First, range.Blocks.Last);

    private async Task ApplyAsync(PlannedRange range, RangeVerdict verdict, CancellationToken cancellation)
    {
        switch (verdict.Kind)
        {
            case VerdictKind.NotProvable:
                await ApplyRefusalAsync(range, verdict, cancellation).ConfigureAwait(false);
                break;
            case VerdictKind.Failed when range.Renewals == 0:
                logger.LogWarning("{Blocks} are given out once more, with a new witness: {Reason}", range.Blocks, verdict.Reason);
                await farm.Witnesses.ForgetVerdictAsync(KeyOf(range), checker.ProgramHash, cancellation).ConfigureAwait(false);
                range.Renewals++;
                range.Job = null;
                break;
            default:
                // On a worker's word alone: the next process tries again.
                int attempts = Math.Max(1, verdict.Attempts);
                await GiveUpAsync(range, verdict.Reason, attempts, differs: false, cancellation).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>Names the block that the program refuses, if it refuses one here too; a worker's word would be for good.</summary>
    private async Task ApplyRefusalAsync(PlannedRange range, RangeVerdict verdict, CancellationToken cancellation)
    {
        RangeKey key = KeyOf(range);
        if (await FindRefusalAsync(range.Job!, cancellation).ConfigureAwait(false) is { } refusal && key.Contains(refusal.Block))
        {
            await NameAsync(refusal.Block, refusal.Reason, 0, differs: false, cancellation).ConfigureAwait(false);
            ledger.Replace(range, Around(range.Blocks, refusal.Block));
            return;
        }

        string problem = $"a verdict that the program does not give: {verdict.Reason}";
        logger.LogWarning("{Blocks} are given out again: {Problem}", key, problem);
        await farm.Witnesses.ForgetVerdictAsync(key, checker.ProgramHash, cancellation).ConfigureAwait(false);
        range.Refused.Add(problem);
        range.Job = null;
    }

    private async Task<RangeOutcome.NotProvable?> FindRefusalAsync(RangeJob job, CancellationToken cancellation)
    {
        try
        {
            byte[] witness = await farm.Witnesses.ReadAsync(job, cancellation).ConfigureAwait(false);
            return await checker.FindRefusalAsync(job, witness, cancellation).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            // It is no longer the witness that was stored.
            return null;
        }
    }

    private static PlannedRange[] Around(BlockSpan blocks, ulong named) =>
    [
        .. named > blocks.First ? [new PlannedRange(new BlockSpan(blocks.First, named - 1))] : Array.Empty<PlannedRange>(),
        new PlannedRange(new BlockSpan(named, named)) { IsDone = true },
        .. named < blocks.Last ? [new PlannedRange(new BlockSpan(named + 1, blocks.Last))] : Array.Empty<PlannedRange>(),
    ];

    private async Task NameAsync(ulong block, string reason, int attempts, bool differs, CancellationToken cancellation)
    {
        UnprovedBlock unproved = new(block, reason, attempts, checker.ProgramHash, clock.GetUtcNow()) { Differs = differs };
        logger.Log(differs ? LogLevel.Error : LogLevel.Warning, "block {Block}: {Text}", block, unproved.Text);
        await board.NameAsync(unproved, cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// The manifest of a good entry of the store. What else lies in its place is taken out of the way, and the job published again.
    /// </summary>
    private async Task<RangeManifest?> GoodAsync(PlannedRange range, RangeKey key, CancellationToken cancellation)
    {
        (StoredRange? good, string? problem) = await entries.ReadAsync(key, cancellation).ConfigureAwait(false);
        if (problem is null)
        {
            return good?.Manifest;
        }

        range.Refused.Add(problem);
        range.Job = null;
        return null;
    }
}
