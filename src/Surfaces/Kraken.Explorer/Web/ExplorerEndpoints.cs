using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Feed;
using Kraken.Explorer.Pages;
using Kraken.Explorer.Search;
using Kraken.Explorer.Views;
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
        routes.MapGet("/", async (LiveFeed feed, PageRenderer pages, CancellationToken cancellation) =>
            await pages.PageAsync<HomePage, HomeView>(await feed.CurrentAsync(cancellation).ConfigureAwait(false)).ConfigureAwait(false));
        routes.MapGet("/live", LiveEndpoint.Get);
        routes.MapGet("/blocks", async (ulong? from, ExplorerData data, PageRenderer pages, CancellationToken cancellation) =>
            await pages.PageAsync<BlockListPage, BlockListView>(await BlockListView.LoadAsync(data, from, cancellation).ConfigureAwait(false)).ConfigureAwait(false));
        routes.MapGet("/block/{id}", BlockAsync);
        routes.MapGet("/tx/{hash}", TransactionAsync);
        routes.MapGet("/tx/{hash}/trace", TraceAsync);
        routes.MapGet("/contract/{address}", ContractAsync);
        routes.MapGet("/class/{hash}", ClassAsync);
        routes.MapGet("/search", SearchAsync);
        routes.MapGet("/assets/{name}", async (string name, HttpResponse response, PageRenderer pages) =>
            SiteFiles.Serve(name, response) ?? await NotFoundAsync(pages, "Page", name).ConfigureAwait(false));
        routes.MapFallback("/{**path}", async (HttpRequest request, PageRenderer pages) =>
            await NotFoundAsync(pages, "Page", request.Path.Value ?? "").ConfigureAwait(false));
    }

    /// <summary>The page for what does not exist.</summary>
    public static Task<IResult> NotFoundAsync(PageRenderer pages, string what, string query) => pages.PageAsync<MessagePage, MessageView>(
        new MessageView($"{what} not found", "The node does not know it. Numbers, hashes and addresses are looked up as of the latest block.", query),
        StatusCodes.Status404NotFound);

    private static async Task<IResult> BlockAsync(string id, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        SearchQuery query = SearchQuery.Parse(id);
        ulong? number = query.Number;
        if (number is null && query.Felt is { } hash)
        {
            number = (await data.Node.HeaderAsync(new BlockId.ByHash(hash), cancellation).ConfigureAwait(false))?.Number;
        }

        BlockView? view = number is { } known ? await BlockView.LoadAsync(data, known, cancellation).ConfigureAwait(false) : null;
        return view is null ? await NotFoundAsync(pages, "Block", id).ConfigureAwait(false) : await pages.PageAsync<BlockPage, BlockView>(view).ConfigureAwait(false);
    }

    private static async Task<IResult> TransactionAsync(string hash, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        TransactionView? view = SearchQuery.Parse(hash).Felt is { } felt ? await TransactionView.LoadAsync(data, felt, cancellation).ConfigureAwait(false) : null;
        return view is null
            ? await NotFoundAsync(pages, "Transaction", hash).ConfigureAwait(false)
            : await pages.PageAsync<TransactionPage, TransactionView>(view).ConfigureAwait(false);
    }

    private static async Task<IResult> TraceAsync(string hash, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        TraceView? view = SearchQuery.Parse(hash).Felt is { } felt ? await TraceView.LoadAsync(data, felt, cancellation).ConfigureAwait(false) : null;
        return view is null ? await NotFoundAsync(pages, "Call tree", hash).ConfigureAwait(false) : await pages.PageAsync<TracePage, TraceView>(view).ConfigureAwait(false);
    }

    private static async Task<IResult> ContractAsync(string address, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        ContractView? view = SearchQuery.Parse(address).Felt is { } felt ? await ContractView.LoadAsync(data, felt, cancellation).ConfigureAwait(false) : null;
        return view is null ? await NotFoundAsync(pages, "Contract", address).ConfigureAwait(false) : await pages.PageAsync<ContractPage, ContractView>(view).ConfigureAwait(false);
    }

    private static async Task<IResult> ClassAsync(string hash, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        KnownClass? view = SearchQuery.Parse(hash).Felt is { } felt ? await data.Classes.ClassAsync(felt, cancellation).ConfigureAwait(false) : null;
        return view is null ? await NotFoundAsync(pages, "Class", hash).ConfigureAwait(false) : await pages.PageAsync<ClassPage, KnownClass>(view).ConfigureAwait(false);
    }

    private static async Task<IResult> SearchAsync(string? q, SearchResolver resolver, PageRenderer pages, CancellationToken cancellation)
    {
        string? found = await resolver.ResolveAsync(SearchQuery.Parse(q), cancellation).ConfigureAwait(false);
        return found is null ? await NotFoundAsync(pages, "Block, transaction, contract or class", q ?? "").ConfigureAwait(false) : Results.LocalRedirect(found);
    }
}
