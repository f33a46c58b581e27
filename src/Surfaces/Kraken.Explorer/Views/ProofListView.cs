using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Fields;
using Kraken.Proofs;
using Kraken.Proofs.Ranges;

namespace Kraken.Explorer.Views;

/// <summary>A page of the list of proofs.</summary>
/// <param name="Proofs">The proofs, highest block first.</param>
/// <param name="Ranges">On the first page the proofs of the highest blocks.</param>
/// <param name="IsFirst">Whether it is the first page.</param>
/// <param name="Older">The entry after which the next page begins; null on the last.</param>
internal sealed record ProofListView(
    IReadOnlyList<ProofManifest> Proofs, IReadOnlyList<RangeManifest> Ranges, bool IsFirst, ProofKey? Older)
{
    /// <summary>Proofs on a page.</summary>
    public const int Length = 50;

    /// <summary>Reads a page.</summary>
    /// <param name="proofs">The store.</param>
    /// <param name="ranges">The proofs of blocks; the node is asked which chain's.</param>
    /// <param name="after">The entry after which it begins; null for the first page.</param>
    /// <param name="cancellation">Ends the question.</param>
    public static async Task<ProofListView> LoadAsync(
        ProofCatalog proofs, RangeCatalog ranges, ProofKey? after, CancellationToken cancellation)
    {
        Felt? genesis = after is null ? await ranges.GenesisAsync(cancellation).ConfigureAwait(false) : null;
        ProofListView calls = Load(proofs, after);
        return genesis is { } chain ? calls with { Ranges = ranges.Latest(chain, Length) } : calls;
    }

    /// <summary>Reads a page without the proofs of blocks.</summary>
    /// <param name="proofs">The store.</param>
    /// <param name="after">The entry after which it begins; null for the first page.</param>
    public static ProofListView Load(ProofCatalog proofs, ProofKey? after)
    {
        // One key more tells whether there is another page.
        IReadOnlyList<ProofKey> keys = proofs.Page(Length + 1, after);
        bool hasMore = keys.Count > Length;
        return new ProofListView(proofs.Manifests(keys.Take(Length)), [], after is null, hasMore ? keys[Length - 1] : null);
    }
}
