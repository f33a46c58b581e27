using System;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Xunit;

namespace Kraken.Dev.Tests.Forking;

/// <summary>Networks that say what is not so, by each answer that a fork takes.</summary>
public sealed class LyingNetworkTests
{
    [Theory]
    [InlineData("contracts_storage_proofs")]
    [InlineData("nonce")]
    [InlineData("class_hash")]
    public async Task AValueThatIsNotProvenIsNotTaken(string lie)
    {
        await using DevFixture network = await DevFixture.StartAsync();
        await network.TransferAsync(0, 0, to: 77);
        using MiddleMan between = new(network.Address);
        await using DevFixture fork = await ForkTests.ForkAsync(between.Address);
        between.Change = (method, request, answer) =>
        {
            JsonNode? result = method == "starknet_getStorageProof" ? answer["result"] : null;
            if (lie == "contracts_storage_proofs" && result?["contracts_storage_proofs"] is JsonArray { Count: > 0 } proofs)
            {
                proofs[0] = new JsonArray();
            }
            else if (result?["contracts_proof"]?["contract_leaves_data"] is JsonArray { Count: > 0 } leaves && leaves[0]![lie] is not null)
            {
                leaves[0]![lie] = "0x5";
            }
        };
        (int code, string message) = await fork.RefusedAsync("starknet_addInvokeTransaction", DevFixture.Transfer(0, 1, to: 77));
        Assert.Equal(-1, code);
        Assert.Contains("lies", message, StringComparison.Ordinal);

        // Nothing of it was kept: as soon as the network tells the truth the fork goes on.
        between.Change = null;
        await fork.TransferAsync(0, 1, to: 77);
        Assert.Equal(10, await fork.BalanceAsync(77));
    }

    [Fact]
    public async Task AClassOfAnotherHashIsNotTaken()
    {
        await using DevFixture network = await DevFixture.StartAsync();
        using MiddleMan between = new(network.Address)
        {
            Change = static (method, _, answer) =>
            {
                if (method == "starknet_getClass")
                {
                    answer["result"]!["abi"] = "[]";
                }
            },
        };
        InvalidDataException refusal =
            await Assert.ThrowsAsync<InvalidDataException>(() => ForkTests.ForkAsync(between.Address));
        Assert.Contains("a class: expected one of hash", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("new_root", "the hash of block 1")]
    [InlineData("timestamp", "the hash of block 1")]
    [InlineData("block_number", "lies")]
    public async Task ABlockThatIsNotItsHashIsNotForked(string member, string expected)
    {
        await using DevFixture network = await DevFixture.StartAsync();
        await network.TransferAsync(0, 0, to: 77);
        using MiddleMan between = new(network.Address)
        {
            Change = (method, _, answer) =>
            {
                if (method == "starknet_getBlockWithTxHashes")
                {
                    answer["result"]![member] = member == "new_root" ? "0x5" : (JsonNode)5;
                }
            },
        };
        InvalidDataException refusal =
            await Assert.ThrowsAsync<InvalidDataException>(() => ForkTests.ForkAsync(between.Address, 1));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANetworkThatProvesNothingIsTakenAtItsWord()
    {
        await using DevFixture network = await DevFixture.StartAsync();
        await network.TransferAsync(0, 0, to: 77);
        using MiddleMan between = new(network.Address)
        {
            Change = static (method, request, answer) =>
            {
                if (method == "starknet_getStorageProof")
                {
                    ((JsonObject)answer).Remove("result");
                    answer["error"] = new JsonObject { ["code"] = 42, ["message"] = "no proofs" };
                }
            },
        };
        await using DevFixture fork = await ForkTests.ForkAsync(between.Address);
        Assert.Equal(5, await fork.BalanceAsync(77));
        await fork.TransferAsync(0, 1, to: 77);
        Assert.Equal(10, await fork.BalanceAsync(77));
        Assert.Equal(1, between.Asked("starknet_getStorageProof"));
    }

    [Fact]
    public async Task ANetworkThatIsNotThereIsNamed()
    {
        InvalidDataException refusal =
            await Assert.ThrowsAsync<InvalidDataException>(() => ForkTests.ForkAsync(new Uri("http://127.0.0.1:1/")));
        Assert.StartsWith(
            "--fork-network: the forked network: the block to fork at cannot be read", refusal.Message, StringComparison.Ordinal);
    }
}
