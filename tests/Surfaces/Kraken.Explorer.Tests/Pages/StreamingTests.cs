using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Rpc;
using Kraken.Rpc.Server;
using Kraken.Rpc.Tests;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Explorer.Tests.Pages;

/// <summary>A block's page begins before the block is read, and ends well whatever the node does meanwhile.</summary>
public sealed class StreamingTests : IAsyncLifetime
{
    private readonly GatedChain chain = new(new RecordedChain());
    private readonly HttpClient http = new();
    private readonly RpcServer node;
    private ExplorerHost? host;

    public StreamingTests() => node = new(new RpcBackend { Chain = chain }, new RpcOptions(), new IPEndPoint(IPAddress.Loopback, 0));

    public async ValueTask InitializeAsync()
    {
        await node.StartAsync(CancellationToken.None);
        host = new(
            new ExplorerOptions { Node = node.Address, Proofs = Path.Combine(Path.GetTempPath(), "kraken-none"), Port = 0 },
            NullLoggerFactory.Instance);
        await host.StartAsync(CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        chain.Open();
        http.Dispose();
        await host!.StopAsync(CancellationToken.None);
        await host.DisposeAsync();
        await node.StopAsync(CancellationToken.None);
        await node.DisposeAsync();
        chain.Dispose();
    }

    [Fact]
    public async Task TheFrameComesBeforeTheBlockIsRead()
    {
        using HttpResponseMessage answer =
            await http.GetAsync(new Uri(host!.Address, "/block/12"), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using StreamReader reader = new(await answer.Content.ReadAsStreamAsync(), Encoding.UTF8);
        StringBuilder begun = new();
        char[] letter = new char[1];
        while (!begun.ToString().EndsWith("tabindex=\"-1\">", StringComparison.Ordinal))
        {
            Assert.Equal(1, await reader.ReadAsync(letter));
            begun.Append(letter);
        }

        Assert.Contains("<title>Block 12 ", begun.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("block-hash", begun.ToString(), StringComparison.Ordinal);
        chain.Open();
        string rest = await reader.ReadToEndAsync();
        Assert.Contains("data-testid=\"block-hash\"", rest, StringComparison.Ordinal);
        Assert.EndsWith("</html>", rest.TrimEnd(), StringComparison.Ordinal);
        Assert.DoesNotContain("<html", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("<main", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABlockThatCannotBeReadAnyMoreIsSaidOnThePage()
    {
        chain.Fails = true;
        using HttpResponseMessage answer =
            await http.GetAsync(new Uri(host!.Address, "/block/12"), HttpCompletionOption.ResponseHeadersRead);
        chain.Open();
        string page = await answer.Content.ReadAsStringAsync();
        Assert.Contains("stopped answering", page, StringComparison.Ordinal);
        Assert.EndsWith("</html>", page.TrimEnd(), StringComparison.Ordinal);
    }
}
