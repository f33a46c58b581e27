using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Pages;
using Kraken.Explorer.Verification;
using Kraken.Explorer.Views;
using Kraken.Proofs;
using Kraken.Proofs.Ranges;
using Kraken.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kraken.Explorer.Web;

/// <summary>The pages about the proofs of blocks: their chain, manifest, bundle, and checking on this machine.</summary>
internal static class ProofEndpoints
{
    /// <summary>Adds the pages and downloads of proofs to the routes.</summary>
    public static void MapProofs(this IEndpointRouteBuilder routes)
    {
        routes.MapPage(Routes.AllProofs, ListAsync);
        routes.MapPage(Routes.AllFailedProofs, FailedAsync);
        routes.MapPage(Routes.Watcher, async (WatcherReader watcher, PageRenderer pages) =>
        {
            (WatcherStatus? status, string? problem) = watcher.Latest();
            return await pages.PageAsync<WatcherPage, WatcherView>(new WatcherView(status, problem)).ConfigureAwait(false);
        });
        routes.MapPage("/proof/{blocks}", ShowAsync);
        routes.MapPost("/proof/{blocks}/verify", VerifyAsync);
        routes.MapPage("/proof/{blocks}/verify", (string blocks) =>
            RangeKey.Parse(default, blocks) is { } key ? Results.LocalRedirect(Routes.Proof(key)) : Results.NotFound());
        routes.MapPage("/proof/{blocks}/bundle", DownloadAsync);
    }

    private static async Task<IResult> ListAsync(
        string? after, HttpRequest request, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        RangeKey? key = RangeKey.Parse(default, after);
        if (after is not null && key is null)
        {
            return await ExplorerEndpoints.BadRequestAsync(pages, "after", "two numbers of blocks with a dash between", after)
                .ConfigureAwait(false);
        }

        ProofListView view = await ProofListView.LoadAsync(data, key, cancellation).ConfigureAwait(false);
        return await pages.TablesAsync<ProofListPage, ProofListView>(request, view, view.Table).ConfigureAwait(false);
    }

    private static async Task<IResult> FailedAsync(
        string? below, HttpRequest request, ExplorerData data, PageRenderer pages, CancellationToken cancellation)
    {
        ulong? bound = WholeNumber.Read(below);
        if (below is not null && bound is null)
        {
            return await ExplorerEndpoints.BadRequestAsync(pages, "below", "a block's number", below).ConfigureAwait(false);
        }

        FailedProofsView view = await FailedProofsView.LoadAsync(data, bound, cancellation).ConfigureAwait(false);
        return await pages.TablesAsync<FailedProofsPage, FailedProofsView>(request, view, view.Unproved, view.Retrying)
            .ConfigureAwait(false);
    }

    private static async Task<IResult> ShowAsync(
        string blocks, RangeCatalog proofs, RangeVerifier verifier, PageRenderer pages, CancellationToken cancellation) =>
        await proofs.FindAsync(blocks, cancellation).ConfigureAwait(false) is { } manifest
            ? await pages.PageAsync<RangePage, RangeView>(new RangeView(manifest, null, verifier.IsPossible)).ConfigureAwait(false)
            : await ExplorerEndpoints.NotFoundAsync(pages, "Proof of blocks", blocks).ConfigureAwait(false);

    private static async Task<IResult> VerifyAsync(
        string blocks, RangeCatalog proofs, RangeVerifier verifier, PageRenderer pages, HttpRequest request, CancellationToken cancellation)
    {
        if (IsOfOtherSite(request))
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        if (await proofs.FindAsync(blocks, cancellation).ConfigureAwait(false) is not { } manifest)
        {
            return await ExplorerEndpoints.NotFoundAsync(pages, "Proof of blocks", blocks).ConfigureAwait(false);
        }

        if (await verifier.VerifyAsync(manifest.Key, cancellation).ConfigureAwait(false) is { } outcome)
        {
            // The entry may be another than the one that was shown: a verdict stands beside what was checked.
            RangeManifest shown = outcome.Manifest ?? manifest;
            proofs.Remember(shown);
            return await pages.PageAsync<RangePage, RangeView>(new RangeView(shown, outcome, verifier.IsPossible)).ConfigureAwait(false);
        }

        return await pages.PageAsync<MessagePage, MessageView>(
            new MessageView("Busy", "Other proofs are being verified. Try again in a minute."),
            StatusCodes.Status503ServiceUnavailable).ConfigureAwait(false);
    }

    // What a form asks costs time or signs, which another site's page must not be able to have done.
    public static bool IsOfOtherSite(HttpRequest request) =>
        request.Headers.TryGetValue("Sec-Fetch-Site", out Microsoft.Extensions.Primitives.StringValues site)
        && site != "same-origin"
        && site != "none";

    private static async Task<IResult> DownloadAsync(
        string blocks, RangeCatalog proofs, PageRenderer pages, CancellationToken cancellation) =>
        await proofs.FindAsync(blocks, cancellation).ConfigureAwait(false) is { } manifest
            && await OpenAsync(proofs.Store, manifest.Key, cancellation).ConfigureAwait(false) is { } file
            ? Results.Stream(file, "application/octet-stream", $"blocks-{manifest.Key.BlocksText}.bundle")
            : await ExplorerEndpoints.NotFoundAsync(pages, "Proof of blocks", blocks).ConfigureAwait(false);

    private static async Task<Stream?> OpenAsync(IRangeProofStore store, RangeKey key, CancellationToken cancellation)
    {
        try
        {
            return await store.OpenBundleAsync(key, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
