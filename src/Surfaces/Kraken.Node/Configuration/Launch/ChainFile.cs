using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Kraken.Execution.Constants;
using Kraken.Node.Configuration.Yaml;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;

namespace Kraken.Node.Configuration.Launch;

/// <summary>
/// Reads the one file that a chain is launched from (docs/genesis.md). Names of accounts and contracts stand for their addresses; hashes
/// are computed, never read. Each error says file, line, column and member, what was expected and what came.
/// </summary>
public static class ChainFile
{
    /// <summary>The most bytes of such a file.</summary>
    public const int MaxBytes = YamlLimits.MaxBytes;

    private const int MaxIntervalMs = 3_600_000;

    private static readonly string[] Members =
    [
        "chain_id", "starknet_version", "versioned_constants", "timestamp", "block_interval_ms", "empty_block_interval_ms", "prices",
        "limits", "fee_token", "tokens", "classes", "development_accounts", "accounts", "contracts", "universal_deployer", "demo",
        "validators",
    ];

    /// <summary>Reads a file.</summary>
    /// <param name="utf8">Its content.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="folder">The folder that the files are relative to that it names.</param>
    /// <param name="now">The time that "now" stands for.</param>
    /// <exception cref="InvalidDataException">It describes no chain.</exception>
    public static ChainPlan Read(byte[] utf8, string name, string folder, DateTimeOffset now)
    {
        YamlNode root = YamlFile.Parse(utf8, name);
        ChainValues.RequireFilled(root);
        YamlMap file = root.Map(Members);
        ChainSources sources = new(folder);
        ChainNames names = new();
        ImmutableArray<(string Name, SierraClass Class)> classes = ReadClasses(file, sources, names);
        GenesisDescription description = Chain(file, now) with { Classes = [.. classes.Select(declared => declared.Class)] };
        return new ChainPlan(Populated(file, names, description), ValidatorReader.Read(file.Get("validators")))
        {
            ClassNames = [.. classes.Select(declared => declared.Name)],
            BlockIntervalMs = Interval(file, "block_interval_ms", 300),
            EmptyBlockIntervalMs = Interval(file, "empty_block_interval_ms", 5000),
            Limits = file.Find("limits") is { } limits ? LimitsReader.Read(limits) : null,
            Constants = file.Find("versioned_constants") is { } constants ? sources.Constants(constants) : null,
        };
    }

    private static GenesisDescription Chain(YamlMap file, DateTimeOffset now)
    {
        (GasPrices prices, FeeMarket? market) = PriceReader.Read(file.Find("prices"));
        return new GenesisDescription
        {
            ChainId = ChainId.FromName(file.Get("chain_id").ShortText()),
            StarknetVersion = Version(file),
            Timestamp = file.Find("timestamp") is { } time && time.Text() != "now" ? time.Number() : (ulong)now.ToUnixTimeSeconds(),
            GasPrices = prices,
            Market = market,
            DeployerAddresses = Flag(file, "universal_deployer", otherwise: true) ? WellKnownAddresses.Deployers : [],
            HasDemo = Flag(file, "demo", otherwise: false),
        };
    }

    private static string Version(YamlMap file)
    {
        YamlNode? node = file.Find("starknet_version");
        string version = node?.ShortText() ?? GenesisDescription.DefaultStarknetVersion;
        bool isShipped = VersionedConstants.Versions.Contains(version);
        if (isShipped && file.Find("versioned_constants") is { } own)
        {
            throw (node ?? own).Refuse("a name of the chain's own, such as 0.14.4-acme, for constants of its own");
        }

        return isShipped || file.Find("versioned_constants") is not null
            ? version
            : throw node!.Refuse($"one of {string.Join(", ", VersionedConstants.Versions)}, or versioned_constants of the chain's own");
    }

    // Names stand for addresses from where they are given on: tokens, then accounts, then contracts; balances and minters may name all.
    private static GenesisDescription Populated(YamlMap file, ChainNames names, GenesisDescription description)
    {
        (YamlMap? feeMap, GenesisToken feeToken) = TokenReader.FeeToken(file.Find("fee_token"));
        names.AddAddress("fee_token", feeToken.Address);
        ImmutableArray<PredeployedAccount> accounts =
        [
            .. AccountReader.Development(file.Find("development_accounts"), names, feeToken),
            .. AccountReader.Read(file.Find("accounts"), names, feeToken),
        ];
        ImmutableArray<GenesisContract> contracts = ContractReader.Read(file.Find("contracts"), names);
        return description with
        {
            FeeToken = TokenReader.Held(feeMap, feeToken, names),
            Tokens = TokenReader.Others(file.Find("tokens"), names),
            Accounts = accounts,
            Contracts = contracts,
        };
    }

    private static ImmutableArray<(string Name, SierraClass Class)> ReadClasses(YamlMap file, ChainSources sources, ChainNames names)
    {
        List<(string, SierraClass)> classes = [];
        foreach (YamlNode entry in file.Find("classes")?.List(GenesisBounds.MaxClasses).Entries ?? [])
        {
            YamlMap map = entry.Map("name", "file");
            SierraClass sierra = sources.Class(map.Get("file"));
            names.AddClass(map.Get("name"), ClassHash.Compute(sierra));
            classes.Add((map.Get("name").Text(), sierra));
        }

        return [.. classes];
    }

    private static bool Flag(YamlMap file, string name, bool otherwise) => file.Find(name)?.Flag() ?? otherwise;

    private static int Interval(YamlMap file, string name, int otherwise) =>
        file.Find(name) is { } node ? (int)node.Number(1, MaxIntervalMs) : otherwise;
}
