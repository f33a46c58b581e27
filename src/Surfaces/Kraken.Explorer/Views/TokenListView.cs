using System.Collections.Immutable;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Tables;
using Kraken.Explorer.Tokens;
using Kraken.Explorer.Web;

namespace Kraken.Explorer.Views;

/// <summary>The list of tokens.</summary>
/// <param name="List">What was found.</param>
/// <param name="Fees">The token of fees.</param>
/// <param name="Table">The tokens as they call themselves.</param>
internal sealed record TokenListView(TokenList List, FeeToken Fees, DataTable Table)
{
    private static readonly ImmutableArray<TableColumn> Columns =
    [
        new("symbol", "Symbol"), new("name", "Name"), new("contract", "Contract"), new("kind", "Kind"),
        new("supply", "Supply", true), new("decimals", "Decimals", true), new("class", "Class"),
    ];

    /// <summary>Goes on with the search and shows what is known.</summary>
    public static async Task<TokenListView> LoadAsync(ExplorerData data, CancellationToken cancellation)
    {
        TokenList list = await data.Tokens.ListAsync(cancellation).ConfigureAwait(false);
        FeeToken fees = await data.Token.FeeTokenAsync(cancellation).ConfigureAwait(false);
        return new(
            list, fees, DataTable.Of("tokens", "Tokens, as their contracts call themselves", Routes.Tokens, Columns, list.Tokens, Row));
    }

    private static ImmutableArray<TableCell> Row(TokenFacts token) =>
    [
        new TableCell(token.Symbol) { Short = token.Title, Href = Routes.Token(token.Address) },
        new TableCell(token.Name),
        TableCell.Contract(token.Address),
        new TableCell(token.IsCollection ? "collection" : "fungible"),
        new TableCell(token.Supply is { } supply ? supply.ToString(CultureInfo.InvariantCulture) : "")
        {
            Short = token.Supply is { } shown ? token.Amount(shown) : "not told",
        },
        new TableCell(token.Decimals?.ToString(CultureInfo.InvariantCulture) ?? ""),
        TableCell.Class(token.Class.Hash),
    ];
}
