using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Proofs;
using Kraken.Proofs.Checking;

namespace Kraken.Explorer.Verification;

/// <summary>Verifies stored proofs on this machine, one at a time: each takes a core for a while.</summary>
internal sealed class ProofVerifier(IProofStore store, ProofCheck check) : IDisposable
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim running = new(1, 1);

    /// <summary>Checks a proof from its file to its block; null when others wait for so long that this one gave up.</summary>
    public async Task<VerificationOutcome?> VerifyAsync(ProofKey key, CancellationToken cancellation)
    {
        if (!await running.WaitAsync(MaxWait, cancellation).ConfigureAwait(false))
        {
            return null;
        }

        try
        {
            long start = Stopwatch.GetTimestamp();
            if (Read(key, out string? problem) is not { } stored)
            {
                return VerificationOutcome.Refused(problem ?? "the entry is gone");
            }

            ProofCheckReport report = await Task.Run(() => check.RunAsync(stored, cancellation), cancellation).ConfigureAwait(false);
            return new VerificationOutcome(report, Stopwatch.GetElapsedTime(start), stored.Manifest);
        }
        finally
        {
            running.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => running.Dispose();

    private StoredProof? Read(ProofKey key, out string? problem)
    {
        problem = null;
        try
        {
            return store.Read(key);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            problem = exception.Message;
            return null;
        }
    }
}
