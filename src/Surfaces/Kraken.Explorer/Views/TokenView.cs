using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Events;
using Kraken.Explorer.Tables;
using Kraken.Explorer.Tokens;
using Kraken.Explorer.Web;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.Explorer.Views;

/// <summary>A token's page.</summary>
/// <param name="Token">The token, as it tells of itself.</param>
/// <param name="IsFeeToken">Whether fees are paid in it.</param>
/// <param name="Height">The block after which balances were read.</param>
/// <param name="Found">The search for transfers.</param>
/// <param name="Transfers">The transfers of this page.</param>
/// <param name="Holders">Who of those in the transfers that were looked at holds most.</param>
/// <param name="Looked">The transfers among which holders were looked for.</param>
/// <param name="IsLatest">Whether it is the page of the latest transfers, for whose holders more are looked at than it shows.</param>
internal sealed record TokenView(
    TokenFacts Token,
    bool IsFeeToken,
    ulong Height,
    FoundEvents Found,
    DataTable Transfers,
    DataTable Holders,
    int Looked,
    bool IsLatest)
{
    private static readonly ImmutableArray<TableColumn> Moves =
    [
        new("block", "Block", true), new("transaction", "Transaction"), new("from", "From"), new("to", "To"), new("amount", "Amount", true),
    ];

    private static readonly ImmutableArray<TableColumn> Balances =
        [new("holder", "Holder"), new("balance", "Balance", true), new("share", "Of the supply", true)];

    /// <summary>The next page of transfers; null on the last.</summary>
    public string? Older => Found.Older is { } older ? Routes.Token(Token.Address, older) : null;

    /// <summary>Reads a token; null when the contract is none.</summary>
    public static async Task<TokenView?> LoadAsync(ExplorerData data, Felt address, EventPlace? before, CancellationToken cancellation)
    {
        if (await data.Token.ReadAsync(address, cancellation).ConfigureAwait(false) is not { } token)
        {
            return null;
        }

        ulong height = await data.Node.HeightAsync(cancellation).ConfigureAwait(false);
        EventWish wish = EventWish.Named(address, TokenReader.Transfer);
        FoundEvents found = await EventFinder.LatestAsync(
            data.Node, wish, (0, height), before, before is null ? ExplorerLimits.HolderTransfers : ExplorerLimits.Events, cancellation)
            .ConfigureAwait(false);
        TokenTransfer[] transfers = [.. found.Events.Select(TokenTransfer.Of).OfType<TokenTransfer>()];
        FoundEvents page = found.Events.Count <= ExplorerLimits.Events ? found : found with
        {
            Events = [.. found.Events.Take(ExplorerLimits.Events)],
            Older = EventPlace.Of(found.Events[ExplorerLimits.Events - 1]),
        };
        string path = Routes.Token(address, before);
        return new(
            token,
            address == (await data.Token.FeeTokenAsync(cancellation).ConfigureAwait(false)).Address,
            height,
            page,
            DataTable.Of(
                "transfers", "Transfers, latest first", path, Moves, transfers.Take(ExplorerLimits.Events),
                transfer => Row(token, transfer)),
            await HoldersAsync(data, token, transfers, height, path, cancellation).ConfigureAwait(false),
            transfers.Length,
            before is null);
    }

    private static ImmutableArray<TableCell> Row(TokenFacts token, TokenTransfer transfer) =>
    [
        TableCell.Block(transfer.Event.BlockNumber),
        TableCell.Transaction(transfer.Event.TransactionHash),
        transfer.From.IsZero ? TableCell.Of(transfer.From) with { Short = "made" } : TableCell.Contract(transfer.From),
        transfer.To.IsZero ? TableCell.Of(transfer.To) with { Short = "destroyed" } : TableCell.Contract(transfer.To),
        new TableCell(transfer.Amount.ToString(CultureInfo.InvariantCulture)) { Short = token.Amount(transfer.Amount) },
    ];

    private static async Task<DataTable> HoldersAsync(
        ExplorerData data, TokenFacts token, TokenTransfer[] transfers, ulong height, string path, CancellationToken cancellation)
    {
        IEnumerable<Felt> addresses = transfers.SelectMany(transfer => (Felt[])[transfer.To, transfer.From])
            .Where(address => !address.IsZero).Distinct().Take(ExplorerLimits.Holders);
        List<(Felt Holder, BigInteger Balance)> held = [];
        foreach (Felt holder in addresses)
        {
            if (await data.Token.BalanceAsync(token.Address, token.BalanceOf, holder, new BlockId.ByNumber(height), cancellation)
                .ConfigureAwait(false) is { IsZero: false } balance)
            {
                held.Add((holder, balance));
            }
        }

        return DataTable.Of(
            "holders", "Holders, the largest first", path, Balances, held.OrderByDescending(item => item.Balance), item =>
            [
                TableCell.Contract(item.Holder),
                new TableCell(item.Balance.ToString(CultureInfo.InvariantCulture)) { Short = token.Amount(item.Balance) },
                new TableCell(Share(item.Balance, token.Supply)),
            ]);
    }

    private static string Share(BigInteger balance, BigInteger? supply) => supply is { IsZero: false } whole && balance <= whole
        ? ((double)(balance * 1_000_000 / whole) / 10_000).ToString("0.00' %'", CultureInfo.InvariantCulture)
        : "";
}
