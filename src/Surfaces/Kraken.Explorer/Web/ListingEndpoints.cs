using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Events;
using Kraken.Explorer.Pages;
using Kraken.Explorer.Search;
using Kraken.Explorer.Views;
using Kraken.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kraken.Explorer.Web;

/// <summary>The pages that list what happened: events, messages, tokens, votes, waiting transactions, changes, programs.</summary>
internal static class ListingEndpoints
{
    /// <summary>Adds the pages of lists, with their tables as files, to the routes.</summary>
    public static void MapListings(this IEndpointRouteBuilder routes)
    {
        routes.MapPage(Routes.AllEvents, EventsAsync);
        routes.MapPage(Routes.AllMessages, MessagesAsync);
        routes.MapPage(Routes.Tokens, TokensAsync);
        routes.MapPage("/token/{address}", TokenAsync);
        routes.MapPage(Routes.AllValidators, ValidatorsAsync);
        routes.MapPage(Routes.Mempool, MempoolAsync);
        routes.MapPage(Routes.Charts, ChartsAsync);
        routes.MapPage("/block/{id}/state", BlockStateAsync);
        routes.MapPage("/tx/{hash}/state", TransactionStateAsync);
        routes.MapPage("/class/{hash}/sierra", SierraAsync);
        routes.MapPage("/class/{hash}/casm", CasmAsync);
    }

    private static async Task<IResult> EventsAsync(
        HttpRequest request, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        EventQueryText query = new(
            Text(request, "contract"), Text(request, "key"), Text(request, "from"), Text(request, "to"), Text(request, "before"));
        (EventWish? wish, string name, string expected) = query.Read();
        if (wish is null)
        {
            return await ExplorerEndpoints.BadRequestAsync(pages, name, expected, Text(request, name)).ConfigureAwait(false);
        }

        EventListView view = await EventListView.LoadAsync(data, query, wish, cancellation).ConfigureAwait(false);
        return await pages.TablesAsync<EventListPage, EventListView>(request, view, view.Table).ConfigureAwait(false);
    }

    private static async Task<IResult> MessagesAsync(
        string? from, HttpRequest request, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        if (from is not null && WholeNumber.Read(from) is null)
        {
            return await ExplorerEndpoints.BadRequestAsync(pages, "from", "a block's number", from).ConfigureAwait(false);
        }

        MessageListView view = await MessageListView.LoadAsync(data, WholeNumber.Read(from), cancellation).ConfigureAwait(false);
        return await pages.TablesAsync<MessageListPage, MessageListView>(request, view, view.FromL1, view.ToL1).ConfigureAwait(false);
    }

    private static async Task<IResult> TokensAsync(
        HttpRequest request, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        TokenListView view = await TokenListView.LoadAsync(data, cancellation).ConfigureAwait(false);
        return await pages.TablesAsync<TokenListPage, TokenListView>(request, view, view.Table).ConfigureAwait(false);
    }

    private static async Task<IResult> TokenAsync(
        string address, string? before, HttpRequest request, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        EventPlace? place = EventPlace.Parse(before);
        if (before is not null && place is null)
        {
            return await ExplorerEndpoints.BadRequestAsync(pages, "before", "a place of an event, as 12-0-3", before).ConfigureAwait(false);
        }

        TokenView? view = SearchQuery.Parse(address).Felt is { } felt
            ? await TokenView.LoadAsync(data, felt, place, cancellation).ConfigureAwait(false)
            : null;
        return view is null ? await ExplorerEndpoints.NotFoundAsync(pages, "Token", address).ConfigureAwait(false)
            : await pages.TablesAsync<TokenPage, TokenView>(request, view, view.Transfers, view.Holders).ConfigureAwait(false);
    }

    private static async Task<IResult> ValidatorsAsync(
        string? from, HttpRequest request, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        if (from is not null && WholeNumber.Read(from) is null)
        {
            return await ExplorerEndpoints.BadRequestAsync(pages, "from", "a block's number", from).ConfigureAwait(false);
        }

        ValidatorListView view = await ValidatorListView.LoadAsync(data, WholeNumber.Read(from), cancellation).ConfigureAwait(false);
        return await pages.TablesAsync<ValidatorListPage, ValidatorListView>(request, view, view.Validators, view.Blocks)
            .ConfigureAwait(false);
    }

    private static async Task<IResult> MempoolAsync(
        HttpRequest request, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        MempoolView view = await MempoolView.LoadAsync(data, cancellation).ConfigureAwait(false);
        return await pages.TablesAsync<MempoolPage, MempoolView>(request, view, view.Waiting, view.Proposed).ConfigureAwait(false);
    }

    private static async Task<IResult> ChartsAsync(
        HttpRequest request, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        ChartsView view = await ChartsView.LoadAsync(data, cancellation).ConfigureAwait(false);
        return await pages.TablesAsync<ChartsPage, ChartsView>(request, view, view.Table).ConfigureAwait(false);
    }

    private static async Task<IResult> BlockStateAsync(
        string id, HttpRequest request, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        StateDiffView? view = await ExplorerEndpoints.NumberAsync(id, data, cancellation).ConfigureAwait(false) is { } number
            ? await StateDiffView.OfBlockAsync(data, number, cancellation).ConfigureAwait(false)
            : null;
        return await ChangesAsync(view, request, pages, "Block", id).ConfigureAwait(false);
    }

    private static async Task<IResult> TransactionStateAsync(
        string hash, HttpRequest request, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        StateDiffView? view = SearchQuery.Parse(hash).Felt is { } felt
            ? await StateDiffView.OfTransactionAsync(data, felt, cancellation).ConfigureAwait(false)
            : null;
        return await ChangesAsync(view, request, pages, "Trace of the transaction", hash).ConfigureAwait(false);
    }

    private static async Task<IResult> ChangesAsync(
        StateDiffView? view, HttpRequest request, PageRenderer pages, string what, string query) => view is null
        ? await ExplorerEndpoints.NotFoundAsync(pages, what, query).ConfigureAwait(false)
        : await pages.TablesAsync<StateDiffPage, StateDiffView>(request, view, view.Storage, view.Others).ConfigureAwait(false);

    private static Task<IResult> SierraAsync(
        string hash, string? from, ExplorerData data, PageRenderer pages, CancellationToken cancellation) =>
        ProgramAsync(hash, from, data, pages, isCasm: false, cancellation);

    private static Task<IResult> CasmAsync(
        string hash, string? from, ExplorerData data, PageRenderer pages, CancellationToken cancellation) =>
        ProgramAsync(hash, from, data, pages, isCasm: true, cancellation);

    private static async Task<IResult> ProgramAsync(
        string hash, string? from, ExplorerData data, PageRenderer pages, bool isCasm, CancellationToken cancellation)
    {
        int first = int.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out int line) ? line : from is null ? 0 : -1;
        if (first < 0)
        {
            return await ExplorerEndpoints.BadRequestAsync(pages, "from", "a line's number", from!).ConfigureAwait(false);
        }

        ProgramView? view = SearchQuery.Parse(hash).Felt is not { } felt ? null
            : isCasm ? await data.Programs.CasmAsync(felt, first, cancellation).ConfigureAwait(false)
            : await data.Programs.SierraAsync(felt, first, cancellation).ConfigureAwait(false);
        return view is null
            ? await ExplorerEndpoints.NotFoundAsync(pages, "Class", hash).ConfigureAwait(false)
            : await pages.PageAsync<ProgramPage, ProgramView>(view).ConfigureAwait(false);
    }

    private static string Text(HttpRequest request, string name) => request.Query[name].ToString();
}
