using System;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cairo.Prover;
using Kraken.Proofs;
using Kraken.Proofs.Checking.Chain;
using Kraken.Proofs.Checking;
using Kraken.Rpc.Client;
using Kraken.Watcher.Queue;
using Microsoft.Extensions.Logging;

namespace Kraken.Watcher.Proving;

/// <summary>
/// Proves the queue's calls one at a time, oldest first, and stores the proofs. A call is done when the entry in the store passes the
/// check that everybody runs; a failure of a call is noted and tried again, and never ends the worker.
/// </summary>
internal sealed class ProofWorker(
    ProofQueue queue,
    ICallProver prover,
    IProofStore store,
    Func<StoredProof, CancellationToken, Task<ProofCheckReport>> check,
    StatusBoard board,
    TimeSpan retryDelay,
    TimeProvider clock,
    ILogger logger)
{
    private const int ShownArguments = 4;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        TimeSpan pause = retryDelay;
        while (true)
        {
            string? problem = prover.Obstacle;
            if (problem is null)
            {
                try
                {
                    await ProveOldestAsync(cancellation).ConfigureAwait(false);
                    pause = retryDelay;
                }
                catch (Exception exception) when (!IsStop(exception, cancellation))
                {
                    // Not the call's failure: the node is away, or queue and store cannot be read or written.
                    problem = $"{exception.GetType().Name}: {exception.Message}";
                }
            }

            if (board.Report(WatcherProblem.Proving, problem) && problem is not null)
            {
                logger.LogWarning("nothing is proved now: {Reason}; trying again", problem);
            }

            if (problem is not null)
            {
                await Task.Delay(pause, clock, cancellation).ConfigureAwait(false);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    /// <summary>Waits for a call, proves and stores it, or notes why not.</summary>
    public async Task ProveOldestAsync(CancellationToken cancellation)
    {
        ProofJob job = await queue.OldestAsync(cancellation).ConfigureAwait(false);
        try
        {
            // The process may have ended between storing the proof and taking the call out.
            if (!await IsStoredAsync(job, cancellation).ConfigureAwait(false))
            {
                queue.Begin(job);
                await ProveAsync(job, cancellation).ConfigureAwait(false);
            }

            queue.Remove(job);
        }
        catch (Exception exception) when (IsStop(exception, cancellation) || IsAbsence(exception))
        {
            queue.BreakOff(job);
            throw;
        }
        catch (ProofRefusedException exception)
        {
            logger.LogError("no proof of {Call} of transaction {Hash}: {Reason}", Text(job), job.TransactionHash, exception.Message);
            queue.SetAside(job, exception.Message);
        }
        catch (Exception exception)
        {
            string reason = Reason(exception);
            logger.LogError(
                exception, "an attempt to prove {Call} of transaction {Hash} failed: {Reason}", Text(job), job.TransactionHash, reason);
            queue.Postpone(job, reason);
        }

        board.Write();
    }

    private static bool IsStop(Exception exception, CancellationToken cancellation) =>
        exception is OperationCanceledException && cancellation.IsCancellationRequested;

    private static bool IsAbsence(Exception exception) =>
        exception is HttpRequestException or RpcClientException
            or TaskCanceledException or NodesDisagreeException or CheckUnavailableException;

    // Parallel loops hand their failures over in a bundle.
    private static string Reason(Exception exception)
    {
        Exception first = exception is AggregateException bundle ? bundle.Flatten().InnerExceptions.FirstOrDefault() ?? bundle : exception;
        return $"{first.GetType().Name}: {first.Message}";
    }

    private static string Text(ProofJob job)
    {
        string arguments = string.Join(", ", job.Calldata.Take(ShownArguments).Select(felt => felt.ToBigInteger()));
        return $"{DemoCalls.NameOf(job.Selector)}({arguments}{(job.Calldata.Length > ShownArguments ? ", ..." : "")})";
    }

    private async Task ProveAsync(ProofJob job, CancellationToken cancellation)
    {
        string call = Text(job);
        logger.LogInformation("proving {Call} of transaction {Hash} in block {Number}", call, job.TransactionHash, job.BlockNumber);
        PhaseLog phases = new(phase => logger.LogInformation("  {Seconds,5:F1} s {Step}", phase.Elapsed.TotalSeconds, phase.Step));
        ProvedCall proved = await Task.Run(() => prover.Prove(job, phases, cancellation), cancellation).ConfigureAwait(false);
        ProofManifest manifest = ManifestWriter.Manifest(job, proved, clock.GetUtcNow());
        await store.PutAsync(manifest, proved.File, ManifestWriter.Inputs(job, proved).ToJson(), cancellation).ConfigureAwait(false);
        if (!await IsStoredAsync(job, cancellation).ConfigureAwait(false))
        {
            throw new InvalidOperationException("the stored proof does not pass its check");
        }

        logger.LogInformation(
            "proved {Call} of transaction {Hash}: {Steps} steps, proved in {Prove:F1} s, verified in {Verify:F0} ms, {Bytes} bytes,"
            + " {Bits} bits of security; {Waiting} waiting",
            call, job.TransactionHash, proved.Steps, proved.ProveTime.TotalSeconds, proved.VerifyTime.TotalMilliseconds, proved.File.Length,
            proved.Statement.SecurityBits, queue.Count - 1);
    }

    /// <summary>Whether the store has a good entry of a call. What else lies in its place is taken out of the way.</summary>
    private async Task<bool> IsStoredAsync(ProofJob job, CancellationToken cancellation)
    {
        ProofKey key = new(job.BlockNumber, job.TransactionHash);
        string problem;
        try
        {
            if (store.Read(key) is not { } stored)
            {
                return false;
            }

            ProofCheckReport report = await check(stored, cancellation).ConfigureAwait(false);
            if (report.IsValid)
            {
                return true;
            }

            CheckStep failure = report.FirstFailure ?? new CheckStep("checks", CheckOutcome.Failed, "none was made", default);
            problem = $"“{failure.Name}”: {failure.Detail}";
            if (failure.Outcome == CheckOutcome.Skipped)
            {
                throw new CheckUnavailableException(problem);
            }
        }
        catch (InvalidDataException exception)
        {
            problem = exception.Message;
        }

        logger.LogWarning("the entry of {Key} in the proof store is no good and is set aside: {Problem}", key, problem);
        store.SetAside(key);
        return false;
    }

    /// <summary>Reports on the proving thread, in order.</summary>
    private sealed class PhaseLog(Action<ProvePhase> write) : IProgress<ProvePhase>
    {
        public void Report(ProvePhase value) => write(value);
    }
}
