using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Numerics;
using System.Text.Json;
using System.Threading.Tasks;
using Kraken.P2P.Tests;
using Xunit;

namespace Kraken.EndToEnd.Tests;

/// <summary>Messages between L2 and a real Ethereum node, on a development chain and on one of four validators.</summary>
public sealed class L1Tests : IDisposable
{
    // The contract of ../shared/data whose handler 'handle' stores the sum of sender and value at from_l1, a short string.
    private static readonly string Messenger =
        Path.Combine(Repository.SharedData, "cairo", "own-contracts", "pairs_2_19_4", "syscalls.sierra.json");

    // The selector of 'handle', and from_l1 as a short string.
    private const string Handle = "0xff166be659c8a81d17216edbc79eef45eb925a15f37d9542c3a0fbbfd87d4a";
    private const string Cell = "0x66726f6d5f6c31";

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-l1-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task ADeveloperSendsAndConsumesMessagesOnL1()
    {
        await using Anvil anvil = await Anvil.StartAsync(Path.Combine(folder, "anvil.log"));
        string port = FreePorts.Take().ToString(CultureInfo.InvariantCulture);
        await using Daemon dev = new(Path.Combine(folder, "dev.log"), ["dev", "--port", port, "--seed", "0"]);
        Uri address = new($"http://127.0.0.1:{port}");
        using DevClient client = new(address);
        await client.ReachAsync(dev);
        (int code, string output, string errors) = await Command.RunAsync(
            TimeSpan.FromMinutes(4), "node", Path.Combine(Repository.Scripts, "l1.mjs"), address.OriginalString,
            anvil.Address.OriginalString.TrimEnd('/'), Repository.SharedData);
        Assert.True(code == 0, output + errors + dev.Output);

        // The explorer tells of each message, the latest first, whether L1 took it.
        string messaging = JsonDocument.Parse(output.Trim().Split('\n')[^1]).RootElement.GetProperty("messaging").GetString()!;
        string pages = FreePorts.Take().ToString(CultureInfo.InvariantCulture);
        await using Daemon explorer = new(
            Path.Combine(folder, "explorer.log"),
            ["explore", "--rpc", address.OriginalString, "--port", pages, "--proofs", folder, "--l1-url", anvil.Address.OriginalString,
                "--l1-contract", messaging]);
        string table = await PageAsync(new Uri($"http://127.0.0.1:{pages}/messages?format=csv&table=to-l1"), explorer);
        string[] told = [.. table.Trim().Split('\n').Skip(1).Select(line => line.Trim().Split(',')[^1])];
        Assert.Equal(["Not there", "Waits", "Taken"], told);
        await dev.InterruptAsync();
    }

    [Fact]
    public async Task FourValidatorsConsumeWhatTheirL1Holds()
    {
        const string Chain = """
            chain_id: KRAKEN_L1
            timestamp: 1700000000
            block_interval_ms: 200
            empty_block_interval_ms: 500
            """;
        await using Anvil anvil = await Anvil.StartAsync(Path.Combine(folder, "anvil.log"));
        string contract = await anvil.DeployAsync();
        await using Network network = await Network.StartAsync(
            (rpc, peers) => $"{Chain}\nclasses:\n  - {{ name: messenger, file: \"{Messenger}\" }}\n"
                + "contracts:\n  - { name: messenger, class: messenger, address: \"0x1234567\", storage: [] }\nvalidators:\n"
                + string.Concat(Enumerable.Range(0, Network.Size).Select(node => string.Create(
                    CultureInfo.InvariantCulture,
                    $"  - {{ name: node{node + 1}, host: 127.0.0.1, port: {peers + node}, rpc_port: {rpc + node} }}\n"))),
            ["--l1-url", anvil.Address.OriginalString, "--l1-contract", contract, "--l1-confirmations", "1"]);
        JsonElement sender = (await anvil.CallAsync("eth_accounts", "[]"))[0];
        string sent = await anvil.SendMessageAsync(contract, 0x1234567, Number(Handle), 30);
        await anvil.MineAsync();
        BigInteger expected = Number(sender.GetString()!) + 30;
        for (int node = 0; node < Network.Size; node++)
        {
            await ReachAsync(network, node, expected);
        }

        await network.AssertAgreementAsync();
        JsonElement status = await network.CallAsync(2, "starknet_getMessagesStatus", $"[\"{sent}\"]");
        Assert.Equal("SUCCEEDED", Assert.Single(status.EnumerateArray()).GetProperty("execution_status").GetString());
    }

    private static async Task<string> PageAsync(Uri page, Daemon explorer)
    {
        using HttpClient http = new() { Timeout = TimeSpan.FromSeconds(20) };
        long deadline = Environment.TickCount64 + 90_000;
        while (true)
        {
            try
            {
                return await http.GetStringAsync(page);
            }
            catch (HttpRequestException)
            {
                Assert.True(!explorer.HasExited && Environment.TickCount64 < deadline, explorer.Output);
                await Task.Delay(100);
            }
        }
    }

    private static BigInteger Number(string hexadecimal) =>
        BigInteger.Parse($"0{hexadecimal[2..]}", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static async Task ReachAsync(Network network, int node, BigInteger expected)
    {
        long deadline = Environment.TickCount64 + 90_000;
        while (true)
        {
            JsonElement value = await network.CallAsync(node, "starknet_getStorageAt", $"[\"0x1234567\",\"{Cell}\",\"latest\"]");
            if (Number(value.GetString()!) == expected)
            {
                return;
            }

            Assert.True(
                Environment.TickCount64 < deadline,
                $"node {node + 1} consumed no message: {await File.ReadAllTextAsync(network.Log(node))}");
            await Task.Delay(200);
        }
    }
}
