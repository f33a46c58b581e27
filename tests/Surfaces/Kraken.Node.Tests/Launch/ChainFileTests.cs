using System;
using System.IO;
using System.Linq;
using System.Text;
using Kraken.Fields;
using Kraken.Node.Configuration.Launch;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Json;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Node.Tests.Launch;

/// <summary>The one file that a chain is launched from: what each member stands for, and how each wrong one is refused.</summary>
public sealed class ChainFileTests : IDisposable
{
    private const string Validators = "validators:\n  - { name: node1, host: 127.0.0.1, port: 1, rpc_port: 2 }\n";

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_123);

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-chain-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void WhatIsLeftOutIsAsOnOtherChains()
    {
        ChainPlan plan = Read("chain_id: ACME\n");
        GenesisDescription genesis = plan.Description;
        GenesisDescription usual = new();
        Assert.Equal(("ACME", "0.14.4", 1_700_000_123UL), (genesis.ChainId.Name, genesis.StarknetVersion, genesis.Timestamp));
        Assert.Equal((usual.GasPrices, null), (genesis.GasPrices, genesis.Market));
        Assert.Equal(GenesisToken.Strk, genesis.FeeToken);
        Assert.Empty(genesis.Accounts);
        Assert.False(genesis.HasDemo);
        Assert.Equal(WellKnownAddresses.Deployers, genesis.DeployerAddresses);
        Assert.Equal((300, 5000, null), (plan.BlockIntervalMs, plan.EmptyBlockIntervalMs, plan.Limits));
        Assert.Equal(new ValidatorPlan("node1", "127.0.0.1", 1, 2), Assert.Single(plan.Validators));
    }

    [Fact]
    public void TokenAccountsAndContractsAreWhatTheySay()
    {
        ChainPlan plan = Read(
            """
            chain_id: ACME
            timestamp: 5
            fee_token:
              name: Acme Gas
              symbol: ACME
              decimals: 6
              address: 0x70ce
              minter: vault
              balances: [ { holder: vault, amount: 0.5 ACME }, { holder: "0x99", amount: 7 units } ]
            tokens:
              - { name: Ether, symbol: ETH, address: 0xe78, balances: [ { holder: bank, amount: 2 ETH } ] }
            development_accounts: { count: 2, balance: 3 ACME }
            accounts:
              - { name: bank, public_key: 0x1234, balance: 1_000.25 ACME }
              - { public_key: 0x1235, salt: 9, class: account }
              - { public_key: 0x1236, address: 0xacc }
            contracts:
              - name: vault
                class: erc20
                salt: 3
                constructor: ["text:Vault", "text:V", 18, "u256:340282366920938463463374607431768211457", bank, 0x5]
              - name: cells
                class: universal_deployer
                address: 0xce11
                storage: [ { variable: owner, value: vault }, { key: 7, value: 8 } ]
            universal_deployer: false
            demo: true
            """);
        GenesisDescription genesis = plan.Description;
        Felt own = ChainContracts.Account.ClassHash;
        Felt bank = ContractAddresses.Compute(0, 0, own, [0x1234]);
        Felt[] calldata = [Felt.FromShortString("Vault"), Felt.FromShortString("V"), 18, 1, 1, bank, 5];
        Felt vault = ContractAddresses.Compute(0, 3, ChainContracts.FeeToken.ClassHash, calldata);
        Assert.Equal(
            [
                (bank, (Felt)0x1234, (UInt128)1_000_250_000),
                (ContractAddresses.Compute(0, 9, own, [0x1235]), (Felt)0x1235, (UInt128)0),
                ((Felt)0xacc, (Felt)0x1236, (UInt128)0),
            ],
            genesis.Accounts.Skip(2).Select(account => (account.Address, account.PublicKey, account.Balance)));
        Assert.Equal(
            DevelopmentAccounts.All.Take(2).Select(account => account with { Balance = 3_000_000 }), genesis.Accounts.Take(2));
        GenesisToken token = genesis.FeeToken;
        Assert.Equal(("Acme Gas", "ACME", (byte)6, vault), (token.Name, token.Symbol, token.Decimals, token.Minter));
        Assert.Equal([new TokenBalance(vault, 500_000), new TokenBalance(0x99, 7)], genesis.FeeToken.Balances);
        Assert.Equal(new TokenBalance(bank, 2_000_000_000_000_000_000), Assert.Single(Assert.Single(genesis.Tokens).Balances));
        Assert.Equal(calldata, genesis.Contracts[0].Constructor!.Value.ToArray());
        Assert.Equal((vault, ChainContracts.FeeToken.ClassHash), (genesis.Contracts[0].Address, genesis.Contracts[0].ClassHash));
        Assert.Equal([new StorageEntry(StorageLayout.Variable("owner"), vault), new StorageEntry(7, 8)], genesis.Contracts[1].Storage);
        Assert.True(genesis.HasDemo);
        Assert.Empty(genesis.DeployerAddresses);
        Assert.Null(GenesisCheck.FindProblem(genesis));
    }

    [Fact]
    public void PricesAndLimitsAreWhatTheySay()
    {
        ChainPlan plan = Read(
            """
            chain_id: ACME
            prices:
              l1_gas: { fri: 5, wei: 6 }
              l2_gas: 7
              market: { min_price: 3, max_price: 9, target_gas: 1_000, max_change_denominator: 8 }
            limits:
              block: { max_transactions: 4, max_events: 50 }
              class: { max_sierra_version: "1.7.0" }
            """);
        GasPrices prices = plan.Description.GasPrices;
        Assert.Equal(
            (new GasPrice(6, 5), new GasPrice(7, 7), new GasPrice(1_000_000_000, 1_000_000_000)),
            (prices.L1Gas, prices.L2Gas, prices.L1DataGas));
        Assert.Equal(new FeeMarket(3, 1_000) { MaxPrice = 9, MaxChangeDenominator = 8 }, plan.Description.Market);
        Assert.Equal(
            new ChainLimits
            {
                Block = new BlockBounds { MaxTransactions = 4, MaxEvents = 50 }, Class = new ClassBounds { MaxSierraVersion = "1.7.0" },
            },
            plan.Limits);
        GenesisDescription free = Read("chain_id: A\nprices: none\n").Description;
        Assert.Equal((default, null), (free.GasPrices, free.Market));
    }

    [Fact]
    public void ClassesComeFromFilesAndTheirHashesAreComputed()
    {
        File.WriteAllBytes(Path.Combine(folder, "demo.json"), ChainContracts.Demo.Json.ToArray());
        ChainPlan plan = Read(
            """
            chain_id: ACME
            classes: [ { name: mine, file: demo.json } ]
            contracts: [ { name: thing, class: mine, address: 0x1234 } ]
            """);
        Assert.Equal("mine", Assert.Single(plan.ClassNames));
        Assert.Equal(
            SierraClassJson.ToBytes(ChainContracts.Demo.Class), SierraClassJson.ToBytes(Assert.Single(plan.Description.Classes)));
        Assert.Equal(ChainContracts.Demo.ClassHash, Assert.Single(plan.Description.Contracts).ClassHash);
        File.WriteAllText(Path.Combine(folder, "none.json"), "{}");
        Says("classes[0].file: expected the file of a Sierra class", "classes: [ { name: mine, file: none.json } ]");
        Says("classes[0].file: expected a file that can be read", "classes: [ { name: mine, file: absent.json } ]");
        Says("expected a name that nothing before has, got 'erc20'", "classes: [ { name: erc20, file: demo.json } ]");
        using (FileStream large = File.Create(Path.Combine(folder, "large.json")))
        {
            large.SetLength(GenesisBounds.MaxClassBytes + 1);
        }

        Says(
            $"expected a file that can be read, of at most {GenesisBounds.MaxClassBytes} bytes",
            "classes: [ { name: mine, file: large.json } ]");
    }

    [Fact]
    public void ConstantsOfItsOwnNeedAVersionOfItsOwn()
    {
        string file = Path.Combine(folder, "own.json");
        using (Stream shipped = typeof(Execution.Constants.VersionedConstants).Assembly
            .GetManifestResourceStream("blockifier_versioned_constants_0_14_4.json")!)
        using (FileStream copy = File.Create(file))
        {
            shipped.CopyTo(copy);
        }

        ChainPlan plan = Read("chain_id: A\nstarknet_version: 0.14.4-acme\nversioned_constants: own.json\n");
        Assert.Equal(("0.14.4-acme", true), (plan.Description.StarknetVersion, plan.Constants.HasValue));
        Says("expected a name of the chain's own", "versioned_constants: own.json");
        Says("expected a name of the chain's own", "starknet_version: 0.14.3\nversioned_constants: own.json");
        Says("starknet_version: expected one of 0.14", "starknet_version: 0.14.4-acme");
        File.WriteAllText(file, "{}");
        Says("expected a file of versioned constants", "starknet_version: own\nversioned_constants: own.json");
    }

    [Theory]
    [InlineData("chain_id: 12345678901234567890123456789012", "chain_id: expected 1 to 31 ASCII characters")]
    [InlineData("chain_id:", "chain_id: expected a text, got nothing")]
    [InlineData("timestamp: tomorrow", "timestamp: expected a whole number")]
    [InlineData("block_interval_ms: 0", "block_interval_ms: expected a whole number from 1 to 3600000, got '0'")]
    [InlineData("empty_block_interval_ms: 3600001", "expected a whole number from 1 to 3600000, got '3600001'")]
    [InlineData("prices: cheap", "prices: expected 'none' or a mapping, got 'cheap'")]
    [InlineData("prices: { l2_gas: -1 }", "prices.l2_gas: expected a whole number below 2^128, got '-1'")]
    [InlineData("prices: { l2_gas: { fri: 1 } }", "prices.l2_gas: expected a member 'wei'")]
    [InlineData("prices: { l3_gas: 1 }", "expected one of l1_gas, l1_data_gas, l2_gas, market, got 'l3_gas'")]
    [InlineData("prices: { market: { min_price: 0, target_gas: 1 } }", "prices.market: min_price: expected at least 1, got 0")]
    [InlineData("prices: { market: { min_price: 1 } }", "prices.market: expected a member 'target_gas'")]
    [InlineData("limits: { block: { max_event: 1 } }", "max_event")]
    [InlineData("limits: { blocks: { max_events: 1 } }", "expected one of transaction, class, block, got 'blocks'")]
    [InlineData("limits: { block: { max_events: many } }", "expected a whole number")]
    [InlineData("limits: { block: { max_events: 0 } }", "limits.block.max_events: expected at least 1, got 0")]
    [InlineData("limits: { block: { max_events: 99999999999 } }", "limits.block.max_events: expected a limit")]
    [InlineData("fee_token: { name: A }", "fee_token: expected a member 'symbol'")]
    [InlineData("fee_token: { name: A, symbol: A, decimals: 19 }", "fee_token.decimals: expected a whole number from 0 to 18, got '19'")]
    [InlineData("fee_token: { name: A, symbol: A, minter: nobody }", "fee_token.minter: expected an address, or the name of")]
    [InlineData("tokens: [ { name: A, symbol: A } ]", "tokens[0]: expected a member 'address'")]
    [InlineData("development_accounts: { count: 11, balance: 1 STRK }", "development_accounts.count: expected a whole number from 0 to 10")]
    [InlineData("development_accounts: { count: 1, balance: 1 }", "expected an amount below 2^128 such as '1000 STRK'")]
    [InlineData("accounts: [ { public_key: 0x1, balance: 1 ETH } ]", "accounts[0].balance: expected an amount")]
    [InlineData("accounts: [ { public_key: 0x1, balance: 1.0000000000000000001 STRK } ]", "of at most 18 decimals")]
    [InlineData("accounts: [ { public_key: 0x1, balance: 340282366920938463463374607431768211456 units } ]", "below 2^128")]
    [InlineData("accounts: [ { public_key: 0x1, balance: 1.5 units } ]", "expected an amount")]
    [InlineData("accounts: [ { public_key: key } ]", "accounts[0].public_key: expected a field element")]
    [InlineData("accounts: [ { public_key: 0x0, balance: 1 STRK } ]", "accounts[0].public_key: expected the public key of a signer")]
    [InlineData("accounts: [ { public_key: 0, class: account } ]", "nobody could use the account, got '0'")]
    [InlineData("accounts: [ { balance: 1 STRK } ]", "accounts[0]: expected a member 'public_key'")]
    [InlineData("accounts: [ { public_key: 0x1, salt: 1, address: 0x2 } ]", "expected an address or a salt, not both")]
    [InlineData("accounts: [ { public_key: 0x1, class: nope } ]", "expected the name of a class (account, erc20")]
    [InlineData("accounts: [ { name: A, public_key: 0x1 } ]", "expected a name of up to 31 lower-case letters")]
    [InlineData("accounts: [ { name: none, public_key: 0x1 } ]", "expected another name than 'none'")]
    [InlineData("accounts: [ { name: a, public_key: 1 }, { name: a, public_key: 2 } ]", "accounts[1].name: expected a name that nothing")]
    [InlineData("contracts: [ { name: a, class: erc20, constructor: [b] } ]", "contracts[0].constructor[0]: expected a felt, the name of")]
    [InlineData("contracts: [ { name: a, class: erc20, constructor: ['text:€'] } ]", "expected a felt, the name of")]
    [InlineData("contracts: [ { name: a, class: erc20, constructor: ['u256:x'] } ]", "expected a felt, the name of")]
    [InlineData("contracts: [ { name: a, class: erc20, storage: [] } ]", "contracts[0]: expected a member 'address'")]
    [InlineData("contracts: [ { name: a, class: erc20, address: 1, storage: [], salt: 1 } ]", "expected storage with an address")]
    [InlineData("contracts: [ { name: a, class: erc20, address: 1, storage: [ { value: 1 } ] } ]", "expected a key or the name")]
    [InlineData("demo: yes", "demo: expected true or false, got 'yes'")]
    [InlineData("universal_deployer: 1", "universal_deployer: expected true or false, got '1'")]
    [InlineData("validator: []", "expected one of chain_id, starknet_version")]
    public void AWrongMemberIsRefusedByItsPlace(string member, string problem) => Says(problem, member);

    [Theory]
    [InlineData("validators: []", "validators: expected at least one validator")]
    [InlineData("validators: [ { name: n, host: h, port: 0, rpc_port: 1 } ]", "port: expected a whole number from 1 to 65535")]
    [InlineData("validators: [ { name: n, host: h, port: 65536, rpc_port: 1 } ]", "port: expected a whole number from 1 to 65535")]
    [InlineData("validators: [ { name: n, host: 'a b', port: 1, rpc_port: 2 } ]", "validators[0].host: expected a host name or an address")]
    [InlineData("validators: [ { name: n, host: h, port: 1, rpc_port: 2, weight: 0 } ]", "weight: expected a whole number")]
    [InlineData("validators: [ { name: n, host: h, port: 1, rpc_port: 2, rpc_host: h } ]", "rpc_host: expected an IP address")]
    [InlineData("validators: [ { name: n, host: h, port: 1, rpc_port: 2, address: 1 } ]", "expected no address without signing_key")]
    [InlineData("validators: [ { name: n, host: h, port: 1, rpc_port: 2, signing_key: AA== } ]", "expected a member 'connection_key'")]
    [InlineData("validators: [ { name: n, host: h, port: 1, rpc_port: 2, signing_key: '?', connection_key: AA== } ]", "in base64")]
    [InlineData("validators: [ { name: n, host: h, port: 1, rpc_port: 2 }, { name: n, host: h, port: 1, rpc_port: 2 } ]", "name")]
    public void AWrongValidatorIsRefusedByItsPlace(string validators, string problem) => Assert.Contains(
        problem, Assert.Throws<InvalidDataException>(() => ReadWhole($"chain_id: A\n{validators}\n")).Message, StringComparison.Ordinal);

    /// <summary>What could not listen beside another is refused before it is tried.</summary>
    [Theory]
    [InlineData("host: h, port: 7, rpc_port: 7", "", "validators[0].rpc_port: expected another port than 'port'")]
    [InlineData("host: h, port: 1, rpc_port: 2", "host: H, port: 1, rpc_port: 2", "validators[1].port: expected a port of H that nothing")]
    [InlineData("host: localhost, port: 1, rpc_port: 2", "host: 127.0.0.1, port: 1, rpc_port: 3", "(it is the port of a), got '1'")]
    [InlineData("host: 127.0.0.1, port: 1, rpc_port: 2", "host: 127.0.0.1, port: 3, rpc_port: 2", "(it is the rpc_port of a), got '2'")]
    [InlineData("host: 127.0.0.1, port: 1, rpc_port: 2", "host: 127.0.0.1, port: 2, rpc_port: 3", "validators[1].port: expected a port")]
    public void AValidatorsPortsAreItsOwn(string first, string second, string problem)
    {
        string others = second.Length > 0 ? $", {{ name: b, {second} }}" : "";
        string yaml = $"chain_id: A\nvalidators: [ {{ name: a, {first} }}{others} ]\n";
        Assert.Contains(
            problem, Assert.Throws<InvalidDataException>(() => ReadWhole(yaml)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("host: h, port: 1, rpc_port: 2", "host: h, port: 3, rpc_port: 2")]
    [InlineData("host: h, port: 1, rpc_port: 2", "host: g, port: 1, rpc_port: 2")]
    [InlineData("host: 127.0.0.1, port: 1, rpc_port: 2", "host: 127.0.0.2, port: 1, rpc_port: 2, rpc_host: 127.0.0.2")]
    public void PortsOfOtherPlacesMayBeTheSame(string first, string second) => Assert.Equal(
        2, ReadWhole($"chain_id: A\nvalidators: [ {{ name: a, {first} }}, {{ name: b, {second} }} ]\n").Validators.Length);

    [Fact]
    public void CountsAreBoundedWhereTheyAreRead()
    {
        Assert.Equal(100, ReadWhole(Validated(100)).Validators.Length);
        Assert.Contains(
            "validators: expected at most 100 entries, got 101",
            Assert.Throws<InvalidDataException>(() => ReadWhole(Validated(101))).Message,
            StringComparison.Ordinal);
        string accounts = string.Join(',', Enumerable.Range(1, GenesisBounds.MaxAccounts).Select(key => $"{{public_key: {key}}}"));
        Assert.Equal(GenesisBounds.MaxAccounts, Read($"chain_id: A\naccounts: [{accounts}]\n").Description.Accounts.Length);
        Says("accounts: expected at most 10000 entries, got 10001", $"accounts: [{accounts}, {{public_key: 1}}]");
        string felts = string.Join(',', Enumerable.Repeat("1", GenesisBounds.MaxCalldataFelts));
        Assert.NotNull(Read($"chain_id: A\ncontracts: [{{name: a, class: erc20, constructor: [{felts}]}}]\n"));
        Says("constructor: expected at most 1000 entries", $"contracts: [{{name: a, class: erc20, constructor: [{felts}, 1]}}]");
    }

    [Fact]
    public void ValidatorsMayBringTheirKeys()
    {
        byte[] key = [1, 2, 3];
        string text = Convert.ToBase64String(key);
        ValidatorPlan plan = Assert.Single(ReadWhole(
            $"chain_id: A\nvalidators: [ {{ name: n, host: a.example, port: 1, rpc_port: 2, rpc_host: 0.0.0.0, weight: 3, "
            + $"signing_key: {text}, connection_key: {text} }} ]\n").Validators);
        Assert.Equal(Kraken.Hashing.Keccak.StarknetKeccak(key), plan.Keys!.Address);
        Assert.Equal(key, plan.Keys.ConnectionKey);
        Assert.Equal(("a.example", "0.0.0.0", 3UL), (plan.Host, plan.RpcHost, plan.Weight));
    }

    private static string Validated(int count)
    {
        string validators = string.Join(
            ',', Enumerable.Range(1, count).Select(index => $"{{name: n{index}, host: h{index}, port: 1, rpc_port: 2}}"));
        return $"chain_id: A\nvalidators: [{validators}]\n";
    }

    private ChainPlan Read(string yaml) => ReadWhole($"{yaml.TrimEnd()}\n{Validators}");

    private ChainPlan ReadWhole(string yaml) => ChainFile.Read(Encoding.UTF8.GetBytes(yaml), "chain.yaml", folder, Now);

    private void Says(string problem, string member)
    {
        string yaml = member.StartsWith("chain_id", StringComparison.Ordinal) ? member : $"chain_id: A\n{member}";
        string message = Assert.Throws<InvalidDataException>(() => Read(yaml)).Message;
        Assert.StartsWith("chain.yaml, line ", message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }
}
