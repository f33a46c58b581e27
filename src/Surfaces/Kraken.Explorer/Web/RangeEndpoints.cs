using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Pages;
using Kraken.Explorer.Verification;
using Kraken.Explorer.Views;
using Kraken.Proofs.Ranges;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kraken.Explorer.Web;

/// <summary>The pages about proofs of blocks: manifest, bundle, and checking on this machine.</summary>
internal static class RangeEndpoints
{
    /// <summary>Adds the pages and downloads of proofs of blocks to the routes.</summary>
    public static void MapRanges(this IEndpointRouteBuilder routes)
    {
        routes.MapPage("/range/{blocks}", ShowAsync);
        routes.MapPost("/range/{blocks}/verify", VerifyAsync);
        routes.MapPage("/range/{blocks}/verify", (string blocks) =>
            RangeKey.Parse(default, blocks) is { } key ? Results.LocalRedirect(Routes.Range(key)) : Results.NotFound());
        routes.MapPage("/range/{blocks}/bundle", DownloadAsync);
    }

    private static async Task<RangeManifest?> FindAsync(string blocks, RangeCatalog ranges, CancellationToken cancellation) =>
        await ranges.GenesisAsync(cancellation).ConfigureAwait(false) is { } genesis && RangeKey.Parse(genesis, blocks) is { } key
            ? ranges.Manifest(key)
            : null;

    private static async Task<IResult> ShowAsync(
        string blocks, RangeCatalog ranges, RangeVerifier verifier, PageRenderer pages, CancellationToken cancellation) =>
        await FindAsync(blocks, ranges, cancellation).ConfigureAwait(false) is { } manifest
            ? await pages.PageAsync<RangePage, RangeView>(new RangeView(manifest, null, verifier.IsPossible)).ConfigureAwait(false)
            : await ExplorerEndpoints.NotFoundAsync(pages, "Proof of blocks", blocks).ConfigureAwait(false);

    private static async Task<IResult> VerifyAsync(
        string blocks, RangeCatalog ranges, RangeVerifier verifier, PageRenderer pages, HttpRequest request, CancellationToken cancellation)
    {
        if (ProofEndpoints.IsOfOtherSite(request))
        {
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        if (await FindAsync(blocks, ranges, cancellation).ConfigureAwait(false) is not { } manifest)
        {
            return await ExplorerEndpoints.NotFoundAsync(pages, "Proof of blocks", blocks).ConfigureAwait(false);
        }

        return await verifier.VerifyAsync(manifest.Key, cancellation).ConfigureAwait(false) is { } outcome
            ? await pages.PageAsync<RangePage, RangeView>(new RangeView(manifest, outcome, verifier.IsPossible)).ConfigureAwait(false)
            : await pages.PageAsync<MessagePage, MessageView>(
                new MessageView("Busy", "Other proofs are being verified. Try again in a minute."),
                StatusCodes.Status503ServiceUnavailable).ConfigureAwait(false);
    }

    private static async Task<IResult> DownloadAsync(
        string blocks, RangeCatalog ranges, PageRenderer pages, CancellationToken cancellation) =>
        await FindAsync(blocks, ranges, cancellation).ConfigureAwait(false) is { } manifest
            && ranges.Store.OpenBundle(manifest.Key) is { } file
            ? Results.Stream(file, "application/octet-stream", $"blocks-{manifest.Key.BlocksText}.bundle")
            : await ExplorerEndpoints.NotFoundAsync(pages, "Proof of blocks", blocks).ConfigureAwait(false);
}
