using System;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Xunit;

namespace Kraken.Starknet.Tests.Genesis;

/// <summary>A genesis that makes no block 0 is refused by its place; at its bounds it is taken.</summary>
public sealed class GenesisCheckTests
{
    private static readonly GenesisDescription Bare = new() { Accounts = [], HasDemo = false, DeployerAddresses = [] };
    private static readonly Felt Token = ChainContracts.FeeToken.ClassHash;

    [Fact]
    public void WhatDevelopmentChainsBeginWithIsGood() => Assert.Null(GenesisCheck.FindProblem(new GenesisDescription()));

    [Fact]
    public void AnAddressIsItsContractsAloneAndNoneOfTheProtocols()
    {
        Assert.Null(Problem(Placed(GenesisBounds.MinAddress)));
        Says("contract a: expected an address from 0x10", Placed(GenesisBounds.MinAddress - 1));
        Felt last = Felt.FromBigInteger((System.Numerics.BigInteger.One << 251) - 257);
        Assert.Null(Problem(Placed(last)));
        Says("contract a: expected an address from 0x10", Placed(last + Felt.One));
        Says("of its own", Placed(WellKnownAddresses.FeeToken));
        Says("of its own", Bare with { Accounts = [new(0x20, 1, 0), new(0x20, 2, 0)] });
    }

    [Fact]
    public void NamesOfTokensAreShortTexts()
    {
        Assert.Null(Problem(Bare with { FeeToken = new(0x20, new string('n', 31), "S") }));
        Says("name: expected 1 to 31", Bare with { FeeToken = new(0x20, new string('n', 32), "S") });
        Says("name: expected 1 to 31", Bare with { FeeToken = new(0x20, "", "S") });
        Says("symbol: expected 1 to 31", Bare with { FeeToken = new(0x20, "n", "€") });
    }

    [Fact]
    public void EachHolderStandsOnceAndAllOfThemStayBelowTwoToThe128()
    {
        Assert.Null(Problem(Held(new TokenBalance(1, UInt128.MaxValue))));
        Says("less than 2^128", Held(new(1, UInt128.MaxValue), new(2, 1)));
        Says("each holder once", Held(new(1, 1), new(1, 1)));
        Says("each holder once", Held(new TokenBalance(0, 1)));
        Says("each holder once", Held(new TokenBalance(0x20, 1)) with { Accounts = [new(0x20, 1, 1)] });
    }

    [Fact]
    public void ClassesAreThoseOfTheGenesis()
    {
        Says("contract a: expected a class", Bare with { Contracts = [new("a", 0x20, 0x1234)] });
        Says("contract a: expected a class", Bare with { Contracts = [new("a", 0x20, ChainContracts.Demo.ClassHash)] });
        GenesisContract demo = new("a", 0x20, ChainContracts.Demo.ClassHash);
        Assert.Null(Problem(Bare with { Classes = [ChainContracts.Demo.Class], Contracts = [demo] }));
        Says("expected a class", Bare with { Accounts = [new(0x20, 1, 1) { ClassHash = 0x1234 }] });
    }

    [Fact]
    public void StorageStandsAtKeysOfItsOwnAndNotBesideAConstructor()
    {
        GenesisContract contract = new("a", 0x20, Token) { Storage = [new(1, 2), new(2, 0)] };
        Assert.Null(Problem(Bare with { Contracts = [contract] }));
        Says("storage key once", Bare with { Contracts = [contract with { Storage = [new(1, 2), new(1, 3)] }] });
        Says("storage keys below", Bare with { Contracts = [contract with { Storage = [new(Felt.MinusOne, 2)] }] });
        Says("got both", Bare with { Contracts = [contract with { Constructor = [] }] });
    }

    [Fact]
    public void CountsAreBounded()
    {
        Assert.Null(Problem(Many(accounts: GenesisBounds.MaxAccounts)));
        Says("accounts: expected at most", Many(accounts: GenesisBounds.MaxAccounts + 1));
        Assert.Null(Problem(Many(contracts: GenesisBounds.MaxContracts)));
        Says("contracts: expected at most", Many(contracts: GenesisBounds.MaxContracts + 1));
        Assert.Null(Problem(Many(tokens: GenesisBounds.MaxTokens - 1)));
        Says("tokens: expected at most", Many(tokens: GenesisBounds.MaxTokens));
        Assert.Null(Problem(Called(GenesisBounds.MaxCalldataFelts)));
        Says("constructor: expected at most", Called(GenesisBounds.MaxCalldataFelts + 1));
        Assert.Null(Problem(Stored(GenesisBounds.MaxStorageCells)));
        Says("storage: expected at most", Stored(GenesisBounds.MaxStorageCells + 1));
        Assert.Null(Problem(Held(Holders(GenesisBounds.MaxBalances))));
        Says("balances: expected at most", Held(Holders(GenesisBounds.MaxBalances + 1)));
    }

    [Fact]
    public void AUselessMarketIsRefused() =>
        Says("prices.market.target_gas", Bare with { Market = new FeeMarket(1, 0) });

    private static string? Problem(GenesisDescription genesis) => GenesisCheck.FindProblem(genesis);

    private static void Says(string text, GenesisDescription genesis) => Assert.Contains(text, Problem(genesis), StringComparison.Ordinal);

    private static GenesisDescription Placed(Felt address) => Bare with { Contracts = [new("a", address, Token)] };

    private static GenesisDescription Held(params TokenBalance[] balances) =>
        Bare with { FeeToken = GenesisToken.Strk with { Balances = [.. balances] } };

    private static TokenBalance[] Holders(int count) => [.. Enumerable.Range(1, count).Select(holder => new TokenBalance(holder, 1))];

    private static GenesisDescription Called(int felts) => Bare with
    {
        Contracts = [new("a", 0x20, Token) { Constructor = [.. Enumerable.Repeat(Felt.One, felts)] }],
    };

    private static GenesisDescription Stored(int cells) => Bare with
    {
        Contracts = [new("a", 0x20, Token) { Storage = [.. Enumerable.Range(1, cells).Select(key => new StorageEntry(key, 1))] }],
    };

    private static GenesisDescription Many(int accounts = 0, int contracts = 0, int tokens = 0) => Bare with
    {
        Accounts = [.. Enumerable.Range(0x1000, accounts).Select(address => new PredeployedAccount(address, 1, 0))],
        Contracts = [.. Enumerable.Range(0x10_0000, contracts).Select(address => new GenesisContract("a", address, Token))],
        Tokens = [.. Enumerable.Range(0x20_0000, tokens).Select(address => new GenesisToken(address, "n", "S"))],
    };
}
