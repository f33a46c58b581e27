using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Tables;
using Kraken.Explorer.Web;
using Kraken.Proofs.Ranges;

namespace Kraken.Explorer.Views;

/// <summary>A page of the chain of proofs.</summary>
/// <param name="Proofs">The proofs, highest blocks first.</param>
/// <param name="IsFirst">Whether it is the first page.</param>
/// <param name="Older">The entry after which the next page begins; null on the last.</param>
/// <param name="Standing">On the first page how far the chain is proved.</param>
/// <param name="Unproved">On the first page the highest blocks without a proof, highest first.</param>
internal sealed record ProofListView(
    IReadOnlyList<RangeManifest> Proofs,
    bool IsFirst,
    RangeKey? Older,
    ProofStanding? Standing,
    IReadOnlyList<UnprovedBlock> Unproved)
{
    /// <summary>Proofs on a page, and blocks without one.</summary>
    public const int Length = 50;

    /// <summary>What the page shows and exports.</summary>
    public DataTable Table => ChainTables.Proofs(Proofs, "proofs", After is { } after ? Routes.Proofs(after) : Routes.AllProofs);

    /// <summary>The entry after which the page begins; null for the first.</summary>
    public RangeKey? After { get; init; }

    /// <summary>Reads a page.</summary>
    /// <param name="data">The chain.</param>
    /// <param name="after">The entry after which it begins; null for the first page.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<ProofListView> LoadAsync(ExplorerData data, RangeKey? after, CancellationToken cancellation)
    {
        if (await data.Proofs.ListAsync(cancellation).ConfigureAwait(false) is not { } list)
        {
            return new([], after is null, null, null, []);
        }

        // One key more tells whether there is another page.
        RangeKey[] keys = [.. list.Below(after).Take(Length + 1)];
        IReadOnlyList<RangeManifest> proofs = await data.Proofs.ManifestsAsync(keys.Take(Length), cancellation).ConfigureAwait(false);
        ProofListView page = new(proofs, after is null, keys.Length > Length ? keys[Length - 1] : null, null, [])
        {
            After = after,
        };
        return after is not null ? page : page with
        {
            Standing = await data.Proofs
                .StandingAsync(await data.Node.HeightAsync(cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false),
            Unproved = await data.Proofs.UnprovedAsync(list, Length, cancellation).ConfigureAwait(false),
        };
    }
}
