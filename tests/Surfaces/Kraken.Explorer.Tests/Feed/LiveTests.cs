using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Explorer.Tests.Feed;

[Collection(nameof(ExplorerCollection))]
public sealed class LiveTests(ExplorerFixture explorer)
{
    [Fact]
    public async Task TheFirstEventIsTheChainAndStoppingEndsTheStream()
    {
        ExplorerHost host =
            new(new ExplorerOptions { Node = explorer.NodeAddress, Proofs = explorer.Folder, Port = 0 }, NullLoggerFactory.Instance);
        await using (host)
        {
            await host.StartAsync(CancellationToken.None);
            using HttpResponseMessage answer =
                await explorer.Http.GetAsync(new Uri(host.Address, "/live"), HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
            using StreamReader reader = new(await answer.Content.ReadAsStreamAsync());
            Assert.Equal("event: home", await reader.ReadLineAsync());
            string first = "";
            for (string? line; (line = await reader.ReadLineAsync()) is { Length: > 0 };)
            {
                Assert.StartsWith("data: ", line, StringComparison.Ordinal);
                first += line;
            }

            Assert.Contains("data-testid=\"home-blocks\"", first, StringComparison.Ordinal);
            Assert.Contains(explorer.Chain.Latest!.StateRoot.ToString(), first, StringComparison.Ordinal);
            Assert.DoesNotContain("<html", first, StringComparison.Ordinal);

            Assert.Null(host.NodeProblem);
            await host.StopAsync(CancellationToken.None);
            await reader.ReadToEndAsync();
        }
    }

    [Fact]
    public async Task WithoutANodeEveryPageSaysSo()
    {
        // Port 9 of this machine answers nobody.
        ExplorerHost host = new(
            new ExplorerOptions { Node = new Uri("http://127.0.0.1:9"), Proofs = explorer.Folder, Port = 0 }, NullLoggerFactory.Instance);
        await using (host)
        {
            await host.StartAsync(CancellationToken.None);
            foreach (string path in (string[])["/block/1", "/tx/0x1", "/search?q=0x1", "/contract/0x1", "/class/0x1", "/blocks"])
            {
                using HttpResponseMessage answer = await explorer.Http.GetAsync(new Uri(host.Address, path));
                Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                Assert.Contains("cannot be reached", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
                Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            }

            using HttpResponseMessage home = await explorer.Http.GetAsync(new Uri(host.Address, "/"));
            Assert.Contains("cannot be reached", await home.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.Equal("http://127.0.0.1:9 does not answer", host.NodeProblem);
        }
    }

    [Fact]
    public async Task HeadersHaveABound()
    {
        foreach ((int bytes, bool isTaken) in ((int, bool)[])
            [(ExplorerLimits.HeaderBytes - 1000, true), (ExplorerLimits.HeaderBytes + 1, false)])
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "/");
            request.Headers.TryAddWithoutValidation("X-Long", new string('x', bytes));
            using HttpResponseMessage answer = await explorer.Http.SendAsync(request);
            Assert.Equal(isTaken ? HttpStatusCode.OK : HttpStatusCode.RequestHeaderFieldsTooLarge, answer.StatusCode);
        }
    }

    [Fact]
    public async Task ItListensOnThisMachineOnly()
    {
        await explorer.PageAsync("/");
        Assert.Equal("127.0.0.1", explorer.Http.BaseAddress!.Host);
    }
}
