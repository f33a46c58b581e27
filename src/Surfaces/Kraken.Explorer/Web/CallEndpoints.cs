using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Calling;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Pages;
using Kraken.Explorer.Search;
using Kraken.Explorer.Views;
using Kraken.Fields;
using Kraken.Rpc.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kraken.Explorer.Web;

/// <summary>The pages that call contracts.</summary>
internal static class CallEndpoints
{
    /// <summary>Adds reading, preparing and sending to the routes.</summary>
    public static void MapCalls(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/contract/{address}/read", ReadAsync);
        routes.MapPage("/contract/{address}/write", PrepareAsync);
        routes.MapPost("/contract/{address}/write", SendAsync);
    }

    private static async Task<IResult> ReadAsync(
        string address, HttpRequest request, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        CallView? view = SearchQuery.Parse(address).Felt is { } felt
            ? await CallView.ReadAsync(data, felt, CallRequest.Of(request.Query), cancellation).ConfigureAwait(false)
            : null;
        return view is null
            ? await ExplorerEndpoints.NotFoundAsync(pages, "Contract", address).ConfigureAwait(false)
            : await pages.PageAsync<ReadPage, CallView>(view).ConfigureAwait(false);
    }

    private static async Task<IResult> PrepareAsync(
        string address, HttpRequest request, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        CallView? view = SearchQuery.Parse(address).Felt is { } felt
            ? await CallView.PrepareAsync(data, felt, CallRequest.Of(request.Query), cancellation).ConfigureAwait(false)
            : null;
        return view is null
            ? await ExplorerEndpoints.NotFoundAsync(pages, "Contract", address).ConfigureAwait(false)
            : await pages.PageAsync<WritePage, CallView>(view).ConfigureAwait(false);
    }

    private static async Task<IResult> SendAsync(
        string address, HttpRequest request, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        if (ProofEndpoints.IsOfOtherSite(request))
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        if (!request.HasFormContentType)
        {
            return Results.StatusCode(StatusCodes.Status415UnsupportedMediaType);
        }

        IFormCollection form = await request.ReadFormAsync(cancellation).ConfigureAwait(false);
        CallView? view = SearchQuery.Parse(address).Felt is { } felt
            ? await CallView.PrepareAsync(data, felt, CallRequest.Of(form), cancellation).ConfigureAwait(false)
            : null;
        if (view is null)
        {
            return await ExplorerEndpoints.NotFoundAsync(pages, "Contract", address).ConfigureAwait(false);
        }

        if (view.Call is not { Problem: null } call)
        {
            return await pages.PageAsync<WritePage, CallView>(view, StatusCodes.Status400BadRequest).ConfigureAwait(false);
        }

        try
        {
            Felt? sent = SearchQuery.Parse(form["account"].ToString()).Felt is { } account
                ? await data.Signer.SendAsync(call.At(view.Address), account, cancellation).ConfigureAwait(false)
                : null;
            return sent is { } hash
                ? Results.LocalRedirect(Routes.Transaction(hash))
                : await pages.PageAsync<WritePage, CallView>(
                    view with { Problem = "account: expected one whose key this chain gives to everybody" },
                    StatusCodes.Status400BadRequest).ConfigureAwait(false);
        }
        catch (RpcClientException refused)
        {
            return await pages.PageAsync<WritePage, CallView>(
                view with { Problem = $"The node refused the transaction: {refused.Message}" },
                StatusCodes.Status400BadRequest).ConfigureAwait(false);
        }
    }
}
