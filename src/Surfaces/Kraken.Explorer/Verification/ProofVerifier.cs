using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Proofs;
using Kraken.Proofs.Chain;
using Kraken.Proofs.Checking;

namespace Kraken.Explorer.Verification;

/// <summary>Verifies stored proofs on this machine, one at a time: each takes a core for a while.</summary>
internal sealed class ProofVerifier(IProofStore store, IBlockSource source) : IDisposable
{
    private const int MaxProofBytes = 256 << 20;
    private const int MaxInputBytes = 16 << 20;
    private static readonly TimeSpan maxWait = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim running = new(1, 1);

    /// <summary>Checks a proof from its file to its block; null when others wait for so long that this one gave up.</summary>
    public async Task<VerificationOutcome?> VerifyAsync(ProofManifest manifest, CancellationToken cancellation)
    {
        if (!await running.WaitAsync(maxWait, cancellation).ConfigureAwait(false))
        {
            return null;
        }

        try
        {
            long start = Stopwatch.GetTimestamp();
            byte[]? proof = await ReadAsync(store.OpenProof(manifest.Key), MaxProofBytes, cancellation).ConfigureAwait(false);
            byte[]? inputs = await ReadAsync(store.OpenPublicInputs(manifest.Key), MaxInputBytes, cancellation).ConfigureAwait(false);
            if (proof is null || inputs is null)
            {
                return VerificationOutcome.Refused("proof or public inputs are missing or too large");
            }

            ProofCheckReport report = await Task.Run(
                () => ProofCheck.RunAsync(proof, inputs, manifest, source, cancellation), cancellation).ConfigureAwait(false);
            return new VerificationOutcome(report, Stopwatch.GetElapsedTime(start));
        }
        finally
        {
            running.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => running.Dispose();

    private static async Task<byte[]?> ReadAsync(Stream? file, int limit, CancellationToken cancellation)
    {
        if (file is null)
        {
            return null;
        }

        await using (file.ConfigureAwait(false))
        {
            if (file.Length > limit)
            {
                return null;
            }

            byte[] content = new byte[file.Length];
            await file.ReadExactlyAsync(content, cancellation).ConfigureAwait(false);
            return content;
        }
    }
}
