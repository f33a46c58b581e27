using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer.Feed;
using Kraken.Explorer.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Kraken.Explorer.Web;

/// <summary>The home page's changing part as server-sent events: its HTML, whole, after each change.</summary>
internal static class LiveEndpoint
{
    /// <summary>Streams until the browser leaves or the explorer stops.</summary>
    public static IResult Get(LiveFeed feed, PageRenderer pages, IHostApplicationLifetime lifetime, HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        return TypedResults.ServerSentEvents(StreamAsync(feed, pages, lifetime.ApplicationStopping), eventType: "home");
    }

    private static async IAsyncEnumerable<string> StreamAsync(
        LiveFeed feed, PageRenderer pages, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (HomeView view in feed.WatchAsync(stopping, cancellation).ConfigureAwait(false))
        {
            yield return await pages.RenderAsync<LiveChain, HomeView>(view).ConfigureAwait(false);
        }
    }
}
