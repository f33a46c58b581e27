using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Proofs.Ranges;

namespace Kraken.Proofs.Checking.Blocks;

/// <summary>Finds the stored proofs of a block, and checks them as they lie there, without a node.</summary>
/// <param name="store">The store, of whatever origin.</param>
/// <param name="genesis">The hash of the chain's block 0.</param>
/// <param name="check">What its entries are checked by.</param>
public sealed class StoredBlockCheck(IRangeProofStore store, Felt genesis, StoredRangeCheck check)
{
    internal const string ReadStep = "the proof is read from the store";

    /// <summary>Checks every entry that holds a block; never throws on what lies in the store.</summary>
    /// <param name="number">The height.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async Task<StoredBlockProofs> RunAsync(ulong number, CancellationToken cancellation)
    {
        ImmutableArray<(RangeKey Key, BlockProofReport Report)>.Builder found =
            ImmutableArray.CreateBuilder<(RangeKey Key, BlockProofReport Report)>();
        foreach (RangeKey key in (await store.OfChainAsync(genesis, cancellation).ConfigureAwait(false)).Where(key => key.Contains(number)))
        {
            found.Add((key, await CheckAsync(key, cancellation).ConfigureAwait(false)));
        }

        UnprovedBlock? named = found.Count > 0 ? null : await store.UnprovedAsync(genesis, number, cancellation).ConfigureAwait(false);
        return new StoredBlockProofs(number, found.ToImmutable(), named);
    }

    private async Task<BlockProofReport> CheckAsync(RangeKey key, CancellationToken cancellation)
    {
        try
        {
            return await store.ReadAsync(key, cancellation).ConfigureAwait(false) is { } stored
                ? check.Run(stored)
                : Unread("the entry went while it was read");
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return Unread(exception.Message);
        }
    }

    private static BlockProofReport Unread(string problem) =>
        new([new CheckStep(ReadStep, CheckOutcome.Failed, problem, default)], null, []);
}
