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

    [Theory]
    [InlineData("block_number", 18_446_744_073_709_551_615, "a number of at most")]
    [InlineData("timestamp", 253_402_300_800, "the time of the block to fork at")]
    public async Task ABlockAfterWhichNoneFollowsIsNotForked(string member, ulong value, string expected)
    {
        await using DevFixture network = await DevFixture.StartAsync();
        using MiddleMan between = new(network.Address)
        {
            Change = (method, _, answer) =>
            {
                if (method == "starknet_getBlockWithTxHashes")
                {
                    // Of a version that is not known here no hash can be checked.
                    answer["result"]!["starknet_version"] = "9.9.9";
                    answer["result"]![member] = value;
                }
            },
        };
        InvalidDataException refusal = await Assert.ThrowsAsync<InvalidDataException>(() => ForkTests.ForkAsync(between.Address));
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0x0")]
    [InlineData("0x411b5b324a")]
    [InlineData("0x41ff")]
    [InlineData("0x4141414141414141414141414141414141414141414141414141414141414141")]
    public async Task AChainsNameThatDrivesATerminalOrIsTooLongIsRefused(string name)
    {
        await using DevFixture network = await DevFixture.StartAsync();
        using MiddleMan between = new(network.Address)
        {
            Change = (method, _, answer) =>
            {
                if (method == "starknet_chainId")
                {
                    answer["result"] = name;
                }
            },
        };
        InvalidDataException refusal = await Assert.ThrowsAsync<InvalidDataException>(() => ForkTests.ForkAsync(between.Address));
        Assert.StartsWith("--fork-network: the forked network", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', refusal.Message);
    }

    [Fact]
    public async Task ItsWordsAreShortAndDriveNoTerminal()
    {
        await using DevFixture network = await DevFixture.StartAsync();
        using MiddleMan between = new(network.Address)
        {
            Change = static (_, _, answer) =>
            {
                ((JsonObject)answer).Remove("result");
                answer["error"] = new JsonObject { ["code"] = 1, ["message"] = "\u001b[2J" + new string('x', 50_000) };
            },
        };
        InvalidDataException refusal = await Assert.ThrowsAsync<InvalidDataException>(() => ForkTests.ForkAsync(between.Address));
        Assert.DoesNotContain('\u001b', refusal.Message);
        Assert.InRange(refusal.Message.Length, 500, 700);
    }

    [Fact]
    public async Task WhatOneNetworkSaidWithoutProofIsNotBelievedOfAnother()
    {
        string folder = Directory.CreateTempSubdirectory("kraken-dev-").FullName;
        await using DevFixture network = await DevFixture.StartAsync();
        await network.TransferAsync(0, 0, to: 77);
        using MiddleMan liar = new(network.Address)
        {
            Change = static (method, _, answer) =>
            {
                if (method == "starknet_getStorageProof")
                {
                    ((JsonObject)answer).Remove("result");
                    answer["error"] = new JsonObject { ["code"] = 42, ["message"] = "no proofs" };
                }
                else if (method == "starknet_getStorageAt")
                {
                    answer["result"] = "0x63";
                }
            },
        };
        await using (DevFixture lied = await ForkTests.ForkAsync(liar.Address, 1, folder))
        {
            Assert.Equal(99 + (System.Numerics.BigInteger.One << 128) * 99, await lied.BalanceAsync(77));
        }

        await using (DevFixture honest = await ForkTests.ForkAsync(network.Address, 1, folder))
        {
            Assert.Equal(5, await honest.BalanceAsync(77));
        }

        Directory.Delete(folder, recursive: true);
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
