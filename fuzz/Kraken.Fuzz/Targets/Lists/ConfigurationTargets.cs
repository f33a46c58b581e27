using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using Kraken.Execution.Constants;
using Kraken.Node.Configuration;
using Kraken.Storage.Files;

namespace Kraken.Fuzz.Targets.Lists;

/// <summary>Files that the operators of a network pass on, or write by hand.</summary>
internal static class ConfigurationTargets
{
    // The serializer's own buffers, and a validator's two keys.
    private static readonly FuzzBounds Reading = new(1 << 19, 256, TimeSpan.FromSeconds(2));

    /// <summary>The targets.</summary>
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new CodecTarget<GenesisFile>("genesis", "genesis.json", InputShape.Json, ReadGenesis, Genesis)
        {
            Encode = genesis => Saved(genesis.Save),
            Law = (genesis, _) => UseGenesis(genesis),
            Limits = Reading,
        },
        new CodecTarget<NodeFile>("node-file", "node.json", InputShape.Json, ReadNode, Nodes)
        {
            Encode = node => Saved(node.Save),
            Limits = Reading,
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

    private static IEnumerable<byte[]> Genesis()
    {
        string folder = ScratchFolder.Empty("network");
        LocalNetwork.Create(folder, 2, 5050, 6060);
        byte[] whole = File.ReadAllBytes(Path.Combine(folder, GenesisFile.FileName));
        string limited = Encoding.UTF8.GetString(whole).TrimEnd()[..^1]
            + """, "limits": {"transaction": {"max_calldata_felts": 100, "max_signature_felts": 10}, "block": {"max_transactions": 10}}}""";
        return [whole, Encoding.UTF8.GetBytes(limited)];
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
