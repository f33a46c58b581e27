using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Proofs;

namespace Kraken.Explorer.Chain;

/// <summary>The proof store as the pages read it: manifests by key, read once, and the newest of them. Safe for several threads.</summary>
internal sealed class ProofCatalog(IProofStore store, TimeProvider clock)
{
    private const int MaxManifests = 4096;
    private static readonly TimeSpan freshness = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<ProofKey, ProofManifest> manifests = [];
    private readonly Lock guard = new();
    private IReadOnlyList<ProofKey> newest = [];
    private int newestLimit;
    private DateTimeOffset newestAt = DateTimeOffset.MinValue;

    /// <summary>The store itself.</summary>
    public IProofStore Store => store;

    /// <summary>The manifest of an entry; null when there is none, or none that can be read.</summary>
    public async Task<ProofManifest?> ManifestAsync(ProofKey key, CancellationToken cancellation)
    {
        if (manifests.TryGetValue(key, out ProofManifest? known))
        {
            return known;
        }

        ProofManifest? manifest;
        try
        {
            manifest = await store.ManifestAsync(key, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return null;
        }

        // A manifest about something else than the place where it lies is none.
        if (manifest is not null && manifest.Key != key)
        {
            return null;
        }

        if (manifest is not null)
        {
            if (manifests.Count >= MaxManifests)
            {
                manifests.Clear();
            }

            manifests[key] = manifest;
        }

        return manifest;
    }

    /// <summary>The manifest of the proof of a transaction in a block; null when there is none.</summary>
    public Task<ProofManifest?> OfTransactionAsync(ulong block, Felt transaction, CancellationToken cancellation) =>
        ManifestAsync(new ProofKey(block, transaction.ToString()), cancellation);

    /// <summary>The manifests of a block's proofs.</summary>
    public Task<IReadOnlyList<ProofManifest>> OfBlockAsync(ulong block, CancellationToken cancellation) => ManifestsAsync(Keys(() => store.OfBlock(block)), cancellation);

    /// <summary>The manifests of the highest blocks' proofs; up to a second old.</summary>
    public Task<IReadOnlyList<ProofManifest>> LatestAsync(int limit, CancellationToken cancellation)
    {
        IReadOnlyList<ProofKey> keys;
        lock (guard)
        {
            if (clock.GetUtcNow() - newestAt > freshness || newestLimit != limit)
            {
                newest = Keys(() => store.Latest(limit));
                newestLimit = limit;
                newestAt = clock.GetUtcNow();
            }

            keys = newest;
        }

        return ManifestsAsync(keys, cancellation);
    }

    /// <summary>The keys, or none while the folders change under the reader.</summary>
    private static IReadOnlyList<ProofKey> Keys(Func<IReadOnlyList<ProofKey>> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<ProofManifest>> ManifestsAsync(IReadOnlyList<ProofKey> keys, CancellationToken cancellation)
    {
        List<ProofManifest> found = [];
        foreach (ProofKey key in keys)
        {
            if (await ManifestAsync(key, cancellation).ConfigureAwait(false) is { } manifest)
            {
                found.Add(manifest);
            }
        }

        return found;
    }
}
