using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using Kraken.P2P.Tests;
using Xunit;

namespace Kraken.EndToEnd.Tests;

/// <summary>starknet.js, and calls as starknet-devnet's clients make them, against <c>kraken dev</c>.</summary>
public sealed class DevTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-dev-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ADeveloperUsesTheChain(bool isStored)
    {
        string port = FreePorts.Take().ToString(CultureInfo.InvariantCulture);
        string[] stored = isStored ? ["--data", Path.Combine(folder, "chain")] : [];
        await using Daemon dev = new(Path.Combine(folder, "dev.log"), ["dev", "--port", port, "--seed", "0", .. stored]);
        Uri address = new($"http://127.0.0.1:{port}");
        await AnswersAsync(address, dev);
        Assert.Contains("| Private key     |  0x71d7bb07b9a64f6f78ac4c816aff4da9", dev.Output, StringComparison.Ordinal);
        (int code, string output, string errors) = await Command.RunAsync(
            TimeSpan.FromMinutes(4), "node", Path.Combine(Repository.Scripts, "dev.mjs"), address.OriginalString, Repository.SharedData);
        Assert.True(code == 0, output + errors + dev.Output);
        using JsonDocument told = JsonDocument.Parse(output.Split('\n').Last(line => line.StartsWith('{')));
        Assert.Equal(1, told.RootElement.GetProperty("blocks").GetInt32());
        await dev.InterruptAsync();
    }

    [Fact]
    public async Task AClientIsToldOverAWebSocket()
    {
        string port = FreePorts.Take().ToString(CultureInfo.InvariantCulture);
        await using Daemon dev = new(Path.Combine(folder, "dev.log"), ["dev", "--port", port, "--seed", "0"]);
        Uri address = new($"http://127.0.0.1:{port}");
        await AnswersAsync(address, dev);
        (int code, string output, string errors) = await Command.RunAsync(
            TimeSpan.FromMinutes(2),
            "node",
            "--experimental-websocket",
            Path.Combine(Repository.Scripts, "sockets.mjs"),
            address.OriginalString);
        Assert.True(code == 0, output + errors + dev.Output);
        await dev.InterruptAsync();
    }

    private static async Task AnswersAsync(Uri address, Daemon dev)
    {
        using HttpClient http = new();
        long deadline = Environment.TickCount64 + 60_000;
        while (true)
        {
            Assert.False(dev.HasExited, dev.Output);
            Assert.True(Environment.TickCount64 < deadline, $"no answer at {address} within a minute:\n{dev.Output}");
            try
            {
                Assert.Equal("Alive!!!", await http.GetStringAsync(new Uri(address, "is_alive")));
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(100);
            }
        }
    }
}
