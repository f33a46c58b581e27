using System;
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

    private readonly CheckedProofs entries = new(farm.Proofs, checker, logger);

    /// <summary>Looks for what an earlier process, or its workers, left of blocks that are planned now.</summary>
    /// <returns>Whether they need no job.</returns>
    public async Task<bool> LookUpAsync(PlannedRange range, CancellationToken cancellation)
    {
        BlockSpan blocks = range.Blocks;
        if (blocks.First == blocks.Last && !range.Insists && await IsNamedAsync(blocks.First, cancellation).ConfigureAwait(false))
        {
            range.IsDone = true;
            return true;
        }

        foreach (RangeKey key in await farm.Proofs.BeginningWithAsync(checker.Genesis, blocks.First, cancellation).ConfigureAwait(false))
        {
            if (await GoodAsync(range, key, cancellation).ConfigureAwait(false) is { } manifest)
            {
                await board.ForgetAsync(manifest, cancellation).ConfigureAwait(false);
                ledger.Cover(range, manifest.LastBlock);
                return true;
            }
        }

        RangeKey own = KeyOf(range);
        RangeVerdict? verdict = await farm.Witnesses.VerdictAsync(own, checker.ProgramHash, cancellation).ConfigureAwait(false);
        if (verdict is not null && (verdict.Kind == VerdictKind.Failed || range.Insists))
        {
            await farm.Witnesses.ForgetVerdictAsync(own, checker.ProgramHash, cancellation).ConfigureAwait(false);
            return false;
        }

        if (verdict is not null)
        {
            await ApplyAsync(range, verdict, cancellation).ConfigureAwait(false);
        }

        return verdict is not null;
    }

    /// <summary>Takes up what came of a job.</summary>
    /// <returns>Whether anything did.</returns>
    public async Task<bool> TakeUpAsync(PlannedRange range, CancellationToken cancellation)
    {
        RangeKey key = KeyOf(range);
        RangeJob job = range.Job!;
        if (await GoodAsync(range, key, cancellation).ConfigureAwait(false) is { } manifest)
        {
            await board.StoredAsync(manifest, cancellation).ConfigureAwait(false);
            logger.LogInformation("{Blocks} are proved: {Transactions} transactions", key, manifest.Transactions);
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

        await farm.Witnesses.RemoveAsync(job, cancellation).ConfigureAwait(false);
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
                await NameAsync(verdict.Block, verdict.Reason, 0, differs: false, cancellation).ConfigureAwait(false);
                ledger.Replace(range, Around(range.Blocks, verdict.Block));
                break;
            case VerdictKind.Failed when range.Renewals == 0:
                logger.LogWarning("{Blocks} are given out once more, with a new witness: {Reason}", range.Blocks, verdict.Reason);
                await farm.Witnesses.ForgetVerdictAsync(KeyOf(range), checker.ProgramHash, cancellation).ConfigureAwait(false);
                range.Renewals++;
                range.Job = null;
                break;
            default:
                await GiveUpAsync(range, verdict.Reason, verdict.Attempts, differs: false, cancellation).ConfigureAwait(false);
                break;
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

    private async Task<bool> IsNamedAsync(ulong block, CancellationToken cancellation) =>
        (await farm.Proofs.UnprovedAsync(checker.Genesis, block, cancellation).ConfigureAwait(false))?.ProgramHash == checker.ProgramHash;

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
