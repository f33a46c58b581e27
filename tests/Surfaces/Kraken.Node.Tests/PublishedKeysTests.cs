using System;
using System.IO;
using System.Net;
using Kraken.Node.Configuration;
using Kraken.Node.Configuration.Launch;
using Kraken.Starknet.Genesis;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Node.Tests;

/// <summary>A chain with keys of tutorials stays on its machine, unless somebody says by name that it need not.</summary>
public sealed class PublishedKeysTests : IDisposable
{
    private static readonly PredeployedAccount Known = DevelopmentAccounts.All[3];
    private static readonly GenesisDescription Own = new() { Accounts = [new(0xacc, 0x1234, 7)] };

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-published-").FullName;
    private int networks;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void WhateverAKnownKeyCommandsIsFound()
    {
        Assert.Empty(Found(Own));
        Assert.Equal([$"account {Known.Address}"], Found(Own with { Accounts = [Known] }));
        Assert.Equal(["account 0xabc"], Found(Own with { Accounts = [Known with { Address = 0xabc }] }));
        Assert.Equal(["minter of STRK"], Found(Own with { FeeToken = GenesisToken.Strk with { Minter = Known.Address } }));
        Assert.Equal(["a holder of ETH"], Found(Own with { Tokens = [GenesisToken.Eth with { Balances = [new(Known.Address, 1)] }] }));
        GenesisContract placed = new("safe", 0xa1, ChainContracts.Demo.ClassHash) { Storage = [new(1, Known.PublicKey)] };
        Assert.Equal(["contract safe"], Found(Own with { Contracts = [placed] }));
        GenesisFile genesis = File(Own);
        GenesisFile fees = genesis with { Validators = [genesis.Validators[0] with { Address = Known.Address.ToString() }] };
        Assert.Equal(["fees of validator node1"], PublishedKeys.Find(fees));
        Assert.Equal(10, PublishedKeys.Find(LocalNetwork.Create(Path.Combine(folder, "old"), 1, 1, 1)).Count);
    }

    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", false)]
    [InlineData("127.8.8.8", "::1", false)]
    [InlineData("0.0.0.0", "127.0.0.1", true)]
    [InlineData("127.0.0.1", "192.0.2.1", true)]
    public void ItIsTheListeningElsewhereThatIsRefused(string rpc, string peers, bool refused)
    {
        IPAddress[] listening = [IPAddress.Parse(rpc), IPAddress.Parse(peers)];
        string? problem = PublishedKeys.FindProblem(File(Own with { Accounts = [Known] }), listening);
        Assert.Equal(refused, problem is not null);
        Assert.Null(PublishedKeys.FindProblem(File(Own), listening));
    }

    [Fact]
    public void ANodeDoesNotStartUnlessItIsToldToByName()
    {
        string network = Path.Combine(folder, "net");
        ChainNetwork.Create(network, new ChainPlan(Own with { Accounts = [Known] }, [Validator("0.0.0.0")]));
        string home = Path.Combine(network, "node1");
        string message = Assert.Throws<InvalidDataException>(() => NodeHost.Open(home, NullLoggerFactory.Instance)).Message;
        Assert.Contains($"everybody knows the keys of account {Known.Address}", message, StringComparison.Ordinal);
        Assert.Contains("--allow-published-keys", message, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(Path.Combine(home, "chain.db")));
    }

    private ValidatorPlan Validator(string rpcHost) => new("node1", "127.0.0.1", 6050 + networks, 5050) { RpcHost = rpcHost };

    private string[] Found(GenesisDescription description) => [.. PublishedKeys.Find(File(description))];

    private GenesisFile File(GenesisDescription description) => ChainNetwork.Create(
        Path.Combine(folder, $"net{++networks}"), new ChainPlan(description, [Validator("127.0.0.1")]));
}
