using System;
using System.Globalization;
using System.IO;
using System.Linq;
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
        using DevClient client = new(address);
        await client.ReachAsync(dev);
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
        using DevClient client = new(address);
        await client.ReachAsync(dev);
        (int code, string output, string errors) = await Command.RunAsync(
            TimeSpan.FromMinutes(2),
            "node",
            "--experimental-websocket",
            Path.Combine(Repository.Scripts, "sockets.mjs"),
            address.OriginalString);
        Assert.True(code == 0, output + errors + dev.Output);
        await dev.InterruptAsync();
    }

    [Fact]
    public async Task ContractsAreUsedByTheirAbi()
    {
        string port = FreePorts.Take().ToString(CultureInfo.InvariantCulture);
        await using Daemon dev = new(Path.Combine(folder, "dev.log"), ["dev", "--port", port, "--seed", "0"]);
        Uri address = new($"http://127.0.0.1:{port}");
        using DevClient client = new(address);
        await client.ReachAsync(dev);
        (int code, string output, string errors) = await Command.RunAsync(
            TimeSpan.FromMinutes(2), "node", Path.Combine(Repository.Scripts, "abi.mjs"), address.OriginalString, Repository.SharedData);
        Assert.True(code == 0, output + errors + dev.Output);
        await dev.InterruptAsync();
    }

    [Fact]
    public async Task TheClassesOfAFolderAreDeclared()
    {
        string port = FreePorts.Take().ToString(CultureInfo.InvariantCulture);
        string classes = Path.Combine(Repository.SharedData, "starknet", "classes", "genesis");
        await using Daemon dev = new(Path.Combine(folder, "dev.log"), ["dev", "--port", port, "--class", classes]);
        using DevClient client = new(new Uri($"http://127.0.0.1:{port}"));
        await client.ReachAsync(dev);

        // What sncast makes accounts of.
        const string OpenZeppelinAccount = "0x5b4b537eaa2399e3aa99c4e2e0208ebd6c71bc1467938cd52c798c601e43564";
        JsonElement declared = await client.CallAsync(
            "starknet_getClass", $$"""{"block_id":"latest","class_hash":"{{OpenZeppelinAccount}}"}""");
        Assert.NotEqual(0, declared.GetProperty("sierra_program").GetArrayLength());
        await dev.InterruptAsync();
    }
}
