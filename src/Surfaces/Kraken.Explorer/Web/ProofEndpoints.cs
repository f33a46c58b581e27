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
    private const int ListedProofs = 100;

    /// <summary>Maps them.</summary>
    public static void MapProofs(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/proofs", async (ProofCatalog proofs, PageRenderer pages, CancellationToken cancellation) =>
            await pages.PageAsync<ProofListPage, ProofListView>(
                new ProofListView(await proofs.LatestAsync(ListedProofs, cancellation).ConfigureAwait(false))).ConfigureAwait(false));
        routes.MapGet("/proof/{block}/{transaction}", ShowAsync);
        routes.MapPost("/proof/{block}/{transaction}/verify", VerifyAsync);
        routes.MapGet("/proof/{block}/{transaction}/verify", (string block, string transaction) =>
            KeyOf(block, transaction) is { } key ? Results.LocalRedirect(Routes.Proof(key)) : Results.NotFound());
        routes.MapGet("/proof/{block}/{transaction}/proof", (string block, string transaction, ProofCatalog proofs, PageRenderer pages) =>
            DownloadAsync(block, transaction, pages, proofs.Store.OpenProof, "proof"));
        routes.MapGet("/proof/{block}/{transaction}/public-inputs", (string block, string transaction, ProofCatalog proofs, PageRenderer pages) =>
            DownloadAsync(block, transaction, pages, proofs.Store.OpenPublicInputs, "public_inputs"));
    }

    private static ProofKey? KeyOf(string block, string transaction) =>
        SearchQuery.Parse(block).Number is { } number && SearchQuery.Parse(transaction).Felt is { } hash ? new ProofKey(number, hash.ToString()) : null;

    private static async Task<ProofManifest?> ManifestAsync(string block, string transaction, ProofCatalog proofs, CancellationToken cancellation) =>
        KeyOf(block, transaction) is { } key ? await proofs.ManifestAsync(key, cancellation).ConfigureAwait(false) : null;

    private static async Task<IResult> ShowAsync(string block, string transaction, ProofCatalog proofs, PageRenderer pages, CancellationToken cancellation) =>
        await ManifestAsync(block, transaction, proofs, cancellation).ConfigureAwait(false) is { } manifest
            ? await pages.PageAsync<ProofPage, ProofView>(new ProofView(manifest, null)).ConfigureAwait(false)
            : await ExplorerEndpoints.NotFoundAsync(pages, "Proof", transaction).ConfigureAwait(false);

    private static async Task<IResult> VerifyAsync(
        string block, string transaction, ProofCatalog proofs, ProofVerifier verifier, PageRenderer pages, HttpRequest request, CancellationToken cancellation)
    {
        // Verifying costs time; other sites' pages must not be able to spend it.
        if (request.Headers.TryGetValue("Sec-Fetch-Site", out Microsoft.Extensions.Primitives.StringValues site) && site != "same-origin" && site != "none")
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        if (await ManifestAsync(block, transaction, proofs, cancellation).ConfigureAwait(false) is not { } manifest)
        {
            return await ExplorerEndpoints.NotFoundAsync(pages, "Proof", transaction).ConfigureAwait(false);
        }

        return await verifier.VerifyAsync(manifest, cancellation).ConfigureAwait(false) is { } outcome
            ? await pages.PageAsync<ProofPage, ProofView>(new ProofView(manifest, outcome)).ConfigureAwait(false)
            : await pages.PageAsync<MessagePage, MessageView>(
                new MessageView("Busy", "Other proofs are being verified. Try again in a minute."), StatusCodes.Status503ServiceUnavailable).ConfigureAwait(false);
    }

    private static async Task<IResult> DownloadAsync(string block, string transaction, PageRenderer pages, Func<ProofKey, Stream?> open, string name) =>
        KeyOf(block, transaction) is { } key && open(key) is { } file
            ? Results.Stream(file, "application/json", $"{name}-{key.BlockNumber}-{key.TransactionHash}.json")
            : await ExplorerEndpoints.NotFoundAsync(pages, "Proof", transaction).ConfigureAwait(false);
}
