using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Serialization.Json;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;
using Xunit;
using JsonNode = System.Text.Json.Nodes.JsonNode;

namespace Kraken.Dev.Tests.Forking;

/// <summary>A network with contracts of Cairo 0, as Starknet's own networks have them.</summary>
public sealed class DeprecatedForkTests
{
    private const string Deployer = "0x41a78e741e5af2fec34b695679bc6891742439f7afb8484ecd7766661ad02bf";
    private const string DeployerClass = "0x7b3e05f48f0c69e4a65ce5e076a66271a527aff2c34ce1083ec6e1526997a69";

    private static readonly DeprecatedClass Class = Read();

    [Fact]
    public async Task AContractOfCairo0IsCalledAndItsClassIsShown()
    {
        await using DevFixture network = await DevFixture.StartAsync();
        using MiddleMan between = new(network.Address) { Change = Answer };
        await using DevFixture fork = await ForkTests.ForkAsync(between.Address);
        JsonElement shown = await fork.CallAsync(
            "starknet_getClassAt", $$"""{"block_id":"latest","contract_address":"{{Deployer}}"}""");
        Assert.True(DeprecatedClassJson.TryDecode(JsonSerializer.SerializeToUtf8Bytes(shown), out DeprecatedClass? read, out _));
        Assert.Equal(Felt.Parse(DeployerClass), DeprecatedClassHash.Compute(read));
        foreach (string block in (string[])["\"latest\"", """{"block_number":0}"""])
        {
            JsonElement named = await fork.CallAsync(
                "starknet_getClass", $$"""{"block_id":{{block}},"class_hash":"{{DeployerClass}}"}""");
            Assert.Equal(shown.GetRawText(), named.GetRawText());
        }

        // A call that deploys an account of the network's own class, by code of Cairo 0.
        string account = (await fork.CallAsync(
            "starknet_getClassHashAt", $$"""{"block_id":"latest","contract_address":"{{DevFixture.Accounts[0].Address}}"}""")).GetString()!;
        JsonElement deployed = await fork.CallAsync("starknet_call", $$$"""
            {"block_id":"latest","request":{"contract_address":"{{{Deployer}}}",
            "entry_point_selector":"{{{Selector.FromName("deployContract")}}}","calldata":["{{{account}}}","0x7","0x0","0x1","0x5"]}}
            """);
        Assert.Equal(1, deployed.GetArrayLength());

        // Its class is read once, and hashed by whoever takes it.
        Assert.InRange(between.Asked("starknet_getClass"), 1, 8);
    }

