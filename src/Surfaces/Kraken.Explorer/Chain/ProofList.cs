using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Proofs.Ranges;

namespace Kraken.Explorer.Chain;

/// <summary>What a proof store holds of a chain at one moment.</summary>
/// <param name="Genesis">The hash of the chain's block 0.</param>
/// <param name="Keys">Its entries, by their first blocks, then by their last.</param>
/// <param name="Unproved">The blocks that are named as without a proof, ascending.</param>
internal sealed record ProofList(Felt Genesis, IReadOnlyList<RangeKey> Keys, IReadOnlyList<ulong> Unproved)
{
    /// <summary>Why the store could not be read, so that this is what it held before; null for nothing.</summary>
    public string? Problem { get; init; }

    /// <summary>The last block of an unbroken row from block 1 on, each of which has an entry or is named; 0 for none.</summary>
    public ulong Through
    {
        get
        {
            ulong through = 0;
            int named = 0;
            foreach (RangeKey key in Keys.Append(new RangeKey(Genesis, ulong.MaxValue, ulong.MaxValue)))
            {
                for (; named < Unproved.Count && Joins(Unproved[named], through); named++)
                {
                    through = ulong.Max(through, Unproved[named]);
                }

                if (!Joins(key.FirstBlock, through))
                {
                    break;
                }

                through = ulong.Max(through, key.LastBlock);
            }

            return through;
        }
    }

    /// <summary>The entries below one in the order of pages, which begins with the highest blocks.</summary>
    /// <param name="after">The last entry of the page before; null for all entries.</param>
    public IEnumerable<RangeKey> Below(RangeKey? after) => Keys.Reverse().SkipWhile(key =>
        after is { } last && (key.FirstBlock > last.FirstBlock || (key.FirstBlock == last.FirstBlock && key.LastBlock >= last.LastBlock)));

    private static bool Joins(ulong block, ulong through) => block <= through || block - 1 == through;
}
