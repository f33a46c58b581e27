using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Kraken.P2P.Tests;
using Microsoft.Playwright;
using Xunit;

namespace Kraken.EndToEnd.Tests;

/// <summary>
/// Every page of the explorer in a browser, over a development chain: it shows what the chain holds, at the width of a desk and of a
/// phone, with scripts and without, and the browser has nothing to complain of. Contracts are read and written there.
/// </summary>
public sealed class ExplorerTests : IDisposable
{
    private const string Token = "0x4718f5a0fc34cc1af16a1cdee98ffb20c31f5cd61d6ab07201858f4287c938d";
    private const string Recipient = "0x78662e7352d062084b0010068b99288486c2d8b914f6e2a55ce945f8792c8b1";
    private static readonly int[] Widths = [1280, 360];

    // Where pictures of the pages go; null for nowhere.
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("KRAKEN_PICTURES");

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-explorer-").FullName;
    private readonly HttpClient http = new();

    public void Dispose()
    {
        http.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task EveryPageIsReadableAndContractsAreReadAndWritten()
    {
        string port = FreePorts.Take().ToString(CultureInfo.InvariantCulture);
        Uri node = new($"http://127.0.0.1:{port}");
        await using Daemon dev = new(Path.Combine(folder, "dev.log"), "dev", "--port", port, "--seed", "0");
        await AnswersAsync(new Uri(node, "/is_alive"), dev);
        await LoadAsync(node);
        port = FreePorts.Take().ToString(CultureInfo.InvariantCulture);
        string url = $"http://127.0.0.1:{port}";
        await using Daemon explorer = new(
            Path.Combine(folder, "explorer.log"), "explore", "--rpc", node.OriginalString, "--port", port, "--proofs",
            Path.Combine(folder, "proofs"));
        await AnswersAsync(new Uri(url), explorer);
        await using Browser browser = await Browser.StartAsync();
        List<string> complaints = [];
        IPage desk = await browser.PageAsync(Widths[0], complaints);
        string sent = await WriteWithADevelopmentKeyAsync(desk, url);
        await WriteWithAWalletAsync(browser, complaints, url, sent);
        await ReadAsync(desk, url);
        List<(IPage Page, int Width, bool HasScripts)> views = [];
        foreach (int width in Widths)
        {
            foreach (bool hasScripts in (bool[])[true, false])
            {
                views.Add((await browser.PageAsync(width, complaints, hasScripts, isDark: !hasScripts), width, hasScripts));
            }
        }

        foreach ((string path, string testId) in await PagesAsync(node, sent))
        {
            await ShowAsync(views, url + path, testId);
        }

        Assert.Empty(complaints);
        string log = explorer.Output;
        Assert.DoesNotContain("71d7bb07b9a64f6f78ac4c816aff4da9", log, StringComparison.Ordinal);
    }

    private static async Task LoadAsync(Uri node)
    {
        (int code, string output, string errors) = await Command.RunAsync(
            TimeSpan.FromMinutes(2), Repository.Kraken, "load", "--nodes", node.OriginalString, "--rate", "10", "--duration", "4",
            "--weights", "transfer=3,failing=1,fib=1");
        Assert.True(code == 0, output + errors);
    }

    private async Task<IReadOnlyList<(string Path, string TestId)>> PagesAsync(Uri node, string sent)
    {
        (string block, string failed) = await FailedAsync(node);
        JsonElement classHash = await CallAsync(node, "starknet_getClassHashAt", $"[\"latest\",\"{Token}\"]");
        return
        [
            ("/", "home-blocks"), ("/blocks", "blocks"), ($"/block/{block}", "block-transactions"), ($"/block/{block}/state", "storage"),
            ($"/tx/{sent}", "tx-hash"), ($"/tx/{failed}", "tx-revert-path"), ($"/tx/{failed}/trace", "call-tree"),
            ($"/tx/{sent}/state", "storage"),
            ("/events?key=Transfer", "events"), ("/messages", "from-l1"), ("/tokens", "tokens"), ($"/token/{Token}", "holders"),
            ($"/contract/{Token}", "token-link"), ($"/contract/{Token}/read", "function"), ($"/contract/{Token}/write", "function"),
            ($"/contract/{Token}/read?function=balance_of&arg0={Recipient}", "call-result"),
            ($"/class/{classHash.GetString()}", "class-hash"), ($"/class/{classHash.GetString()}/sierra", "program"),
            ($"/class/{classHash.GetString()}/casm", "program"), ("/validators", "validators"), ("/mempool", "mempool-count"),
            ("/charts", "charts"), ("/proofs", "seconds-behind"), ("/proofs/failed", "unproved"), ("/watcher", "no-watcher"),
            ("/search?q=account", "results"), ("/nothing", "message-query"),
        ];
    }

    private async Task<(string Block, string Hash)> FailedAsync(Uri node)
    {
        for (ulong number = (await CallAsync(node, "starknet_blockNumber", "[]")).GetUInt64(); number > 0; number--)
        {
            JsonElement block = await CallAsync(
                node, "starknet_getBlockWithReceipts", string.Create(CultureInfo.InvariantCulture, $"[{{\"block_number\":{number}}}]"));
            foreach (JsonElement item in block.GetProperty("transactions").EnumerateArray())
            {
                if (item.GetProperty("receipt").GetProperty("execution_status").GetString() == "REVERTED")
                {
                    return (
                        number.ToString(CultureInfo.InvariantCulture),
                        item.GetProperty("receipt").GetProperty("transaction_hash").GetString()!);
                }
            }
        }

        throw new InvalidOperationException("no transaction of the load was reverted");
    }

    private static async Task ShowAsync(List<(IPage Page, int Width, bool HasScripts)> views, string address, string testId)
    {
        foreach ((IPage page, int width, bool hasScripts) in views)
        {
            await page.GotoAsync(address, new PageGotoOptions { WaitUntil = WaitUntilState.DOMContentLoaded });
            await page.GetByTestId(testId).First.WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
            if (hasScripts)
            {
                await Browser.FitsAsync(page);
            }

            await PictureAsync(page, address, width, hasScripts);
        }
    }

    private static async Task PictureAsync(IPage page, string address, int width, bool isLight)
    {
        if (Pictures is not null)
        {
            string name = string.Join('-', new Uri(address).PathAndQuery.Split(['/', '?', '=', '&'], StringSplitOptions.RemoveEmptyEntries)
                .Select(part => part.Length > 14 ? "x" : part));
            name = string.Create(
                CultureInfo.InvariantCulture, $"{(name.Length == 0 ? "home" : name)}-{width}{(isLight ? "" : "-dark")}.png");
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, name) });
        }
    }

    private static async Task<string> WriteWithADevelopmentKeyAsync(IPage page, string url)
    {
        await PrepareAsync(page, url);
        await page.GetByTestId("send-development").ClickAsync();
        await page.GetByTestId("tx-hash").WaitForAsync();
        string hash = (await page.GetByTestId("tx-hash").InnerTextAsync()).Trim();
        long deadline = Environment.TickCount64 + 60_000;
        while (!(await page.GetByTestId("tx-status").InnerTextAsync()).Contains("ucceeded", StringComparison.Ordinal))
        {
            Assert.True(Environment.TickCount64 < deadline, $"the transfer {hash} did not succeed within a minute");
            await Task.Delay(200);
            await page.ReloadAsync();
        }

        Assert.Contains(Recipient, await page.GetByTestId("tx-calls").InnerTextAsync(), StringComparison.Ordinal);
        return hash;
    }

    private static async Task PrepareAsync(IPage page, string url)
    {
        await page.GotoAsync($"{url}/contract/{Token}/write");
        ILocator transfer = page.GetByTestId("function").Filter(new LocatorFilterOptions { HasText = "transfer(recipient" });
        await transfer.Locator("summary").ClickAsync();
        await transfer.Locator("input[name=arg0]").FillAsync(Recipient);
        await transfer.Locator("input[name=arg1]").FillAsync("1000");
        await transfer.Locator("button").ClickAsync();
        await page.GetByTestId("wallet").WaitForAsync();
    }

    /// <summary>A wallet of the browser gets the call as the wallet API has it, and on another chain none.</summary>
    private static async Task WriteWithAWalletAsync(Browser browser, List<string> complaints, string url, string sent)
    {
        IPage page = await browser.PageAsync(Widths[1], complaints);
        await page.AddInitScriptAsync(
            $$"""
            window.asked = [];
            window.chain = '0x534e5f4d41494e';
            window.starknet_test = {
              id: 'test', name: '<b>Test</b> wallet',
              request: async call => {
                window.asked.push(call);
                switch (call.type) {
                  case 'wallet_requestAccounts': return ['{{Recipient}}'];
                  case 'wallet_requestChainId': return window.chain;
                  case 'wallet_addInvokeTransaction':
                    sessionStorage.setItem('sent', JSON.stringify(call.params));
                    return { transaction_hash: '{{sent}}' };
                  default: throw new Error(`unknown ${call.type}`);
                }
              },
            };
            """);
        await PrepareAsync(page, url);
        await Browser.FitsAsync(page);
        ILocator send = page.GetByTestId("send-wallet");
        Assert.Equal("Send with <b>Test</b> wallet", await send.InnerTextAsync());
        await send.ClickAsync();
        await page.GetByText("Not sent: the wallet is on SN_MAIN, this chain is SN_SEPOLIA").WaitForAsync();
        await page.EvaluateAsync("() => { window.chain = '0x534e5f5345504f4c4941'; }");
        await send.ClickAsync();

        // What the next page shows is waited for: the library misses a page's load event when it comes while it begins to wait for it.
        await page.GetByTestId("tx-hash").WaitForAsync();
        Assert.Equal($"{url}/tx/{sent}", page.Url);
        using JsonDocument call = JsonDocument.Parse(await page.EvaluateAsync<string>("() => sessionStorage.getItem('sent')"));
        JsonElement only = call.RootElement.GetProperty("calls").EnumerateArray().Single();
        Assert.Equal(Token, only.GetProperty("contract_address").GetString());
        Assert.Equal("transfer", only.GetProperty("entry_point").GetString());
        Assert.Equal(
            [Recipient, "0x3e8", "0x0"], only.GetProperty("calldata").EnumerateArray().Select(felt => felt.GetString()!));
        await page.Context.CloseAsync();
    }

    private static async Task ReadAsync(IPage page, string url)
    {
        await page.GotoAsync($"{url}/contract/{Token}/read");
        ILocator balance = page.GetByTestId("function").Filter(new LocatorFilterOptions { HasText = "balance_of(" });
        await balance.Locator("summary").ClickAsync();
        await balance.Locator("input[name=arg0]").FillAsync(Recipient);
        await balance.Locator("input[name=block]").FillAsync("0");
        await balance.Locator("button").ClickAsync();

        // What an account of the development chain has at the beginning: a thousand, of 18 decimals.
        Assert.Equal("1000000000000000000000", await page.GetByTestId("call-result").InnerTextAsync());
    }

    private async Task<JsonElement> CallAsync(Uri node, string method, string parameters)
    {
        using StringContent content = new(
            $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await http.PostAsync(node, content);
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return answer.RootElement.GetProperty("result").Clone();
    }

    private async Task AnswersAsync(Uri address, Daemon explorer)
    {
        long deadline = Environment.TickCount64 + 60_000;
        while (true)
        {
            Assert.False(explorer.HasExited, explorer.Output);
            Assert.True(Environment.TickCount64 < deadline, $"no answer at {address} within a minute:\n{explorer.Output}");
            try
            {
                using HttpResponseMessage answer = await http.GetAsync(address);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(200);
            }
        }
    }
}
