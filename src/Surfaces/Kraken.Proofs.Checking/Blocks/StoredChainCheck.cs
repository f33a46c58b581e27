using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Kraken.BlockProof.Statement;
using Kraken.Fields;
using Kraken.Proofs.Ranges;

namespace Kraken.Proofs.Checking.Blocks;

/// <summary>Checks all proofs of a chain that a store holds, from block 1 on, and that each begins where the one before it ends.</summary>
/// <param name="store">The store, of whatever origin.</param>
/// <param name="genesis">The hash of the chain's block 0.</param>
/// <param name="check">What its entries are checked by.</param>
public sealed class StoredChainCheck(IRangeProofStore store, Felt genesis, StoredRangeCheck check)
{
    /// <summary>Checks one entry after the other, with what lies between them; never throws on what lies in the store.</summary>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async IAsyncEnumerable<ChainLink> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        ulong next = 1;
        Felt? end = genesis;
        foreach (RangeKey key in await store.OfChainAsync(genesis, cancellation).ConfigureAwait(false))
        {
            if (key.FirstBlock > next)
            {
                yield return await GapAsync(next, key.FirstBlock - 1, cancellation).ConfigureAwait(false);
                end = null;
            }

            (ChainLink link, Felt? last) =
                await CheckAsync(key, key.FirstBlock == next ? end : null, cancellation).ConfigureAwait(false);
            yield return link;
            if (key.LastBlock >= next && key.LastBlock < ulong.MaxValue)
            {
                (next, end) = (key.LastBlock + 1, last);
            }
        }
    }

    private async Task<ChainLink> GapAsync(ulong first, ulong last, CancellationToken cancellation)
    {
        IReadOnlyList<ulong> unproved = await store.UnprovedBlocksAsync(genesis, cancellation).ConfigureAwait(false);
        UnprovedBlock? named = null;
        foreach (ulong number in unproved.Where(number => first <= number && number <= last))
        {
            named ??= await store.UnprovedAsync(genesis, number, cancellation).ConfigureAwait(false);
        }

        string problem = named is null ? "no proof" : $"no proof; block {named.Number}: {named.Text}";
        return new ChainLink(new BlockSpan(first, last), 0, problem);
    }

    private async Task<(ChainLink Link, Felt? Last)> CheckAsync(RangeKey key, Felt? end, CancellationToken cancellation)
    {
        BlockSpan blocks = new(key.FirstBlock, key.LastBlock);
        StoredRange? stored;
        try
        {
            stored = await store.ReadAsync(key, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return (new ChainLink(blocks, 0, exception.Message), null);
        }

        if (stored is null)
        {
            return (new ChainLink(blocks, 0, "the entry went while it was read"), null);
        }

        BlockProofReport report = check.Run(stored);
        if (report.FirstFailure is { } failure)
        {
            return (new ChainLink(blocks, 0, $"{failure.Name}: {failure.Detail}"), null);
        }

        BlockStatement proved = report.Statement!;
        string? problem = end is { } before && before != proved.ParentHash
            ? $"expected to begin with {before}, in which the proof before ends, got {proved.ParentHash}"
            : null;
        return (new ChainLink(blocks, stored.Manifest.Transactions, problem), proved.LastHash);
    }
}