    [Fact]
    public async Task AnInvokeThroughAContractOfCairo0IsABlock()
    {
        await using DevFixture network = await DevFixture.StartAsync();
        using MiddleMan between = new(network.Address) { Change = Answer };
        await using DevFixture fork = await ForkTests.ForkAsync(between.Address);
        JsonElement own = (await fork.CallAsync("devnet_getPredeployedAccounts"))[0];
        Felt address = Felt.Parse(own.GetProperty("address").GetString()!);
        Felt key = Felt.Parse(own.GetProperty("private_key").GetString()!);
        string account = (await fork.CallAsync(
            "starknet_getClassHashAt", $$"""{"block_id":"latest","contract_address":"{{address}}"}""")).GetString()!;
        string hash = (await fork.CallAsync("starknet_addInvokeTransaction", DevFixture.Invoke(
            address, key, 0, [1, Felt.Parse(Deployer), Selector.FromName("deployContract"), 5, Felt.Parse(account), 7, 0, 1, 5])))
            .GetProperty("transaction_hash").GetString()!;
        JsonElement receipt = await fork.ReceiptAsync(hash);
        Assert.Equal("SUCCEEDED", receipt.GetProperty("execution_status").GetString());
        Assert.Contains(
            Deployer, receipt.GetProperty("events").EnumerateArray().Select(item => item.GetProperty("from_address").GetString()));
        JsonElement trace = await fork.CallAsync("starknet_traceTransaction", $$"""{"transaction_hash":"{{hash}}"}""");
        Assert.Contains(DeployerClass, trace.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AClassOfCairo0WithAnotherHashIsNotTaken()
    {
        await using DevFixture network = await DevFixture.StartAsync();
        using MiddleMan between = new(network.Address)
        {
            Change = static (method, request, answer) =>
            {
                Answer(method, request, answer);
                if (method == "starknet_getClass" && answer["result"]?["program"] is not null)
                {
                    answer["result"]!["abi"]!.AsArray().RemoveAt(0);
                }
            },
        };
        await using DevFixture fork = await ForkTests.ForkAsync(between.Address);
        (int code, string message) = await fork.RefusedAsync(
            "starknet_getClassAt", $$"""{"block_id":"latest","contract_address":"{{Deployer}}"}""");
        Assert.Equal(-1, code);
        Assert.Contains("the forked network lies: a class: expected one of hash", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADeclarationOfAClassOfCairo0IsRefusedByName()
    {
        await using DevFixture chain = await DevFixture.StartAsync();
        JsonObject declare = new()
        {
            ["type"] = "DECLARE", ["version"] = "0x3", ["contract_class"] = JsonNode.Parse(DeprecatedClassJson.ToBytes(Class)),
        };
        (int code, string message) = await chain.RefusedAsync(
            "starknet_addDeclareTransaction", new JsonObject { ["declare_transaction"] = declare }.ToJsonString());
        Assert.Equal(-32602, code);
        Assert.Contains("no declaration of a class of Cairo 0 is taken", message, StringComparison.Ordinal);
    }

    // A genuine transaction of mainnet of version 1 in the place of one of this network.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ABlockWithAnOldTransactionIsShownUnderItsHash(bool lies)
    {
        byte[] file = File.ReadAllBytes(Path.Combine(SharedData.Folder, "starknet/tx/sequencer_transaction_hash.json"));
        JsonElement known = JsonDocument.Parse(file).RootElement[1];
        JsonObject old = JsonObject.Create(known.GetProperty("transaction").GetProperty("Invoke").GetProperty("V1"))!;
        (old["type"], old["version"]) = ("INVOKE", "0x1");
        string hash = lies ? "0x7" : known.GetProperty("transaction_hash").GetString()!;
        await using DevFixture network = await DevFixture.StartAsync(new DevOptions { ChainId = "SN_MAIN" });
        await network.TransferAsync(0, 0, to: 77, chain: "SN_MAIN");
        using MiddleMan between = new(network.Address)
        {
            Change = (method, _, answer) =>
            {
                if (method == "starknet_getBlockWithReceipts" && answer["result"]?["transactions"] is JsonArray { Count: > 0 } items)
                {
                    items[0]!["transaction"] = old.DeepClone();
                    items[0]!["receipt"]!["transaction_hash"] = hash;
                    items[0]!["receipt"]!["actual_fee"]!["unit"] = "WEI";
                }
            },
        };
        await using DevFixture fork = await ForkTests.ForkAsync(between.Address);
        const string Block = """{"block_id":{"block_number":1}}""";
        if (lies)
        {
            Assert.Contains(
                "the hash of a transaction of block 1", (await fork.RefusedAsync("starknet_getBlockWithTxs", Block)).Message,
                StringComparison.Ordinal);
            return;
        }

        JsonElement shown = (await fork.CallAsync("starknet_getBlockWithTxs", Block)).GetProperty("transactions")[0];
        old["transaction_hash"] = hash;
        Assert.True(JsonNode.DeepEquals(old, JsonObject.Create(shown)), shown.GetRawText());
        JsonElement receipt = (await fork.CallAsync("starknet_getBlockWithReceipts", Block)).GetProperty("transactions")[0];
        Assert.Equal("WEI", receipt.GetProperty("receipt").GetProperty("actual_fee").GetProperty("unit").GetString());
    }

    // The network of the test has no such contract: it is as if it had, which it proves nothing of.
    private static void Answer(string method, JsonNode request, JsonNode answer)
    {
        JsonNode? parameters = request["params"];
        string? asked = (method switch
        {
            "starknet_getClassHashAt" => parameters?["contract_address"],
            "starknet_getClass" => parameters?["class_hash"],
            _ => null,
        })?.GetValue<string>();
        JsonNode? result = asked switch
        {
            Deployer => DeployerClass,
            DeployerClass => JsonNode.Parse(DeprecatedClassJson.ToBytes(Class)),
            _ => null,
        };
        if (result is not null)
        {
            ((JsonObject)answer).Remove("error");
            answer["result"] = result;
        }
        else if (method == "starknet_getStorageProof")
        {
            ((JsonObject)answer).Remove("result");
            answer["error"] = new JsonObject { ["code"] = 42, ["message"] = "no proofs" };
        }
    }

    private static DeprecatedClass Read()
    {
        byte[] json = File.ReadAllBytes(Path.Combine(SharedData.Folder, "starknet/classes/genesis/udc_legacy_cairo0.json"));
        Assert.True(DeprecatedClassJson.TryDecode(json, out DeprecatedClass? value, out DecodeError? error), $"{error}");
        return value!;
    }
}
