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
    private const string Loopback = "127.0.0.1";
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
        Dictionary<(string Host, int Port), string> taken = [];
        return [.. list.Entries.Select(entry => Validator(entry, names, taken))];
    }

    private static ValidatorPlan Validator(
        YamlNode entry, HashSet<string> names, Dictionary<(string Host, int Port), string> taken)
    {
        YamlMap map = entry.Map("name", "weight", "host", "port", "rpc_host", "rpc_port", "address", "signing_key", "connection_key");
        string name = map.Get("name").Identifier();
        if (!names.Add(name))
        {
            throw map.Get("name").Refuse("a name that no validator before has");
        }

        string host = Host(map.Get("host"));
        int port = Port(map.Get("port"));
        int rpcPort = Port(map.Get("rpc_port"));
        if (rpcPort == port)
        {
            throw map.Get("rpc_port").Refuse("another port than 'port', where peers are listened for");
        }

        // Behind a name there may be several machines, each with JSON-RPC at the same port; behind this machine's own there is one.
        string rpcHost = map.Find("rpc_host") is { } given ? RpcHost(given) : Loopback;
        Take(map.Get("port"), host, port, $"port of {name}", taken);
        if (IsThisMachine(host))
        {
            Take(map.Get("rpc_port"), rpcHost, rpcPort, $"rpc_port of {name}", taken);
        }

        return new ValidatorPlan(name, host, port, rpcPort)
        {
            Weight = map.Find("weight")?.Number(1) ?? 1,
            RpcHost = rpcHost,
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

    private static int Port(YamlNode node) => (int)node.Number(1, IPEndPoint.MaxPort);

    private static void Take(
        YamlNode node, string host, int port, string what, Dictionary<(string Host, int Port), string> taken)
    {
        (string, int) place = (IsLocalName(host) ? Loopback : host.ToLowerInvariant(), port);
        if (!taken.TryAdd(place, what))
        {
            throw node.Refuse($"a port of {host} that nothing before has (it is the {taken[place]})");
        }
    }

    private static bool IsLocalName(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    private static bool IsThisMachine(string host) =>
        IsLocalName(host) || (IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address));

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
