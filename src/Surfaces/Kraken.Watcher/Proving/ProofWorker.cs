using System;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cairo.Prover;
using Kraken.Proofs;
using Kraken.Rpc.Client;
using Kraken.Watcher.Queue;
using Microsoft.Extensions.Logging;

namespace Kraken.Watcher.Proving;

/// <summary>Proves the queue's calls one at a time, oldest first, and stores the proofs.</summary>
internal sealed class ProofWorker(ProofQueue queue, ICallProver prover, IProofStore store, TimeSpan retryDelay, TimeProvider clock, ILogger logger)
{
    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await ProveOldestAsync(cancellation).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is HttpRequestException or RpcClientException or TaskCanceledException && !cancellation.IsCancellationRequested)
            {
                logger.LogWarning("the node does not give what a proof needs: {Reason}; trying again", exception.Message);
                await Task.Delay(retryDelay, clock, cancellation).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits for a call, proves and stores it.</summary>
    public async Task ProveOldestAsync(CancellationToken cancellation)
    {
        ProofJob job = await queue.OldestAsync(cancellation).ConfigureAwait(false);
        ProofKey key = new(job.BlockNumber, job.TransactionHash.ToString());
        if (await store.ManifestAsync(key, cancellation).ConfigureAwait(false) is not null)
        {
            // The process ended between storing the proof and taking the call out.
            queue.Remove(job);
            return;
        }

        string call = $"{DemoCalls.NameOf(job.Selector)}({string.Join(", ", job.Calldata.Select(felt => felt.ToBigInteger()))})";
        logger.LogInformation("proving {Call} of transaction {Hash} in block {Number}", call, key.TransactionHash, job.BlockNumber);
        try
        {
            PhaseLog phases = new(phase => logger.LogInformation("  {Seconds,5:F1} s {Step}", phase.Elapsed.TotalSeconds, phase.Step));
            ProvedCall proved = await Task.Run(() => prover.Prove(job, phases, cancellation), cancellation).ConfigureAwait(false);
            await StoreAsync(job, proved, cancellation).ConfigureAwait(false);
            logger.LogInformation(
                "proved {Call} of transaction {Hash}: {Steps} steps, proved in {Prove:F1} s, verified in {Verify:F0} ms, {Bytes} bytes, {Bits} bits of security; {Waiting} waiting",
                call, key.TransactionHash, proved.Steps, proved.ProveTime.TotalSeconds, proved.VerifyTime.TotalMilliseconds, proved.File.Length, proved.Statement.SecurityBits, queue.Count);
        }
        catch (ProofRefusedException exception)
        {
            logger.LogError(exception, "no proof of {Call} of transaction {Hash}: {Reason}", call, key.TransactionHash, exception.Message);
            queue.SetAside(job, exception.Message);
        }
    }

    private async Task StoreAsync(ProofJob job, ProvedCall proved, CancellationToken cancellation)
    {
        ProofManifest manifest = ManifestWriter.Manifest(job, proved, clock.GetUtcNow());
        await store.PutAsync(manifest, proved.File, ManifestWriter.Inputs(job, proved).ToJson(), cancellation).ConfigureAwait(false);
        queue.Remove(job);
    }

    /// <summary>Reports on the proving thread, in order.</summary>
    private sealed class PhaseLog(Action<ProvePhase> write) : IProgress<ProvePhase>
    {
        public void Report(ProvePhase value) => write(value);
    }
}
