using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using Kraken.Fields;
using Kraken.Proofs;

namespace Kraken.Explorer.Chain;

/// <summary>The proof store as the pages read it: manifests by key, read once, and the newest of them. Safe for several threads.</summary>
internal sealed class ProofCatalog(IProofStore store, TimeProvider clock)
{
    private const int MaxManifests = 4096;
    private const int MaxOfBlock = 500;
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly ManifestCache<ProofKey, ProofManifest> manifests = new(store.Manifest, MaxManifests);
    private readonly Lock guard = new();
    private IReadOnlyList<ProofKey> newest = [];
    private int newestLimit;
    private DateTimeOffset newestAt = DateTimeOffset.MinValue;

    /// <summary>The store itself.</summary>
    public IProofStore Store => store;

    /// <summary>The manifest of an entry; null when there is none, or none that can be read.</summary>
    public ProofManifest? Manifest(ProofKey key) => manifests.Find(key);

    /// <summary>Shows a manifest that was read just now from here on.</summary>
    public void Remember(ProofManifest manifest) => manifests.Remember(manifest.Key, manifest);

    /// <summary>The manifest of the proof of a transaction in a block; null when there is none.</summary>
    public ProofManifest? OfTransaction(ulong block, Felt transaction) => Manifest(new ProofKey(block, transaction));

    /// <summary>The manifests of a block's proofs.</summary>
    public IReadOnlyList<ProofManifest> OfBlock(ulong block) => Manifests(Keys(() => store.OfBlock(block)).Take(MaxOfBlock));

    /// <summary>The manifests of the highest blocks' proofs; up to a second old.</summary>
    public IReadOnlyList<ProofManifest> Latest(int limit)
    {
        IReadOnlyList<ProofKey> keys;
        lock (guard)
        {
            if (clock.GetUtcNow() - newestAt > Freshness || newestLimit != limit)
            {
                newest = Keys(() => store.Latest(limit));
                newestLimit = limit;
                newestAt = clock.GetUtcNow();
            }

            keys = newest;
        }

        return Manifests(keys);
    }

    /// <summary>A page of all keys, whatever lies under them.</summary>
    /// <param name="limit">The most keys.</param>
    /// <param name="after">The key after which the page begins; null for the first page.</param>
    public IReadOnlyList<ProofKey> Page(int limit, ProofKey? after) => Keys(() => store.Latest(limit, after));

    /// <summary>The manifests of some keys, without those that cannot be read.</summary>
    public IReadOnlyList<ProofManifest> Manifests(IEnumerable<ProofKey> keys) => [.. keys.Select(Manifest).OfType<ProofManifest>()];

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
}
