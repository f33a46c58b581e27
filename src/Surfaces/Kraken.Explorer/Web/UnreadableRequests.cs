using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Text;
using System.Threading.Tasks;
using Kraken.Explorer.Pages;
using Kraken.Explorer.Views;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kraken.Explorer.Web;

/// <summary>
/// Answers with a page what the web server itself cannot read, such as an address with a zero character: it ends such requests before
/// anything of the explorer runs, with an empty answer, and tells of them by a diagnostic event just before.
/// </summary>
internal sealed class UnreadableRequests(PageRenderer pages, DiagnosticListener listener)
    : IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private const string BadRequest = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    private byte[] page = [];
    private IDisposable? subscription;

    /// <summary>Begins to answer.</summary>
    public async Task StartAsync()
    {
        page = Encoding.UTF8.GetBytes(await pages.RenderAsync<MessagePage, MessageView>(new MessageView(
            "This request cannot be read",
            "Expected an address of printable characters and headers within the explorer's bounds.")).ConfigureAwait(false));
        subscription = listener.Subscribe(this, static (name, _, _) => name == BadRequest);
    }

    /// <summary>Serves a connection whose empty refusal can be replaced.</summary>
    public Task ServeAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        RefusalWriter writer = new(connection.Transport.Output, page);
        connection.Features.Set(writer);
        connection.Transport = new Duplex(connection.Transport.Input, writer);
        return next(connection);
    }

    /// <inheritdoc/>
    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value.Value is IFeatureCollection request)
        {
            request.Get<RefusalWriter>()?.ReplaceNext(request.Get<IHttpRequestFeature>()?.Method != HttpMethods.Head);
        }
    }

    /// <inheritdoc/>
    public void OnCompleted()
    {
    }

    /// <inheritdoc/>
    public void OnError(Exception error)
    {
    }

    /// <inheritdoc/>
    public void Dispose() => subscription?.Dispose();

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
