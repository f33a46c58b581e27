using System;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Feed;
using Kraken.Explorer.Pages;
using Kraken.Explorer.Search;
using Kraken.Explorer.Views;
using Kraken.Serialization;
using Kraken.Starknet.Blocks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kraken.Explorer.Web;

/// <summary>The pages by address.</summary>
internal static class ExplorerEndpoints
{
    /// <summary>Maps all pages but those about proofs.</summary>
    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/", HomeAsync);
        routes.MapGet("/live", LiveEndpoint.Get);
        routes.MapPage("/blocks", BlocksAsync);
        routes.MapPage("/block/{id}", BlockAsync);
        routes.MapPage("/tx/{hash}", TransactionAsync);
        routes.MapPage("/tx/{hash}/trace", TraceAsync);
        routes.MapPage("/contract/{address}", ContractAsync);
        routes.MapPage("/class/{hash}", ClassAsync);
        routes.MapPage("/search", SearchAsync);
        routes.MapPage("/assets/{name}", async (string name, HttpResponse response, PageRenderer pages) =>
            SiteFiles.Serve(name, response) ?? await NotFoundAsync(pages, "Page", name).ConfigureAwait(false));
        routes.MapPage("/{**path}", async (HttpRequest request, PageRenderer pages) =>
            await NotFoundAsync(pages, "Page", request.Path.Value ?? "").ConfigureAwait(false)).WithOrder(int.MaxValue);
    }

    /// <summary>
    /// Maps what is read: by GET, and by HEAD for whoever only asks whether it is there. Other methods are answered with 405.
    /// </summary>
    public static RouteHandlerBuilder MapPage(this IEndpointRouteBuilder routes, string pattern, Delegate handler) =>
        routes.MapMethods(pattern, [HttpMethods.Get, HttpMethods.Head], handler);

    /// <summary>The page for what does not exist.</summary>
    public static Task<IResult> NotFoundAsync(PageRenderer pages, string what, string query, string? why = null) =>
        pages.PageAsync<MessagePage, MessageView>(
            new MessageView(
                $"{what} not found",
                why ?? "The node does not know it. Numbers, hashes and addresses are looked up as of the latest block.",
                query),
            StatusCodes.Status404NotFound);

    /// <summary>The page for a parameter that cannot be read.</summary>
    public static Task<IResult> BadRequestAsync(PageRenderer pages, string name, string expected, string got) =>
        pages.PageAsync<MessagePage, MessageView>(
        new MessageView("This address means nothing", $"'{name}': expected {expected}.", got), StatusCodes.Status400BadRequest);

    private static async Task<IResult> HomeAsync(LiveFeed feed, PageRenderer pages, CancellationToken cancellation)
    {
        HomeView view = await feed.CurrentAsync(cancellation).ConfigureAwait(false);
        int status = view.NodeIsReachable ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        return await pages.PageAsync<HomePage, HomeView>(view, status).ConfigureAwait(false);
    }

    private static async Task<IResult> BlocksAsync(
        string? from, HttpRequest request, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        ulong? first = WholeNumber.Read(from);
        if (from is not null && first is null)
        {
            return await BadRequestAsync(pages, "from", "a block's number", from).ConfigureAwait(false);
        }

        BlockListView view = await BlockListView.LoadAsync(data, first, cancellation).ConfigureAwait(false);
        return await pages.TablesAsync<BlockListPage, BlockListView>(request, view, view.Table).ConfigureAwait(false);
    }

    private static async Task<IResult> BlockAsync(
        string id, HttpRequest request, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        if (await NumberAsync(id, data, cancellation).ConfigureAwait(false) is not { } number)
        {
            return await NotFoundAsync(pages, "Block", id).ConfigureAwait(false);
        }

        if (!request.Query.ContainsKey("format"))
        {
            return pages.Stream<BlockPage, BlockView>(
                string.Create(CultureInfo.InvariantCulture, $"Block {number}"), token => BlockView.LoadAsync(data, number, token));
        }

        BlockView? view = await BlockView.LoadAsync(data, number, cancellation).ConfigureAwait(false);
        return view is null
            ? await NotFoundAsync(pages, "Block", id).ConfigureAwait(false)
            : await pages.TablesAsync<BlockPage, BlockView>(request, view, view.Table).ConfigureAwait(false);
    }

    /// <summary>The number of the block that an address names, by number or hash; null when there is none.</summary>
    public static async Task<ulong?> NumberAsync(string id, ExplorerData data, CancellationToken cancellation)
    {
        SearchQuery query = SearchQuery.Parse(id);
        if (query.Number is { } number)
        {
            return number <= await data.Node.HeightAsync(cancellation).ConfigureAwait(false) ? number : null;
        }

        return query.Felt is { } hash
            ? (await data.Node.HeaderAsync(new BlockId.ByHash(hash), cancellation).ConfigureAwait(false))?.Number
            : null;
    }

    private static async Task<IResult> TransactionAsync(string hash, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        TransactionView? view = SearchQuery.Parse(hash).Felt is { } felt
            ? await TransactionView.LoadAsync(data, felt, cancellation).ConfigureAwait(false)
            : null;
        return view is null
            ? await NotFoundAsync(pages, "Transaction", hash).ConfigureAwait(false)
            : await pages.PageAsync<TransactionPage, TransactionView>(view).ConfigureAwait(false);
    }

    private static async Task<IResult> TraceAsync(string hash, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        TraceView? view = SearchQuery.Parse(hash).Felt is { } felt
            ? await TraceView.LoadAsync(data, felt, cancellation).ConfigureAwait(false)
            : null;
        return view is null
            ? await NotFoundAsync(pages, "Call tree", hash).ConfigureAwait(false)
            : await pages.PageAsync<TracePage, TraceView>(view).ConfigureAwait(false);
    }

    private static async Task<IResult> ContractAsync(
        string address, HttpRequest request, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        ContractView? view = SearchQuery.Parse(address).Felt is { } felt
            ? await ContractView.LoadAsync(data, felt, cancellation).ConfigureAwait(false)
            : null;
        return view is null
            ? await NotFoundAsync(pages, "Contract", address).ConfigureAwait(false)
            : await pages.TablesAsync<ContractPage, ContractView>(request, view, view.Table).ConfigureAwait(false);
    }

    private static async Task<IResult> ClassAsync(
        string hash, HttpRequest request, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        KnownClass? view = SearchQuery.Parse(hash).Felt is { } felt
            ? await data.Classes.ClassAsync(felt, cancellation).ConfigureAwait(false)
            : null;
        return view is null
            ? await NotFoundAsync(pages, "Class", hash).ConfigureAwait(false)
            : await pages.TablesAsync<ClassPage, KnownClass>(request, view, view.Table).ConfigureAwait(false);
    }

    private static async Task<IResult> SearchAsync(
        string? q, HttpRequest request, SearchResolver resolver, PageRenderer pages, CancellationToken cancellation)
    {
        SearchOutcome outcome = await resolver.FindAsync(q, cancellation).ConfigureAwait(false);
        if (outcome.Hits is [var only] && !request.Query.ContainsKey("format"))
        {
            return Results.LocalRedirect(only.Path);
        }

        if (outcome.Hits.Count > 0)
        {
            SearchView view = SearchView.Of(outcome);
            return await pages.TablesAsync<SearchPage, SearchView>(request, view, view.Table).ConfigureAwait(false);
        }

        string? why = SearchQuery.ParseField(q).IsShort
            ? $"Nothing is called so, and parts of hashes are looked for from {ExplorerLimits.PrefixDigits} digits on."
            : null;
        return await NotFoundAsync(pages, "Block, transaction, contract, class or token", q ?? "", why).ConfigureAwait(false);
    }
}
