using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Kraken.BlockProof.Statement;
using Kraken.Fields;
using Kraken.Proofs.Ranges;

namespace Kraken.Proofs.Checking.Blocks;

/// <summary>Checks all proofs of a chain that a store holds, from block 1 on, and that each begins where the one before it ends.</summary>
/// <param name="store">The store, of whatever origin.</param>
/// <param name="genesis">The hash of the chain's block 0.</param>
/// <param name="check">What its entries are checked by.</param>
public sealed class StoredChainCheck(RangeProofStore store, Felt genesis, StoredRangeCheck check)
{
    /// <summary>Checks one entry after the other, with what lies between them; never throws on what lies in the store.</summary>
    public IEnumerable<ChainLink> Run()
    {
        ulong next = 1;
        Felt? end = genesis;
        foreach (RangeKey key in store.OfChain(genesis))
        {
            if (key.FirstBlock > next)
            {
                yield return Gap(next, key.FirstBlock - 1);
                end = null;
            }

            (ChainLink link, Felt? last) = Check(key, key.FirstBlock == next ? end : null);
            yield return link;
            if (key.LastBlock >= next && key.LastBlock < ulong.MaxValue)
            {
                (next, end) = (key.LastBlock + 1, last);
            }
        }
    }

    private ChainLink Gap(ulong first, ulong last)
    {
        UnprovedBlock? named = store.UnprovedBlocks(genesis).Where(number => first <= number && number <= last)
            .Select(number => store.Unproved(genesis, number))
            .FirstOrDefault(block => block is not null);
        string problem = named is null ? "no proof" : $"no proof; block {named.Number}: {named.Text}";
        return new ChainLink(new BlockSpan(first, last), 0, problem);
    }

    private (ChainLink Link, Felt? Last) Check(RangeKey key, Felt? end)
    {
        BlockSpan blocks = new(key.FirstBlock, key.LastBlock);
        StoredRange? stored;
        try
        {
            stored = store.Read(key);
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
