using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Caching;
using Kraken.Fields;
using Kraken.Proofs.Ranges;
using Kraken.Starknet.Blocks;

namespace Kraken.Explorer.Chain;

/// <summary>
/// The proofs of blocks as the pages read them, those of the node's chain; the list is up to a second old, manifests are read once while
/// they are remembered. Safe for several threads.
/// </summary>
internal sealed class RangeCatalog(IRangeProofStore store, NodeReader node, TimeProvider clock)
{
    private const int MaxManifests = 1024;

    // An entry that cannot be read proves nothing. The row of proofs ends in the latest ones; so many of those are looked at.
    private const int MaxLooked = 64;
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly BoundedCache<RangeKey, RangeManifest> manifests = new(MaxManifests);
    private readonly Lock guard = new();
    private ProofList? list;
    private DateTimeOffset listAt = DateTimeOffset.MinValue;

    /// <summary>The store itself.</summary>
    public IRangeProofStore Store => store;

    /// <summary>What the store holds of the node's chain; null where the node gives no block 0.</summary>
    public async Task<ProofList?> ListAsync(CancellationToken cancellation)
    {
        lock (guard)
        {
            if (list is not null && (clock.GetUtcNow() - listAt).Duration() <= Freshness)
            {
                return list;
            }
        }

        if (await node.HeaderAsync(new BlockId.ByNumber(0), cancellation).ConfigureAwait(false) is not { Hash: var genesis })
        {
            return null;
        }

        ProofList read = await ReadAsync(genesis, cancellation).ConfigureAwait(false);
        lock (guard)
        {
            (list, listAt) = (read, clock.GetUtcNow());
        }

        return read;
    }

    /// <summary>The manifest of an entry; null when there is none, or none that can be read.</summary>
    public async Task<RangeManifest?> ManifestAsync(RangeKey key, CancellationToken cancellation)
    {
        if (manifests.TryGet(key, out RangeManifest? known))
        {
            return known;
        }

        RangeManifest? manifest = await OrAsync(() => store.ManifestAsync(key, cancellation), null).ConfigureAwait(false);
        if (manifest is not null)
        {
            Remember(manifest);
        }

        return manifest;
    }

    /// <summary>The manifest of the entry about blocks of the node's chain, "first-last"; null when there is none.</summary>
    public async Task<RangeManifest?> FindAsync(string blocks, CancellationToken cancellation) =>
        RangeKey.Parse(default, blocks) is { } key && await ListAsync(cancellation).ConfigureAwait(false) is { } known
            ? await ManifestAsync(key with { Genesis = known.Genesis }, cancellation).ConfigureAwait(false)
            : null;

    /// <summary>Shows a manifest that was read just now from here on.</summary>
    public void Remember(RangeManifest manifest) => manifests.Set(manifest.Key, manifest);

    /// <summary>The manifests of entries in their order, without those that cannot be read.</summary>
    public async Task<IReadOnlyList<RangeManifest>> ManifestsAsync(IEnumerable<RangeKey> keys, CancellationToken cancellation)
    {
        List<RangeManifest> found = [];
        foreach (RangeKey key in keys)
        {
            if (await ManifestAsync(key, cancellation).ConfigureAwait(false) is { } manifest)
            {
                found.Add(manifest);
            }
        }

        return found;
    }

    /// <summary>What is said of a block: by which proof it is proved, or why it has none; neither where nobody came to it yet.</summary>
    public async Task<(RangeManifest? Range, UnprovedBlock? Unproved)> OfBlockAsync(ulong block, CancellationToken cancellation)
    {
        if (await ListAsync(cancellation).ConfigureAwait(false) is not { } known)
        {
            return (null, null);
        }

        foreach (RangeKey key in known.Keys.Where(key => key.Contains(block)))
        {
            if (await ManifestAsync(key, cancellation).ConfigureAwait(false) is { } range)
            {
                return (range, null);
            }
        }

        return (null, await UnprovedAsync(known.Genesis, block, cancellation).ConfigureAwait(false));
    }

    /// <summary>The highest blocks that are named as without a proof, the highest first.</summary>
    public Task<IReadOnlyList<UnprovedBlock>> UnprovedAsync(ProofList known, int limit, CancellationToken cancellation) =>
        ReasonsAsync(known.Genesis, known.Unproved.Reverse().Take(limit), cancellation);

    /// <summary>Why blocks are without a proof, in their order; those of which that cannot be read are left out.</summary>
    public async Task<IReadOnlyList<UnprovedBlock>> ReasonsAsync(Felt genesis, IEnumerable<ulong> blocks, CancellationToken cancellation)
    {
        List<UnprovedBlock> found = [];
        foreach (ulong block in blocks)
        {
            if (await UnprovedAsync(genesis, block, cancellation).ConfigureAwait(false) is { } unproved)
            {
                found.Add(unproved);
            }
        }

        return found;
    }

    /// <summary>How far the chain is proved; null where the node gives no block 0.</summary>
    /// <param name="height">The chain's latest block.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ProofStanding?> StandingAsync(ulong height, CancellationToken cancellation)
    {
        if (await ListAsync(cancellation).ConfigureAwait(false) is not { } known)
        {
            return null;
        }

        ulong through = known.Through;
        BlockHeader? waiting = through < height
            ? await node.HeaderAsync(new BlockId.ByNumber(through + 1), cancellation).ConfigureAwait(false)
            : null;
        double age = waiting is null ? 0 : Math.Max(0, Math.Floor((clock.GetUtcNow() - BlockSummary.TimeOf(waiting)).TotalSeconds));
        return new ProofStanding(height, through, known.Keys.Count, known.Unproved.Count, TimeSpan.FromSeconds(age))
        {
            Problem = known.Problem,
        };
    }

    // Entries change under the reader, and a store may be away.
    private static async Task<T> OrAsync<T>(Func<Task<T>> read, T otherwise)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return otherwise;
        }
    }

    private Task<UnprovedBlock?> UnprovedAsync(Felt genesis, ulong block, CancellationToken cancellation) =>
        OrAsync(() => store.UnprovedAsync(genesis, block, cancellation), null);

    private async Task<ProofList> ReadAsync(Felt genesis, CancellationToken cancellation)
    {
        try
        {
            IReadOnlyList<RangeKey> keys = await store.OfChainAsync(genesis, cancellation).ConfigureAwait(false);
            IReadOnlyList<ulong> unproved = await store.UnprovedBlocksAsync(genesis, cancellation).ConfigureAwait(false);
            List<RangeKey> readable = [.. keys.SkipLast(MaxLooked)];
            foreach (RangeKey key in keys.TakeLast(MaxLooked))
            {
                if (await ManifestAsync(key, cancellation).ConfigureAwait(false) is not null)
                {
                    readable.Add(key);
                }
            }

            return new ProofList(genesis, readable, unproved);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            ProofList known = list is { } last && last.Genesis == genesis ? last : new ProofList(genesis, [], []);
            return known with { Problem = exception.Message };
        }
    }
}
