using System;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Starknet.Genesis;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Explorer.Tests.Pages;

/// <summary>What nodes tell explorers beside the specification, and what the pages say where a node does not tell it.</summary>
[Collection(nameof(ExplorerCollection))]
public sealed class NodeMethodTests(ExplorerFixture explorer)
{
    [Fact]
    public async Task TheNodeTellsTheTokenOfFees()
    {
        JsonElement answer = await CallAsync("kraken_getFeeToken", "{}");
        Assert.Equal(WellKnownAddresses.FeeToken.ToString(), answer.GetProperty("result").GetProperty("address").GetString());
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("1000", 0)]
    [InlineData("1001", -32602)]
    [InlineData("-1", -32602)]
    [InlineData("\"1\"", -32602)]
    public async Task WaitingTransactionsAreBounded(string limit, int code)
    {
        JsonElement answer = await CallAsync("kraken_getWaitingTransactions", $"{{\"limit\":{limit}}}");
        Assert.Equal(code, answer.TryGetProperty("error", out JsonElement error) ? error.GetProperty("code").GetInt32() : 0);
    }

    [Fact]
    public async Task WithoutAGenesisFilePagesNameTheNode()
    {
        ExplorerHost host =
            new(new ExplorerOptions { Node = explorer.NodeAddress, Proofs = explorer.Folder, Port = 0 }, NullLoggerFactory.Instance);
        await using (host)
        {
            await host.StartAsync(CancellationToken.None);
            string tokens = await explorer.Http.GetStringAsync(new Uri(host.Address, "/tokens"));
            Assert.Contains("(by the node)", tokens, StringComparison.Ordinal);
            string validators = await explorer.Http.GetStringAsync(new Uri(host.Address, "/validators"));
            Assert.Contains("nothing was checked", validators, StringComparison.Ordinal);
            Assert.Contains("as the node states", validators, StringComparison.Ordinal);
            string block = await explorer.Http.GetStringAsync(new Uri(host.Address, "/block/12"));
            Assert.Contains("This is what the node states", block, StringComparison.Ordinal);
            await host.StopAsync(CancellationToken.None);
        }
    }

    private async Task<JsonElement> CallAsync(string method, string parameters)
    {
        using StringContent content = new(
            $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await explorer.Http.PostAsync(explorer.NodeAddress, content);
        using JsonDocument document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }
}
