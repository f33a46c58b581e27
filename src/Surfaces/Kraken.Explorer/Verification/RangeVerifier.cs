using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Proofs.Ranges;

namespace Kraken.Explorer.Verification;

/// <summary>Checks stored proofs of blocks on this machine, one at a time: each takes a core for a while.</summary>
/// <param name="authority">Who decides the chain's blocks; null where no genesis file is at hand, and then nothing can be checked.</param>
internal sealed class RangeVerifier(IRangeProofStore store, BlockAuthority? authority) : IDisposable
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim running = new(1, 1);

    /// <summary>Whether anything can be checked.</summary>
    public bool IsPossible => authority is not null;

    /// <summary>Checks a proof by its bundle alone; null when others wait for so long that this one gave up.</summary>
    public async Task<RangeVerificationOutcome?> VerifyAsync(RangeKey key, CancellationToken cancellation)
    {
        if (authority is null)
        {
            return RangeVerificationOutcome.Refused("no genesis file was given, which says who decides the blocks");
        }

        if (!await running.WaitAsync(MaxWait, cancellation).ConfigureAwait(false))
        {
            return null;
        }

        try
        {
            long start = Stopwatch.GetTimestamp();
            (StoredRange? read, string? problem) = await ReadAsync(key, cancellation).ConfigureAwait(false);
            if (read is not { } stored)
            {
                return RangeVerificationOutcome.Refused(problem ?? "the entry is gone");
            }

            // The program is compiled when the first proof is checked.
            BlockProofReport report = await Task.Run(() => Check(authority).Run(stored), cancellation).ConfigureAwait(false);
            return new RangeVerificationOutcome(report, Stopwatch.GetElapsedTime(start), stored.Manifest);
        }
        finally
        {
            running.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => running.Dispose();

    private static StoredRangeCheck Check(BlockAuthority deciding) =>
        new(new BlockProofCheck(deciding, [ProvenProgram.Current]));

    private async Task<(StoredRange? Read, string? Problem)> ReadAsync(RangeKey key, CancellationToken cancellation)
    {
        try
        {
            return (await store.ReadAsync(key, cancellation).ConfigureAwait(false), null);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return (null, exception.Message);
        }
    }
}
