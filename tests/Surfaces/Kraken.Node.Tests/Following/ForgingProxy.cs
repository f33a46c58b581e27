using System;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using Kraken.P2P.Tests;

namespace Kraken.Node.Tests.Following;

/// <summary>Serves a node's blocks with the last signature of each answer forged.</summary>
internal sealed class ForgingProxy : IAsyncDisposable
{
    private readonly HttpListener listener = new();
    private readonly HttpClient http = new();
    private readonly Uri node;
    private readonly Task serving;

    internal ForgingProxy(Uri node)
    {
        this.node = node;
        Address = new Uri($"http://127.0.0.1:{FreePorts.Take()}/");
        listener.Prefixes.Add(Address.OriginalString);
        listener.Start();
        serving = ServeAsync();
    }

    internal Uri Address { get; }

    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        http.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context = await listener.GetContextAsync();
            byte[] answer = await http.GetByteArrayAsync(new Uri(node, context.Request.RawUrl));

            // Behind the height: what stands at the end of a block is its certificate.
            if (answer.Length > sizeof(ulong))
            {
                answer[^1] ^= 1;
            }

            await context.Response.OutputStream.WriteAsync(answer);
            context.Response.Close();
        }
    }
}
