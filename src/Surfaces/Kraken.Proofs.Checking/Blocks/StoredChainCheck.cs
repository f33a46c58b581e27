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

/// <summary>
/// Checks all proofs of a chain that a store holds, from block 1 on: that each begins where the one before it ends, and that those of the
/// same blocks are of one chain.
/// </summary>
public sealed class StoredChainCheck
{
    /// <summary>The most blocks of a gap whose reasons are told.</summary>
    private const int MaxNamed = 20;

    private readonly IRangeProofStore store;
    private readonly Felt genesis;
    private readonly Func<StoredRange, BlockProofReport> check;

    // The hashes of blocks for which a proof holds, from the one before the entry that is checked.
    private readonly SortedDictionary<ulong, Felt> proved = [];

    /// <summary>Joins the parts.</summary>
    /// <param name="store">The store, of whatever origin.</param>
    /// <param name="genesis">The hash of the chain's block 0.</param>
    /// <param name="check">What its entries are checked by.</param>
    public StoredChainCheck(IRangeProofStore store, Felt genesis, StoredRangeCheck check)
        : this(store, genesis, (check ?? throw new ArgumentNullException(nameof(check))).Run)
    {
    }

    internal StoredChainCheck(IRangeProofStore store, Felt genesis, Func<StoredRange, BlockProofReport> check)
    {
        this.store = store;
        this.genesis = genesis;
        this.check = check;
    }

    /// <summary>Checks one entry after the other, with what lies between them; never throws on what lies in the store.</summary>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async IAsyncEnumerable<ChainLink> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        ulong next = 1;
        proved.Clear();
        proved[0] = genesis;
        foreach (RangeKey key in await store.OfChainAsync(genesis, cancellation).ConfigureAwait(false))
        {
            if (key.FirstBlock > next)
            {
                yield return await GapAsync(next, key.FirstBlock - 1, cancellation).ConfigureAwait(false);
            }

            yield return await CheckAsync(key, cancellation).ConfigureAwait(false);
            if (key.LastBlock >= next && key.LastBlock < ulong.MaxValue)
            {
                next = key.LastBlock + 1;
            }
        }

        // What is named behind the last proof is part of the chain too.
        IReadOnlyList<ulong> unproved = await store.UnprovedBlocksAsync(genesis, cancellation).ConfigureAwait(false);
        if (unproved.Count > 0 && unproved[^1] >= next)
        {
            yield return await GapAsync(next, unproved[^1], cancellation).ConfigureAwait(false);
        }
    }

    private async Task<ChainLink> GapAsync(ulong first, ulong last, CancellationToken cancellation)
    {
        IReadOnlyList<ulong> unproved = await store.UnprovedBlocksAsync(genesis, cancellation).ConfigureAwait(false);
        ulong[] named = [.. unproved.Where(number => first <= number && number <= last)];
        List<string> texts = ["no proof"];
        foreach (ulong number in named.Take(MaxNamed))
        {
            if (await store.UnprovedAsync(genesis, number, cancellation).ConfigureAwait(false) is { } block)
            {
                texts.Add($"block {number}, as the store states: {block.Text}");
            }
        }

        if (named.Length > MaxNamed)
        {
            texts.Add($"and {named.Length - MaxNamed} more that are named");
        }

        return new ChainLink(new BlockSpan(first, last), 0, string.Join("; ", texts)) { HasNoProof = true };
    }

    private async Task<ChainLink> CheckAsync(RangeKey key, CancellationToken cancellation)
    {
        BlockSpan blocks = new(key.FirstBlock, key.LastBlock);
        StoredRange? stored;
        try
        {
            stored = await store.ReadAsync(key, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return new ChainLink(blocks, 0, exception.Message);
        }

        if (stored is null)
        {
            return new ChainLink(blocks, 0, "the entry went while it was read");
        }

        BlockProofReport report = check(stored);
        return report.FirstFailure is { } failure
            ? new ChainLink(blocks, 0, $"{failure.Name}: {failure.Detail}")
            : new ChainLink(blocks, stored.Manifest.Transactions, FindFork(report.Statement!)) { Taken = report.Taken.FirstOrDefault() };
    }

    /// <summary>What another proof that holds says otherwise of the blocks, or of the one before them; null for nothing.</summary>
    private string? FindFork(BlockStatement statement)
    {
        // Entries come by their first blocks, so nothing below is asked for again.
        while (proved.Count > 0 && proved.Keys.First() is var lowest && lowest < statement.FirstBlock - 1)
        {
            proved.Remove(lowest);
        }

        string? problem = proved.TryGetValue(statement.FirstBlock - 1, out Felt before) && before != statement.ParentHash
            ? $"expected to begin with {before}, in which the proof before ends, got {statement.ParentHash}"
            : null;
        for (int i = 0; i < statement.Blocks.Length; i++)
        {
            ulong number = statement.FirstBlock + (ulong)i;
            Felt hash = statement.Blocks[i].Hash;
            if (!proved.TryAdd(number, hash) && proved[number] != hash)
            {
                problem ??= $"block {number}: expected {proved[number]}, of which a proof holds too, got {hash}";
            }
        }

        return problem;
    }
}
