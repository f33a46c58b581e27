using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Kraken.Execution.Constants;
using Kraken.Node.Configuration;
using Kraken.Node.Configuration.Launch;
using Kraken.Node.Configuration.Settings;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Storage.Files;

namespace Kraken.Fuzz.Targets.Lists;

/// <summary>Files that the operators of a network pass on, or write by hand.</summary>
internal static class ConfigurationTargets
{
    // The serializer's own buffers, and a validator's two keys.
    private static readonly FuzzBounds Reading = new(1 << 19, 256, TimeSpan.FromSeconds(2));

    // A class of the file is packed: a byte of it may be a thousand of JSON, which are read.
    private static readonly FuzzBounds Unpacking = new(1 << 24, 8_192, TimeSpan.FromSeconds(8));

    // A token of the parser and a node of the tree for each byte, and a Pedersen hash for each account.
    private static readonly FuzzBounds Launching = new(1 << 20, 4_096, TimeSpan.FromSeconds(4));

    private static readonly SettingTable Settings = new(
        "fuzz",
        [
            Setting.Number("rpc_port", "A port.", 0, 65_535, 5050), Setting.Choice("execution", "What runs.", "native", "vm", "native"),
            Setting.Switch("allow", "Allows."), Setting.Path("genesis", "A file.") with { IsRequired = true },
            Setting.Path("queue", "A broker.") with { IsSecret = true },
        ]);

    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new CodecTarget<GenesisFile>("genesis", "genesis.json", InputShape.Json, ReadGenesis, Genesis)
        {
            Encode = genesis => Saved(genesis.Save),
            Law = (genesis, _) => UseGenesis(genesis),
            Limits = Unpacking,
        },
        new CodecTarget<ChainPlan>("chain-file", "the YAML file that a chain is launched from", InputShape.Text, ReadChain, Chains)
        {
            Law = (plan, _) => UseChain(plan),
            Limits = Launching,
        },
        new CodecTarget<NodeFile>("node-file", "node.json", InputShape.Json, ReadNode, Nodes)
        {
            Encode = node => Saved(node.Save),
            Limits = Reading,
        },
        new CodecTarget<SettingValues>("setting-file", "node.yaml, and other processes' files", InputShape.Text, ReadSettings, SettingFiles)
        {
            Law = (values, _) => UseSettings(values),
            Limits = Launching,
        },
        new CodecTarget<ECDsa>("key-file", "a validator's private key as PEM", InputShape.Text, ReadKey, Keys)
        {
            Encode = key => Saved(path => KeyFile.Save(path, key)),
            Limits = Reading,
        },
        new CodecTarget<VersionedConstants>(
            "versioned-constants", "the numbers of a protocol version", InputShape.Json, ReadConstants, Constants)
        {
            Law = (constants, _) => UseConstants(constants),
            Limits = Reading,
        },
    ];

    private static GenesisFile? ReadGenesis(byte[] input)
    {
        try
        {
            return GenesisFile.Load(ScratchFolder.Write(GenesisFile.FileName, input));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static ChainPlan? ReadChain(byte[] input)
    {
        try
        {
            return ChainFile.Read(input, "chain.yaml", ScratchFolder.Empty("chain"), DateTimeOffset.UnixEpoch);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static NodeFile? ReadNode(byte[] input)
    {
        try
        {
            return NodeFile.Load(ScratchFolder.Write(NodeFile.FileName, input));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static SettingValues? ReadSettings(byte[] input)
    {
        SettingValues values = new SettingSources(Settings, Nothing, Nothing).WithFile(input, "node.yaml");
        return values.Problems.IsEmpty ? values : null;
    }

    private static IEnumerable<byte[]> SettingFiles() =>
    [
        "rpc_port: 5051\nexecution: vm\nallow: true\ngenesis: ../genesis.json\nqueue: amqp://a:b@c\n"u8.ToArray(),
        "{ \"genesis\": \"a b\", \"rpc_port\": 1 }"u8.ToArray(),
        "genesis: 'it''s'\n# a comment\nexecution: \"native\"\n"u8.ToArray(),
    ];

    // What is dumped says the same, and is no secret.
    private static void UseSettings(SettingValues values)
    {
        string dumped = values.Dump();
        SettingValues again = new SettingSources(Settings, Nothing, Nothing).WithFile(Encoding.UTF8.GetBytes(dumped), "node.yaml");
        foreach (Setting setting in Settings.All.Where(setting => !setting.IsSecret))
        {
            if (again.Text(setting) != values.Text(setting))
            {
                throw new BrokenLawException($"{setting.Name} is dumped as another text: {dumped}");
            }
        }
    }

    private static ECDsa? ReadKey(byte[] input)
    {
        string path = ScratchFolder.Write(NodeFile.SigningKeyFile, input);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        try
        {
            return KeyFile.Load(path);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static VersionedConstants? ReadConstants(byte[] input) =>
        VersionedConstants.TryParse(input, out VersionedConstants? constants, out _) ? constants : null;

    // The numbers that are computed from those of the file.
    private static void UseConstants(VersionedConstants constants)
    {
        constants.L1GasToL2Gas(1);
        constants.Allocation(blobs: true);
        constants.Allocation(blobs: false);
    }

    // What a node does with a genesis file before anything else.
    private static void UseGenesis(GenesisFile genesis)
    {
        genesis.Committee();
        genesis.SigningKeys();
        genesis.Peers();
    }

    // What 'kraken genesis' does with a chain file before it runs anything.
    private static void UseChain(ChainPlan plan) => GenesisCheck.FindProblem(plan.Description);

    private static IEnumerable<byte[]> Chains() =>
    [
        """
        chain_id: A
        prices: { l2_gas: { fri: 5, wei: 6 }, market: { min_price: 3, max_price: 9, target_gas: 10, max_change_denominator: 8 } }
        limits: { block: { max_transactions: 4 }, class: { max_sierra_version: "1.7.0" } }
        fee_token: { name: N, symbol: S, decimals: 6, address: 0x70ce, minter: vault, balances: [ { holder: bank, amount: 0.5 S } ] }
        accounts: [ { name: bank, public_key: 0x1234, balance: 1_000.25 S }, { public_key: 5, salt: 9, class: account } ]
        contracts:
          - { name: vault, class: erc20, salt: 3, constructor: ["text:V", "u256:18446744073709551616", bank, 0x5] }
          - { name: cells, class: demo, address: 0xce11, storage: [ { variable: owner, value: vault }, { key: 7, value: 8 } ] }
        validators: [ { name: n, host: a.example, port: 1, rpc_port: 2, signing_key: AQID, connection_key: AQID } ]
        """u8.ToArray(),
        .. ChainTemplates.Names.Select(name => Encoding.UTF8.GetBytes(ChainTemplates.Text(name))),
        .. ChainTemplates.Names.Select(name => Encoding.UTF8.GetBytes(Short(ChainTemplates.Text(name)))),
    ];

    // Without what explains it, and filled where it has places to fill.
    private static string Short(string template) => string.Join('\n', template.Split('\n').Where(line => !line.StartsWith('#')))
        .Replace("FILL_", "x", StringComparison.Ordinal);

    private static IEnumerable<byte[]> Genesis()
    {
        string folder = ScratchFolder.Empty("network");
        LocalNetwork.Create(folder, 2, 5050, 6060);
        byte[] whole = File.ReadAllBytes(Path.Combine(folder, GenesisFile.FileName));
        string limited = Encoding.UTF8.GetString(whole).TrimEnd()[..^1]
            + """, "limits": {"transaction": {"max_calldata_felts": 100, "max_signature_felts": 10}, "block": {"max_transactions": 10}}}""";
        ChainPlan plan = new(
            new GenesisDescription
            {
                Classes = [ChainContracts.Demo.Class],
                Contracts = [new GenesisContract("demo", 0xde30, ChainContracts.Demo.ClassHash) { Constructor = [] }],
                HasDemo = false,
                Market = new FeeMarket(1, 100),
            },
            [new ValidatorPlan("node1", "127.0.0.1", 6060, 5050)]) { ClassNames = ["demo"] };
        string network = ScratchFolder.Empty("launched");
        ChainNetwork.Create(network, plan);
        byte[] launched = File.ReadAllBytes(Path.Combine(network, GenesisFile.FileName));
        return [whole, Encoding.UTF8.GetBytes(limited), launched];
    }

    private static IEnumerable<byte[]> Nodes() =>
    [
        """{"validator": "0x12", "genesis": "../genesis.json", "rpc_host": "127.0.0.1", "rpc_port": 5050}"""u8.ToArray(),
        """{"validator": "0x12", "genesis": "../genesis.json", "rpc_port": 5050}"""u8.ToArray(),
    ];

    // The same key at every start, in both of the forms that PEM has for it.
    private static IEnumerable<byte[]> Keys()
    {
        byte[] secret = new byte[32];
        secret.AsSpan().Fill(7);
        using ECDsa key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = secret });
        return
        [
            Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + '\n'),
            Encoding.ASCII.GetBytes(key.ExportECPrivateKeyPem() + '\n'),
        ];
    }

    private static IEnumerable<byte[]> Constants() =>
        Directory.EnumerateFiles(Path.Combine(SeedData.Root, "src", "Starknet", "Kraken.Execution", "Resources"), "*constants*.json")
            .Order(StringComparer.Ordinal)
            .Select(File.ReadAllBytes);

    private static byte[] Saved(Action<string> save)
    {
        string path = Path.Combine(ScratchFolder.Empty("saved"), "file.json");
        save(path);
        return File.ReadAllBytes(path);
    }
}
