using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Proofs.Ranges;
using Kraken.Starknet.Blocks;

namespace Kraken.Explorer.Chain;

/// <summary>
/// The proofs of blocks as the pages read them, those of the node's chain; the list is up to a second old. Safe for several threads.
/// </summary>
internal sealed class RangeCatalog(RangeProofStore store, NodeReader node, TimeProvider clock)
{
    private const int MaxManifests = 1024;
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly ManifestCache<RangeKey, RangeManifest> manifests = new(store.Manifest, MaxManifests);
    private readonly Lock guard = new();
    private RangeKey[] keys = [];
    private Felt keysOf;
    private DateTimeOffset keysAt = DateTimeOffset.MinValue;

    /// <summary>The store itself.</summary>
    public RangeProofStore Store => store;

    /// <summary>The hash of the node's block 0; null where it gives none.</summary>
    public async Task<Felt?> GenesisAsync(CancellationToken cancellation) =>
        (await node.HeaderAsync(new BlockId.ByNumber(0), cancellation).ConfigureAwait(false))?.Hash;

    /// <summary>The manifest of an entry; null when there is none, or none that can be read.</summary>
    public RangeManifest? Manifest(RangeKey key) => manifests.Find(key);

    /// <summary>What is said of a block: by which proof it is proved, or why it has none; neither where nobody came to it yet.</summary>
    public (RangeManifest? Range, UnprovedBlock? Unproved) OfBlock(Felt genesis, ulong block) =>
        Keys(genesis).Where(key => key.Contains(block)).Select(Manifest).OfType<RangeManifest>().FirstOrDefault() is { } range
            ? (range, null)
            : (null, store.Unproved(genesis, block));

    /// <summary>The proofs of the highest blocks.</summary>
    public IReadOnlyList<RangeManifest> Latest(Felt genesis, int limit) =>
        [.. Keys(genesis).Reverse().Select(Manifest).OfType<RangeManifest>().Take(limit)];

    private RangeKey[] Keys(Felt genesis)
    {
        lock (guard)
        {
            if (clock.GetUtcNow() - keysAt > Freshness || keysOf != genesis)
            {
                try
                {
                    keys = [.. store.OfChain(genesis)];
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    // The folders change under the reader.
                    keys = [];
                }

                keysOf = genesis;
                keysAt = clock.GetUtcNow();
            }

            return keys;
        }
    }
}
