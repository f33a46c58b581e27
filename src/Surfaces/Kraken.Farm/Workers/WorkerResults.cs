using System;
using System.IO;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Farm.Metrics;
using Kraken.Farm.Proving;
using Kraken.Proofs.Ranges;
using Microsoft.Extensions.Logging;

namespace Kraken.Farm.Workers;

/// <summary>
/// A worker's proofs in the store, of which nothing is believed: what lies at a proof's place is a proof of those blocks, or is set aside.
/// </summary>
/// <param name="proofs">Where proofs go.</param>
/// <param name="prover">Checks what lies there.</param>
/// <param name="rules">How long a proof is held while the store is away.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">Told of proofs, and of what lay in their place.</param>
internal sealed class WorkerResults(
    IRangeProofStore proofs, IRangeProver prover, WorkerRules rules, TimeProvider clock, ILogger logger)
{
    private readonly CheckedProofs entries = new(proofs, prover, logger);

    /// <summary>Whether a good proof lies at the place of blocks; another entry there is set aside.</summary>
    public async Task<bool> HasProofAsync(RangeKey key, CancellationToken cancellation) =>
        (await entries.ReadAsync(key, cancellation).ConfigureAwait(false)).Good is not null;

    /// <summary>Stores a proof; where the store cannot be reached it is held for a while, as it cost more than the waiting.</summary>
    /// <param name="stored">The proof.</param>
    /// <param name="report">Told why it is held.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="FarmUnavailableException">The store stays away.</exception>
    public async Task StoreAsync(StoredRange stored, Action<string> report, CancellationToken cancellation)
    {
        TimeSpan pause = rules.FirstPause;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await StoreOnceAsync(stored, cancellation).ConfigureAwait(false);
                return;
            }
            catch (FarmUnavailableException away) when (attempt < rules.StoreAttempts)
            {
                report($"the proof cannot be stored: {away.Message}; trying again");
                await Task.Delay(pause, clock, cancellation).ConfigureAwait(false);
                pause = pause * 2 < rules.LongestPause ? pause * 2 : rules.LongestPause;
            }
        }
    }

    private async Task StoreOnceAsync(StoredRange stored, CancellationToken cancellation)
    {
        RangeManifest manifest = stored.Manifest;
        string? problem;
        try
        {
            await proofs.PutAsync(manifest, stored.Bundle, cancellation).ConfigureAwait(false);
            problem = await FindOtherAsync(manifest, cancellation).ConfigureAwait(false);
        }
        catch (InvalidDataException damaged)
        {
            problem = damaged.Message;
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException and not FarmUnavailableException)
        {
            throw new FarmUnavailableException($"{manifest.Key} cannot be stored: {exception.Message}");
        }

        if (problem is not null)
        {
            await proofs.SetAsideAsync(manifest.Key, cancellation).ConfigureAwait(false);
            throw new FarmUnavailableException($"at the place of {manifest.Key} lay something else, which is set aside: {problem}");
        }

        ProofMeter.Stored(manifest);
        logger.LogInformation(
            "proved {Blocks}: {Transactions} {Noun}, {Steps} steps, run in {Run:F1} s, proved in {Prove:F1} s, {Bytes} bytes",
            manifest.Key, manifest.Transactions, manifest.TransactionsNoun, manifest.Steps, manifest.RunMilliseconds / 1000.0,
            manifest.ProveMilliseconds / 1000.0, manifest.BundleBytes);
    }

    /// <summary>What else than a proof of the same blocks lies at its place: another worker may have been first.</summary>
    private async Task<string?> FindOtherAsync(RangeManifest manifest, CancellationToken cancellation)
    {
        if (await proofs.ReadAsync(manifest.Key, cancellation).ConfigureAwait(false) is not { } read)
        {
            return "nothing";
        }

        bool isOwn = read.Manifest.BundleSha256 == manifest.BundleSha256
            && Convert.ToHexStringLower(SHA256.HashData(read.Bundle)) == manifest.BundleSha256;
        return isOwn ? null
            : read.Manifest.LastHash != manifest.LastHash || read.Manifest.ParentHash != manifest.ParentHash ? "a proof of other blocks"
            : await prover.FindProblemAsync(read, cancellation).ConfigureAwait(false);
    }
}
