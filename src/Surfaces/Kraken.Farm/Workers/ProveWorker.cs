using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Farm.Jobs;
using Kraken.Farm.Metrics;
using Kraken.Farm.Proving;
using Kraken.Farm.Witnesses;
using Kraken.Proofs.Ranges;
using Microsoft.Extensions.Logging;

namespace Kraken.Farm.Workers;

/// <summary>
/// Takes one job after the other and settles each only when its result lies in the store: a proof, or a verdict with the reason why there
/// is none. Whatever ends the worker before, the job is delivered again. What was done twice lies there once. For one thread.
/// </summary>
public sealed class ProveWorker
{
    private readonly IRangeJobQueue queue;
    private readonly WitnessStore witnesses;
    private readonly WorkerResults results;
    private readonly IRangeProver prover;
    private readonly WorkerRules rules;
    private readonly IWorkerProgress progress;
    private readonly TimeProvider clock;
    private readonly ILogger logger;

    /// <summary>Joins the parts.</summary>
    /// <param name="queue">Where jobs come from.</param>
    /// <param name="witnesses">Where their witnesses lie, and verdicts go.</param>
    /// <param name="proofs">Where proofs go.</param>
    /// <param name="rules">How jobs are treated that fail.</param>
    /// <param name="progress">Told what is done.</param>
    /// <param name="clock">The time.</param>
    /// <param name="logger">Told of jobs and their ends.</param>
    public ProveWorker(
        IRangeJobQueue queue, WitnessStore witnesses, IRangeProofStore proofs, IRangeProver prover, WorkerRules rules,
        IWorkerProgress progress, TimeProvider clock, ILogger logger)
    {
        this.queue = queue;
        this.witnesses = witnesses;
        results = new WorkerResults(proofs, prover, rules, clock, logger);
        this.prover = prover;
        this.rules = rules;
        this.progress = progress;
        this.clock = clock;
        this.logger = logger;
    }

    /// <summary>How its time was spent.</summary>
    public WorkerAccount Account { get; } = new();

