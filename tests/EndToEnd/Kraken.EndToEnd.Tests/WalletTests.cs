using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Tasks;
using Kraken.P2P.Tests;
using Microsoft.Playwright;
using Xunit;

namespace Kraken.EndToEnd.Tests;

/// <summary>
/// starknet.js against four node processes, then a browser on the explorer that finds a transaction of that run and verifies the
/// proof of its block that the watcher made.
/// </summary>
public sealed class WalletTests
{
    private static readonly TimeSpan ProofLimit = Waiting.Minutes(8);

    [Fact]
    public async Task AWalletUsesTheChainAndABrowserVerifiesTheProof()
    {
        await using Network network = await Network.StartAsync();
        string proofs = Path.Combine(network.Folder, "proofs");
        string genesis = Path.Combine(network.Folder, "genesis.json");
        (int code, string output, string errors) = await Command.RunAsync(
            TimeSpan.FromMinutes(4), "node", Path.Combine(Repository.Scripts, "wallet.mjs"), network.Urls, Repository.SharedData);
        Assert.True(code == 0, output + errors);
        using JsonDocument wallet = JsonDocument.Parse(output.Split('\n').Last(line => line.StartsWith('{')));
        await network.AssertAgreementAsync();

        await using Daemon watcher = new(
            Path.Combine(network.Folder, "watcher.log"), "watch", "--rpc", network.Url(0),
            "--data", Path.Combine(network.Folder, "watcher"), "--proofs", proofs, "--genesis", genesis);
        string port = FreePorts.Take().ToString(CultureInfo.InvariantCulture);
        await using Daemon explorer = new(
            Path.Combine(network.Folder, "explorer.log"), "explore", "--rpc", network.Url(0), "--proofs", proofs, "--port", port,
            "--genesis", genesis);
        string hash = wallet.RootElement.GetProperty("fib").GetString()!;
        await AnswersAsync(port, explorer);
        await ProvedAsync(new Uri($"http://127.0.0.1:{port}/tx/{hash}"), watcher);
        await BrowseAsync($"http://127.0.0.1:{port}", hash);
    }

    private static async Task ProvedAsync(Uri transaction, Daemon watcher)
    {
        using HttpClient http = new();
        long deadline = Environment.TickCount64 + (long)ProofLimit.TotalMilliseconds;
        string page;
        do
        {
            await Task.Delay(500);
            page = await http.GetStringAsync(transaction);
            Assert.False(watcher.HasExited, watcher.Output);
            Assert.DoesNotContain("block-unproved", page, StringComparison.Ordinal);
            Assert.True(Environment.TickCount64 < deadline, $"no proof of {transaction} within {ProofLimit}:\n{watcher.Output}");
        }
        while (!page.Contains("proof-link", StringComparison.Ordinal));
    }

    private static async Task AnswersAsync(string port, Daemon explorer)
    {
        long deadline = Environment.TickCount64 + 60_000;
        while (true)
        {
            Assert.False(explorer.HasExited, explorer.Output);
            Assert.True(Environment.TickCount64 < deadline, $"no answer at port {port} within a minute:\n{explorer.Output}");

            // A socket whose connecting failed cannot try again.
            using TcpClient client = new();
            try
            {
                await client.ConnectAsync(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture));
                return;
            }
            catch (SocketException)
            {
                await Task.Delay(200);
            }
        }
    }

    private static async Task BrowseAsync(string url, string hash)
    {
        await using Browser browser = await Browser.StartAsync();
        IPage page = await browser.PageAsync(1280, []);
        await page.GotoAsync(url);
        await page.GetByTestId("home-blocks").WaitForAsync();
        await page.GetByTestId("search").FillAsync(hash);
        await page.GetByTestId("search").PressAsync("Enter");
        Assert.Contains(hash, await page.GetByTestId("tx-hash").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("ucceeded", await page.GetByTestId("tx-status").InnerTextAsync(), StringComparison.Ordinal);
        await page.GetByTestId("proof-link").First.ClickAsync();
        await page.GetByTestId("verify-now").ClickAsync();
        string result = await page.GetByTestId("verify-result").InnerTextAsync();
        Assert.StartsWith("valid", result, StringComparison.Ordinal);
    }
}
