using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Web;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.Explorer.Search;

/// <summary>Finds the page that a search means.</summary>
internal sealed class SearchResolver(ExplorerData data)
{
    /// <summary>
    /// The path of the page: a block's by number or hash, a transaction's, a contract's or a class's; null when there is none.
    /// </summary>
    public async Task<string?> ResolveAsync(SearchQuery query, CancellationToken cancellation)
    {
        if (query.Number is { } number && number <= await data.Node.HeightAsync(cancellation).ConfigureAwait(false))
        {
            return Routes.Block(number);
        }

        return query.Felt is { } felt ? await ResolveAsync(felt, cancellation).ConfigureAwait(false) : null;
    }

    private async Task<string?> ResolveAsync(Felt felt, CancellationToken cancellation)
    {
        if (await data.Node.StatusAsync(felt, cancellation).ConfigureAwait(false) is not null)
        {
            return Routes.Transaction(felt);
        }

        if (await data.Node.HeaderAsync(new BlockId.ByHash(felt), cancellation).ConfigureAwait(false) is { } header)
        {
            return Routes.Block(header.Number);
        }

        if (await data.Node.ClassHashAtAsync(BlockId.Latest, felt, cancellation).ConfigureAwait(false) is not null)
        {
            return Routes.Contract(felt);
        }

        return await data.Classes.ClassAsync(felt, cancellation).ConfigureAwait(false) is not null ? Routes.Class(felt) : null;
    }
}