    /// <summary>Works until cancelled. Where queue or store cannot be reached it waits, longer each time, and tries again.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        TimeSpan pause = rules.FirstPause;
        while (true)
        {
            string? problem = null;
            TimeSpan wait = TimeSpan.Zero;
            try
            {
                wait = await StepAsync(cancellation).ConfigureAwait(false) ? TimeSpan.Zero : rules.PollInterval;
                pause = rules.FirstPause;
            }
            catch (Exception away) when (IsAbsence(away))
            {
                problem = away.Message;
                logger.LogWarning("nothing is proved now: {Reason}; trying again in {Pause}", problem, pause);
                wait = pause;
                pause = pause * 2 < rules.LongestPause ? pause * 2 : rules.LongestPause;
            }

            progress.Stands(problem);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, clock, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Takes a job and brings it to an end.</summary>
    /// <returns>False where none waits.</returns>
    /// <exception cref="IOException">Queue or store cannot be reached, read or written.</exception>
    public async Task<bool> StepAsync(CancellationToken cancellation)
    {
        if (await queue.TakeAsync(cancellation).ConfigureAwait(false) is not { } delivery)
        {
            prover.Rest();
            return false;
        }

        long taken = clock.GetTimestamp();
        if (delivery.Job is not { } job)
        {
            logger.LogError("a message is no job and goes to the dead letters: {Problem}", delivery.Problem);
            await delivery.BuryAsync(delivery.Problem ?? "no job", cancellation).ConfigureAwait(false);
            Account.End();
            return true;
        }

        bool proved;
        ProofMeter.Hold(1);
        try
        {
            proved = await DoAsync(delivery, job, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception)
            when (IsAbsence(exception) || (exception is OperationCanceledException && cancellation.IsCancellationRequested))
        {
            await GiveBackAsync(delivery, job).ConfigureAwait(false);
            throw;
        }
        finally
        {
            ProofMeter.Hold(-1);
            progress.Works(null, null, 0);
        }

        if (proved)
        {
            Account.Prove(clock.GetElapsedTime(taken));
        }
        else
        {
            Account.End();
        }

        return true;
    }

    // Queue or store is away, or a disk takes no more: nobody's job's fault.
    private static bool IsAbsence(Exception exception) => exception is IOException or UnauthorizedAccessException;

    private static string ReasonOf(Exception exception)
    {
        // Parallel loops hand their failures over in a bundle.
        Exception first = exception is AggregateException bundle ? bundle.Flatten().InnerExceptions.FirstOrDefault() ?? bundle : exception;
        return DeadLetter.Shortened($"{first.GetType().Name}: {first.Message}");
    }

    /// <summary>Gives a job back that ends for a reason of this machine, so that the attempt does not count.</summary>
    private async Task GiveBackAsync(IJobDelivery delivery, RangeJob job)
    {
        try
        {
            using CancellationTokenSource limit = new(rules.LongestPause);
            await delivery.ReturnAsync(job with { Attempts = delivery.Attempts }, limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsAbsence(exception) || exception is OperationCanceledException)
        {
            logger.LogWarning("{Blocks} are delivered again by the queue itself: {Reason}", job.Key, exception.Message);
        }
    }

    /// <returns>Whether this worker stored a proof.</returns>
    private async Task<bool> DoAsync(IJobDelivery delivery, RangeJob job, CancellationToken cancellation)
    {
        if (ForOthers(job) is { } refusal)
        {
            await RefuseAsync(delivery, job, refusal, cancellation).ConfigureAwait(false);
            return false;
        }

        try
        {
            if (await IsDoneAsync(job, cancellation).ConfigureAwait(false))
            {
                logger.LogInformation("{Blocks} are done already", job.Key);
                await delivery.AcknowledgeAsync(cancellation).ConfigureAwait(false);
                return false;
            }

            if (delivery.Attempts >= rules.MaxAttempts)
            {
                await BuryAsync(delivery, job, "the worker ended during the attempt", cancellation).ConfigureAwait(false);
                return false;
            }

            return await ProveAsync(delivery, job, cancellation).ConfigureAwait(false);
        }
        catch (InvalidDataException poison)
        {
            await BuryAsync(delivery, job, poison.Message, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (!IsAbsence(exception) && !cancellation.IsCancellationRequested)
        {
            await FailAsync(delivery, job, exception, cancellation).ConfigureAwait(false);
        }

        return false;
    }

    private string? ForOthers(RangeJob job) =>
        job.Genesis != prover.Genesis ? $"it is of the chain with genesis {job.Genesis}, this worker is for {prover.Genesis}"
        : job.ProgramHash != prover.ProgramHash ? $"it is for program {job.ProgramHash}, this worker has {prover.ProgramHash}"
        : job.Parameters != prover.Parameters ? $"it is for parameters {job.Parameters}, this worker has {prover.Parameters}"
        : job.Cells > prover.MaxCells ? TooLarge(job.Cells, prover.MaxCells)
        : null;

    private static string TooLarge(ulong cells, ulong most) =>
        $"{cells} cells of the prover's trace, and this worker has memory for {most}";

    private async Task<bool> IsDoneAsync(RangeJob job, CancellationToken cancellation) =>
        await witnesses.VerdictAsync(job.Key, job.ProgramHash, cancellation).ConfigureAwait(false) is not null
            || await results.HasProofAsync(job.Key, cancellation).ConfigureAwait(false);

    private async Task<bool> ProveAsync(IJobDelivery delivery, RangeJob job, CancellationToken cancellation)
    {
        int attempt = delivery.Attempts + 1;
        logger.LogInformation("proving {Blocks}, attempt {Attempt}", job.Key, attempt);
        Report(job, "reading the witness", attempt);
        byte[] witness = await witnesses.ReadAsync(job, cancellation).ConfigureAwait(false);
        PlainProgress<string> phases = new(phase => Report(job, phase, attempt));
        switch (await prover.ProveAsync(job, witness, phases, cancellation).ConfigureAwait(false))
        {
            case RangeOutcome.Proved proved:
                await results.StoreAsync(proved.Stored, away => Report(job, away, attempt), cancellation).ConfigureAwait(false);
                await delivery.AcknowledgeAsync(cancellation).ConfigureAwait(false);
                return true;
            case RangeOutcome.TooLarge large:
                RangeJob counted = job with { Cells = large.Cells };
                await RefuseAsync(delivery, counted, TooLarge(large.Cells, large.Most), cancellation).ConfigureAwait(false);
                break;
            case RangeOutcome.Refuted refuted:
                throw new InvalidDataException(refuted.Reason);
            case RangeOutcome.NotProvable refused:
                ulong block = job.Key.Contains(refused.Block) ? refused.Block : job.FirstBlock;
                VerdictKind kind = job.Key.Contains(refused.Block) ? VerdictKind.NotProvable : VerdictKind.Unfit;
                await SettleAsync(delivery, job, kind, block, refused.Reason, cancellation).ConfigureAwait(false);
                break;
            case RangeOutcome.Unfit unfit:
                await SettleAsync(delivery, job, VerdictKind.Unfit, job.FirstBlock, unfit.Reason, cancellation).ConfigureAwait(false);
                break;
        }

        return false;
    }

    private void Report(RangeJob job, string phase, int attempt)
    {
        logger.LogInformation("  {Blocks}: {Phase}", job.Key, phase);
        progress.Works(job, phase, attempt);
    }

    private async Task SettleAsync(
        IJobDelivery delivery, RangeJob job, VerdictKind kind, ulong block, string reason, CancellationToken cancellation)
    {
        ProofMeter.Failed("unprovable");
        logger.LogWarning("{Blocks} get no proof: {Reason}", job.Key, reason);
        RangeVerdict verdict = new(kind, job.ProgramHash, block, reason, 0);
        await witnesses.PutAsync(job.Key, verdict, cancellation).ConfigureAwait(false);
        await delivery.AcknowledgeAsync(cancellation).ConfigureAwait(false);
    }

    private async Task RefuseAsync(IJobDelivery delivery, RangeJob job, string reason, CancellationToken cancellation)
    {
        ProofMeter.Failed("refused");
        logger.LogWarning("{Blocks} are left to another worker: {Reason}", job.Key, reason);
        if (job.Refusals < rules.MaxRefusals)
        {
            await delivery.ReturnAsync(job with { Attempts = delivery.Attempts, Refusals = job.Refusals + 1 }, cancellation)
                .ConfigureAwait(false);
            await Task.Delay(rules.RefusalPause, clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        string all = $"{job.Refusals + 1} workers left it to others, the last because of {reason}";
        if (job.Genesis == prover.Genesis && job.ProgramHash == prover.ProgramHash)
        {
            await SettleAsync(delivery, job, VerdictKind.Unfit, job.FirstBlock, all, cancellation).ConfigureAwait(false);
        }
        else
        {
            await delivery.BuryAsync(all, cancellation).ConfigureAwait(false);
        }
    }

    private async Task FailAsync(IJobDelivery delivery, RangeJob job, Exception exception, CancellationToken cancellation)
    {
        ProofMeter.Failed("attempt");
        string reason = ReasonOf(exception);
        logger.LogError(exception, "an attempt to prove {Blocks} failed: {Reason}", job.Key, reason);
        int failed = delivery.Attempts + 1;
        if (failed >= rules.MaxAttempts)
        {
            await BuryAsync(delivery, job with { Attempts = failed }, reason, cancellation).ConfigureAwait(false);
            return;
        }

        await delivery.ReturnAsync(job with { Attempts = failed }, cancellation).ConfigureAwait(false);
        TimeSpan pause = rules.AfterFailure(failed);
        progress.Failed(job, failed, reason, clock.GetUtcNow() + pause);

        // The job is settled; whoever stops during the pause must not settle it again.
        await Task.Delay(pause, clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task BuryAsync(IJobDelivery delivery, RangeJob job, string reason, CancellationToken cancellation)
    {
        ProofMeter.Failed("buried");
        logger.LogError("{Blocks} go to the dead letters: {Reason}", job.Key, reason);
        int attempts = Math.Max(1, Math.Min(RangeJob.MaxCount, Math.Max(job.Attempts, delivery.Attempts)));
        RangeVerdict verdict = new(VerdictKind.Failed, job.ProgramHash, job.FirstBlock, reason, attempts);
        await witnesses.PutAsync(job.Key, verdict, cancellation).ConfigureAwait(false);
        await delivery.BuryAsync(reason, cancellation).ConfigureAwait(false);
    }
}
