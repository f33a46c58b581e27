using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Pages;
using Kraken.Explorer.Search;
using Kraken.Explorer.Verification;
using Kraken.Explorer.Views;
using Kraken.Proofs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kraken.Explorer.Web;

/// <summary>The pages about proofs: manifest, files, and verifying on this machine.</summary>
internal static class ProofEndpoints
{
    /// <summary>Adds the pages and downloads of proofs to the routes.</summary>
    public static void MapProofs(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/proofs", ListAsync);
        routes.MapPage("/watcher", async (WatcherReader watcher, PageRenderer pages) =>
            await pages.PageAsync<WatcherPage, WatcherView>(new WatcherView(watcher.Status)).ConfigureAwait(false));
        routes.MapPage("/proof/{block}/{transaction}", ShowAsync);
        routes.MapPost("/proof/{block}/{transaction}/verify", VerifyAsync);
        routes.MapPage("/proof/{block}/{transaction}/verify", (string block, string transaction) =>
            KeyOf(block, transaction) is { } key ? Results.LocalRedirect(Routes.Proof(key)) : Results.NotFound());
        routes.MapPage("/proof/{block}/{transaction}/proof", (string block, string transaction, ProofCatalog proofs, PageRenderer pages) =>
            DownloadAsync(block, transaction, pages, proofs.Store.OpenProof, "proof"));
        routes.MapPage(
            "/proof/{block}/{transaction}/public-inputs", (string block, string transaction, ProofCatalog proofs, PageRenderer pages) =>
            DownloadAsync(block, transaction, pages, proofs.Store.OpenPublicInputs, "public_inputs"));
    }

    /// <summary>Whether another site's page asks: verifying costs time, which it must not be able to spend.</summary>
    public static bool IsOfOtherSite(HttpRequest request) =>
        request.Headers.TryGetValue("Sec-Fetch-Site", out Microsoft.Extensions.Primitives.StringValues site)
        && site != "same-origin"
        && site != "none";

    private static ProofKey? KeyOf(string block, string transaction) =>
        SearchQuery.Parse(block).Number is { } number && SearchQuery.Parse(transaction).Felt is { } hash
            ? new ProofKey(number, hash)
            : null;

    private static ProofManifest? Manifest(string block, string transaction, ProofCatalog proofs) =>
        KeyOf(block, transaction) is { } key ? proofs.Manifest(key) : null;

    private static async Task<IResult> ListAsync(
        string? after, ProofCatalog proofs, RangeCatalog ranges, PageRenderer pages, CancellationToken cancellation)
    {
        ProofKey? key = ProofKey.Parse(after);
        return after is not null && key is null
            ? await ExplorerEndpoints.BadRequestAsync(pages, "after", "a block's number, a dash and a transaction's hash", after)
                .ConfigureAwait(false)
            : await pages.PageAsync<ProofListPage, ProofListView>(
                await ProofListView.LoadAsync(proofs, ranges, key, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private static async Task<IResult> ShowAsync(string block, string transaction, ProofCatalog proofs, PageRenderer pages) =>
        Manifest(block, transaction, proofs) is { } manifest
            ? await pages.PageAsync<ProofPage, ProofView>(new ProofView(manifest, null)).ConfigureAwait(false)
            : await ExplorerEndpoints.NotFoundAsync(pages, "Proof", transaction).ConfigureAwait(false);

    private static async Task<IResult> VerifyAsync(
        string block, string transaction, ProofCatalog proofs, ProofVerifier verifier,
        PageRenderer pages, HttpRequest request, CancellationToken cancellation)
    {
        if (IsOfOtherSite(request))
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        if (Manifest(block, transaction, proofs) is not { } manifest)
        {
            return await ExplorerEndpoints.NotFoundAsync(pages, "Proof", transaction).ConfigureAwait(false);
        }

        if (await verifier.VerifyAsync(manifest.Key, cancellation).ConfigureAwait(false) is { } outcome)
        {
            // The entry may be another than the one that was shown: a verdict stands beside what was checked.
            ProofManifest shown = outcome.Manifest ?? manifest;
            proofs.Remember(shown);
            return await pages.PageAsync<ProofPage, ProofView>(new ProofView(shown, outcome)).ConfigureAwait(false);
        }

        return await pages.PageAsync<MessagePage, MessageView>(
                new MessageView("Busy", "Other proofs are being verified. Try again in a minute."),
                StatusCodes.Status503ServiceUnavailable).ConfigureAwait(false);
    }

    private static async Task<IResult> DownloadAsync(
        string block,
        string transaction,
        PageRenderer pages,
        Func<ProofKey, Stream?> open,
        string name) =>
        KeyOf(block, transaction) is { } key && open(key) is { } file
            ? Results.Stream(file, "application/json", $"{name}-{key.BlockNumber}-{key.TransactionHash}.json")
            : await ExplorerEndpoints.NotFoundAsync(pages, "Proof", transaction).ConfigureAwait(false);
}
