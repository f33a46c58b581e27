using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using Kraken.P2P.Tests;
using Xunit;

namespace Kraken.EndToEnd.Tests;

/// <summary>A real Ethereum node: Foundry's anvil, from npm, which makes a block for each transaction.</summary>
internal sealed class Anvil : IAsyncDisposable
{
    private const string SendMessageToL2 = "3e3aa6c5";

    private readonly Daemon process;
    private readonly HttpClient http = new();

    private Anvil(Daemon process, Uri address)
    {
        this.process = process;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<Anvil> StartAsync(string log)
    {
        string program = Path.Combine(Repository.Scripts, "node_modules", "@foundry-rs", "anvil-linux-amd64", "bin", "anvil");
        Assert.True(File.Exists(program), $"{program} is missing: npm ci in {Repository.Scripts} installs it");
        string port = FreePorts.Take().ToString(CultureInfo.InvariantCulture);
        Anvil anvil = new(
            new Daemon(program, log, ["--host", "127.0.0.1", "--port", port, "--silent"]), new Uri($"http://127.0.0.1:{port}"));
        long deadline = Environment.TickCount64 + 60_000;
        while (true)
        {
            Assert.True(Environment.TickCount64 < deadline && !anvil.process.HasExited, anvil.process.Output);
            try
            {
                await anvil.CallAsync("eth_blockNumber", "[]");
                return anvil;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await process.DisposeAsync();
        http.Dispose();
    }

    /// <summary>Deploys the messaging contract of the tree.</summary>
    /// <returns>Its address.</returns>
    public async Task<string> DeployAsync()
    {
        string code = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "src", "Surfaces", "Kraken.Dev", "Messages", "MessagingMock.hex"));
        JsonElement receipt = await SendAsync(to: null, code.ReplaceLineEndings(""), value: 0);
        return receipt.GetProperty("contractAddress").GetString()!;
    }

    /// <summary>Sends a message to L2 from the first account.</summary>
    /// <returns>The transaction's hash.</returns>
    public async Task<string> SendMessageAsync(
        string contract, BigInteger receiver, BigInteger selector, params BigInteger[] payload)
    {
        JsonElement receipt =
            await SendAsync(contract, SendMessageToL2 + Words([receiver, selector, 96, payload.Length, .. payload]), value: 1000);
        return receipt.GetProperty("transactionHash").GetString()!;
    }

    /// <summary>Makes blocks, so that those before have confirmations.</summary>
    public Task MineAsync() => CallAsync("anvil_mine", """["0x2"]""");

    public async Task<JsonElement> CallAsync(string method, string parameters)
    {
        using StringContent body = new(
            $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await http.PostAsync(Address, body);
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        Assert.True(answer.RootElement.TryGetProperty("result", out JsonElement result), $"{method}: {answer.RootElement}");
        return result.Clone();
    }

    private static string Words(BigInteger[] words) =>
        string.Concat(words.Select(word => word.ToString("x64", CultureInfo.InvariantCulture)[^64..]));

    private async Task<JsonElement> SendAsync(string? to, string data, ulong value)
    {
        string from = (await CallAsync("eth_accounts", "[]"))[0].GetString()!;
        string receiver = to is null ? "" : $"\"to\":\"{to}\",";
        JsonElement hash = await CallAsync(
            "eth_sendTransaction", $$"""[{"from":"{{from}}",{{receiver}}"data":"0x{{data}}","value":"0x{{value:x}}","gas":"0x4c4b40"}]""");
        long deadline = Environment.TickCount64 + 60_000;
        while (true)
        {
            JsonElement receipt = await CallAsync("eth_getTransactionReceipt", $"[\"{hash.GetString()}\"]");
            if (receipt.ValueKind == JsonValueKind.Object)
            {
                Assert.Equal("0x1", receipt.GetProperty("status").GetString());
                return receipt;
            }

            Assert.True(Environment.TickCount64 < deadline, $"no receipt of {hash}");
            await Task.Delay(50);
        }
    }
}
