using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Net;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Node.Configuration.Yaml;

namespace Kraken.Node.Configuration.Launch;

/// <summary>Reads the member "validators" of a chain file.</summary>
internal static class ValidatorReader
{
    private const int MaxPort = 65_535;
    private const int MaxHostLength = 253;
    private const int MaxKeyBytes = 256;

    /// <exception cref="InvalidDataException">They are none.</exception>
    public static ImmutableArray<ValidatorPlan> Read(YamlNode node)
    {
        YamlList list = node.List(LocalNetwork.MaxValidators);
        if (list.Entries.IsEmpty)
        {
            throw node.Place.Refuse("expected at least one validator");
        }

        HashSet<string> names = [];
        return [.. list.Entries.Select(entry => Validator(entry, names))];
    }

    private static ValidatorPlan Validator(YamlNode entry, HashSet<string> names)
    {
        YamlMap map = entry.Map("name", "weight", "host", "port", "rpc_host", "rpc_port", "address", "signing_key", "connection_key");
        string name = map.Get("name").Identifier();
        if (!names.Add(name))
        {
            throw map.Get("name").Refuse("a name that no validator before has");
        }

        return new ValidatorPlan(name, Host(map.Get("host")), Port(map.Get("port")), Port(map.Get("rpc_port")))
        {
            Weight = map.Find("weight")?.Number(1) ?? 1,
            RpcHost = map.Find("rpc_host") is { } host ? RpcHost(host) : "127.0.0.1",
            Keys = Keys(map),
        };
    }

    // All three, or none of them when the keys are drawn; the address follows from the key unless it is given.
    private static ValidatorKeys? Keys(YamlMap map)
    {
        if (map.Find("signing_key") is null && map.Find("connection_key") is null)
        {
            return map.Find("address") is { } lonely
                ? throw lonely.Refuse("no address without signing_key and connection_key: it follows from the key that is drawn")
                : null;
        }

        byte[] signing = Key(map.Get("signing_key"));
        Felt address = map.Find("address")?.Felt() ?? Keccak.StarknetKeccak(signing);
        return new ValidatorKeys(address, signing, Key(map.Get("connection_key")));
    }

    private static byte[] Key(YamlNode node)
    {
        byte[] key = new byte[MaxKeyBytes];
        return Convert.TryFromBase64String(node.Text(), key, out int length)
            ? key[..length]
            : throw node.Refuse("a public key as 'kraken keys' prints it, in base64");
    }

    private static int Port(YamlNode node) => (int)node.Number(1, MaxPort);

    private static string Host(YamlNode node)
    {
        string host = node.Text();
        return host.Length <= MaxHostLength && Uri.CheckHostName(host) != UriHostNameType.Unknown
            ? host
            : throw node.Refuse("a host name or an address");
    }

    private static string RpcHost(YamlNode node) =>
        IPAddress.TryParse(node.Text(), out _)
            ? node.Text()
            : throw node.Refuse("an IP address of this machine, such as 127.0.0.1 or 0.0.0.0");
}
