using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kraken.Explorer.Web;

/// <summary>Renders components to HTML on the server. Components encode what they show.</summary>
internal sealed class PageRenderer(IServiceProvider services, ILoggerFactory loggers)
{
    private const string Html = "text/html; charset=utf-8";

    /// <summary>The HTML of a component that shows a view.</summary>
    public async Task<string> RenderAsync<TPage, TView>(TView view)
        where TPage : IComponent
    {
        HtmlRenderer renderer = new(services, loggers);
        await using (renderer.ConfigureAwait(false))
        {
            ParameterView parameters =
                ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(PageRoot<TPage, TView>.View)] = view });
            return await renderer.Dispatcher.InvokeAsync(
                async () => (await renderer.RenderComponentAsync<PageRoot<TPage, TView>>(parameters)).ToHtmlString()).ConfigureAwait(false);
        }
    }

    /// <summary>A page as an answer.</summary>
    public async Task<IResult> PageAsync<TPage, TView>(TView view, int status = StatusCodes.Status200OK)
        where TPage : IComponent =>
        Results.Text(await RenderAsync<TPage, TView>(view).ConfigureAwait(false), Html, statusCode: status);
}
