using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kraken.Explorer.Web;

/// <summary>Renders components to HTML on the server. Components encode what they show.</summary>
internal sealed class PageRenderer(IServiceProvider services, ILoggerFactory loggers)
{
    /// <summary>What pages are, as answers say it.</summary>
    public const string Html = "text/html; charset=utf-8";

    /// <summary>The HTML of a component that shows a view.</summary>
    /// <param name="view">What it shows.</param>
    /// <param name="isBare">Whether the frame around the page is left out.</param>
    public async Task<string> RenderAsync<TPage, TView>(TView view, bool isBare = false)
        where TPage : IComponent
    {
        HtmlRenderer renderer = new(services, loggers);
        await using (renderer.ConfigureAwait(false))
        {
            ParameterView parameters = ParameterView.FromDictionary(new Dictionary<string, object?>
            {
                [nameof(PageRoot<TPage, TView>.View)] = view,
                [nameof(PageRoot<TPage, TView>.IsBare)] = isBare,
            });
            return await renderer.Dispatcher.InvokeAsync(
                async () => (await renderer.RenderComponentAsync<PageRoot<TPage, TView>>(parameters)).ToHtmlString()).ConfigureAwait(false);
        }
    }

    /// <summary>A page whose frame is sent before its content is read, so that the browser has something at once.</summary>
    /// <param name="title">The page's title.</param>
    /// <param name="load">Reads what it shows; null where that is gone by then.</param>
    public IResult Stream<TPage, TView>(string title, Func<CancellationToken, Task<TView?>> load)
        where TPage : IComponent
        where TView : class =>
        new StreamedPage<TPage, TView>(this, title, load);

    /// <summary>A page as an answer.</summary>
    public async Task<IResult> PageAsync<TPage, TView>(TView view, int status = StatusCodes.Status200OK)
        where TPage : IComponent =>
        Results.Text(await RenderAsync<TPage, TView>(view).ConfigureAwait(false), Html, statusCode: status);
}
