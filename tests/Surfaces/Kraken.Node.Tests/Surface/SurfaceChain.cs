using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Curves;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Node.Configuration;
using Kraken.P2P.Tests;
using Kraken.Serialization.Json;
using Kraken.Starknet;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Json;
using Kraken.Starknet.Transactions;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Node.Tests.Surface;

/// <summary>
/// A network of one validator or several in this process and a chain with all that there is to show: transfers, a declaration, deployments
/// by the deployer and of an account, events, a message to L1, a revert, a replaced class.
/// </summary>
internal sealed class SurfaceChain : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-surface-").FullName;
    private readonly CancellationTokenSource stop = new();
    private readonly HttpClient http = new();
    private readonly List<NodeHost> hosts = [];
    private Task running = Task.CompletedTask;
    private ulong nonce;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>The path of the version of the specification that is asked.</summary>
    public string Version { get; set; } = "v0_10";

    /// <summary>The class that was declared, as JSON-RPC has it.</summary>
    public SierraClass Class { get; private set; } = null!;

    public Felt ClassHash { get; private set; }

    /// <summary>The contract of that class, and one whose class was replaced.</summary>
    public Felt Contract { get; private set; }

    /// <summary>The transactions by what they do.</summary>
    public Dictionary<string, Felt> Hashes { get; } = [];

    /// <summary>The genesis file.</summary>
    public string GenesisPath => Path.Combine(folder, GenesisFile.FileName);

    /// <param name="validators">How many validators decide; the first one is asked.</param>
    public static async Task<SurfaceChain> StartAsync(int validators = 1)
    {
        SurfaceChain chain = new();
        int port = FreePorts.Take(validators);
        LocalNetwork.Create(chain.folder, validators, port, FreePorts.Take(validators));
        chain.Address = new Uri($"http://127.0.0.1:{port}");
        chain.hosts.AddRange(Enumerable.Range(1, validators).Select(number =>
            NodeHost.Open(Path.Combine(chain.folder, $"node{number}"), NullLoggerFactory.Instance)));
        chain.running = Task.WhenAll(chain.hosts.Select(host => host.RunAsync(chain.stop.Token)));
        await chain.WaitAsync(async () => await chain.TryCallAsync("starknet_blockNumber", "[]") is not null);
        await chain.FillAsync();
        return chain;
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (NodeHost host in hosts)
        {
            await host.DisposeAsync();
        }

        http.Dispose();
        stop.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The answer to a call.</summary>
    /// <param name="method">The method.</param>
    /// <param name="parameters">Its parameters, as JSON.</param>
    /// <param name="node">Another node than the first one.</param>
    public async Task<JsonElement> CallAsync(string method, string parameters, Uri? node = null)
    {
        using StringContent body = new(
            $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""", Encoding.UTF8, "application/json");
        Uri path = new(node ?? Address, $"/rpc/{Version}");
        using HttpResponseMessage answer = await http.PostAsync(path, body, TestContext.Current.CancellationToken);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
    }

    /// <summary>A signed transfer, as JSON, with the nonce that comes next.</summary>
    public (Felt Hash, string Json) Transfer(ulong amount = 5) =>
        Signed(Invoke(WellKnownAddresses.FeeToken, "transfer", DevelopmentAccounts.All[9].Address, amount, 0));

    /// <summary>Sends an invoke and waits until it is decided.</summary>
    public Task SendAsync(string name, (Felt Hash, string Json) transaction, string method = "starknet_addInvokeTransaction") =>
        SendAsync(name, transaction, method, method.Contains("Invoke", StringComparison.Ordinal) ? "invoke_transaction"
            : method.Contains("Declare", StringComparison.Ordinal) ? "declare_transaction" : "deploy_account_transaction");

    private async Task SendAsync(string name, (Felt Hash, string Json) transaction, string method, string parameter)
    {
        JsonElement answer = await CallAsync(method, $$"""{"{{parameter}}":{{transaction.Json}}}""");
        Assert.True(answer.TryGetProperty("result", out _), $"{name}: {answer}");
        Hashes[name] = transaction.Hash;
        string hash = $$"""["{{transaction.Hash}}"]""";
        await WaitAsync(async () => await TryCallAsync("starknet_getTransactionStatus", hash) is { } status
            && status.GetProperty("finality_status").GetString() == "ACCEPTED_ON_L2");
    }

    private async Task FillAsync()
    {
        string shared = Path.Combine(Root(), "..", "shared", "data", "cairo", "own-contracts");
        JsonElement hashes = JsonDocument.Parse(File.ReadAllText(Path.Combine(shared, "expected_hashes.json"))).RootElement
            .GetProperty("pairs_2_19_4/syscalls");
        Assert.True(SierraClassJson.TryDecode(
            WithTextAbi(File.ReadAllText(Path.Combine(shared, "pairs_2_19_4", "syscalls.sierra.json"))),
            out SierraClass? sierra,
            out DecodeError? error), error?.ToString());
        Class = sierra!;
        await SendAsync("transfer", Transfer());
        await SendAsync("declare", Declare(Felt.Parse(hashes.GetProperty("compiled_class_hash_blake").GetString()!)),
            "starknet_addDeclareTransaction");
        ClassHash = Starknet.Classes.ClassHash.Compute(Class);
        await SendAsync("deploy", Signed(Invoke(
            WellKnownAddresses.UniversalDeployer, "deploy_contract", ClassHash, 1, 0, 0)));
        JsonElement receipt = (await TryCallAsync("starknet_getTransactionReceipt", $$"""["{{Hashes["deploy"]}}"]"""))!.Value;
        Contract = Felt.Parse(receipt.GetProperty("events").EnumerateArray()
            .First(item => Felt.Parse(item.GetProperty("from_address").GetString()!) == WellKnownAddresses.UniversalDeployer)
            .GetProperty("data")[0].GetString()!);
        await SendAsync("message", Signed(Invoke(Contract, "l1_message", 0x1234, 2, 7, 8)));
        await SendAsync("event", Signed(Invoke(Contract, "raw_event", 2, 0xabc, 0xdef, 1, 9)));
        await SendAsync("storage", Signed(Invoke(Contract, "storage_rw", 77, 88)));
        await SendAsync("revert", Signed(Invoke(Contract, "fail_with", 0x626164)));
        await SendAsync("replace", Signed(Invoke(Contract, "upgrade", ChainContracts.Demo.ClassHash)));
        DeployAccountTransaction deployment = Deployment();
        await SendAsync("fund", Signed(Invoke(
            WellKnownAddresses.FeeToken, "transfer", deployment.ContractAddress, Funds, 0)));
        await SendAsync("account", Sign(deployment, DevelopmentAccounts.All[1].PrivateKey!.Value), "starknet_addDeployAccountTransaction");
    }

    private static DeployAccountTransaction Deployment()
    {
        Felt key = DevelopmentAccounts.All[1].PublicKey;
        return new()
        {
            Nonce = 0,
            ClassHash = ChainContracts.Account.ClassHash,
            ContractAddressSalt = 5,
            ConstructorCalldata = [key],
            ContractAddress = ContractAddresses.Compute(0, 5, ChainContracts.Account.ClassHash, [key]),
            ResourceBounds = Bounds,
        };
    }

    private (Felt Hash, string Json) Declare(Felt compiledClassHash) => Sign(
        new DeclareTransaction
        {
            SenderAddress = DevelopmentAccounts.All[0].Address,
            Nonce = nonce++,
            ClassHash = Starknet.Classes.ClassHash.Compute(Class),
            CompiledClassHash = compiledClassHash,
            ResourceBounds = Bounds,
        },
        DevelopmentAccounts.All[0].PrivateKey!.Value,
        Class);

    private static InvokeTransaction Invoke(Felt contract, string function, params ReadOnlySpan<Felt> arguments) => new()
    {
        SenderAddress = DevelopmentAccounts.All[0].Address,
        Nonce = 0,
        Calldata = [1, contract, Selector.FromName(function), (ulong)arguments.Length, .. arguments],
        ResourceBounds = Bounds,
    };

    private (Felt Hash, string Json) Signed(InvokeTransaction unsigned) =>
        Sign(unsigned with { Nonce = nonce++ }, DevelopmentAccounts.All[0].PrivateKey!.Value);

    // More than the bounds come to.
    private static UInt128 Funds { get; } = (UInt128)1_000 * 1_000_000_000_000_000_000;

    private static ResourceBoundsMapping Bounds { get; } = new(
        new ResourceBounds(100_000, 100_000_000_000), new ResourceBounds(1_000_000_000, 100_000_000_000),
        new ResourceBounds(10_000, 100_000_000_000));

    private static (Felt Hash, string Json) Sign(AccountTransaction unsigned, Felt key, SierraClass? declared = null)
    {
        Felt hash = TransactionHash.Compute(unsigned, ChainId.Sepolia);
        EcdsaSignature signature = Ecdsa.Sign(key, hash);
        AccountTransaction signed = unsigned with { Hash = hash, Signature = [signature.R, signature.S] };
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            TransactionJson.WriteSubmitted(writer, new SubmittedTransaction(signed, declared));
        }

        return (hash, Encoding.UTF8.GetString(json.ToArray()));
    }

    // The compiler writes the ABI as a list, JSON-RPC as text.
    private static byte[] WithTextAbi(string json)
    {
        System.Text.Json.Nodes.JsonObject node = System.Text.Json.Nodes.JsonNode.Parse(json)!.AsObject();
        node["abi"] = node["abi"] is System.Text.Json.Nodes.JsonArray list ? list.ToJsonString() : node["abi"]?.DeepClone();
        node.Remove("sierra_program_debug_info");
        return Encoding.UTF8.GetBytes(node.ToJsonString());
    }

    /// <summary>The repository's folder.</summary>
    public static string Root()
    {
        for (DirectoryInfo? directory = new(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Kraken.slnx")))
            {
                return directory.FullName;
            }
        }

        throw new DirectoryNotFoundException("Kraken.slnx not found above the test binaries");
    }

    private async Task<JsonElement?> TryCallAsync(string method, string parameters)
    {
        try
        {
            return (await CallAsync(method, parameters)).TryGetProperty("result", out JsonElement result) ? result : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Waits for something that comes of itself.</summary>
    public async Task WaitAsync(Func<Task<bool>> isThere)
    {
        long deadline = Environment.TickCount64 + (long)Longest.TotalMilliseconds;
        while (!await isThere())
        {
            Assert.False(running.IsFaulted, running.Exception?.ToString());
            Assert.True(Environment.TickCount64 < deadline, string.Create(CultureInfo.InvariantCulture, $"nothing within {Longest}"));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
