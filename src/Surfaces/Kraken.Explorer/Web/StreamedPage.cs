using System;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Pages;
using Kraken.Rpc.Client;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace Kraken.Explorer.Web;

/// <summary>A page that is sent in two parts: its frame at once, its content when it was read.</summary>
/// <param name="pages">Renders both.</param>
/// <param name="title">The page's title.</param>
/// <param name="load">Reads what it shows; null where that is gone by then.</param>
internal sealed class StreamedPage<TPage, TView>(PageRenderer pages, string title, Func<CancellationToken, Task<TView?>> load) : IResult
    where TPage : IComponent
    where TView : class
{
    private const string Gone = "<p class=\"notice bad\" role=\"alert\">The node stopped answering while this page was read.</p>";

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        ArgumentNullException.ThrowIfNull(httpContext);
        string frame = await pages.RenderAsync<ShellPage, string>(title).ConfigureAwait(false);
        int place = frame.IndexOf(ShellPage.Place, StringComparison.Ordinal);
        HttpResponse response = httpContext.Response;
        CancellationToken cancellation = httpContext.RequestAborted;
        response.ContentType = PageRenderer.Html;
        await response.WriteAsync(frame[..place], cancellation).ConfigureAwait(false);
        await response.Body.FlushAsync(cancellation).ConfigureAwait(false);
        await response.WriteAsync(await ContentAsync(cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        await response.WriteAsync(frame[(place + ShellPage.Place.Length)..], cancellation).ConfigureAwait(false);
    }

    // The answer has begun: what fails now can only be said in it.
    private async Task<string> ContentAsync(CancellationToken cancellation)
    {
        try
        {
            return await load(cancellation).ConfigureAwait(false) is { } view
                ? await pages.RenderAsync<TPage, TView>(view, isBare: true).ConfigureAwait(false)
                : Gone;
        }
        catch (Exception exception) when (exception is HttpRequestException or RpcClientException
            || (exception is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return Gone;
        }
    }
}
