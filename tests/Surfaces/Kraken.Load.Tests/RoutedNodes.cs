using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Load.Tests;

/// <summary>Several nodes behind one HTTP client, by host name; one that is down refuses connections.</summary>
internal sealed class RoutedNodes(Dictionary<string, HttpMessageHandler> nodes) : HttpMessageHandler
{
    private readonly HashSet<string> down = [];

    public void TakeDown(string host)
    {
        lock (down)
        {
            down.Add(host);
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string host = request.RequestUri!.Host;
        lock (down)
        {
            if (down.Contains(host))
            {
                throw new HttpRequestException($"connection to {host} refused");
            }
        }

        using HttpMessageInvoker invoker = new(nodes[host], disposeHandler: false);
        return await invoker.SendAsync(request, cancellationToken);
    }
}
