using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;

namespace Kraken.Starknet.Genesis;

/// <summary>The chain's own contracts, embedded from the folder contracts/ of the repository.</summary>
public static class ChainContracts
{
    private static readonly Lazy<ImmutableArray<ChainContract>> Loaded = new(Load);

    /// <summary>The account, the fee token, the universal deployer and the demo.</summary>
    public static ImmutableArray<ChainContract> All => Loaded.Value;

    /// <summary>The account of one Stark key.</summary>
    public static ChainContract Account => Named("account");

    /// <summary>The ERC-20 contract that fees are paid in.</summary>
    public static ChainContract FeeToken => Named("erc20");

    /// <summary>The contract through which accounts deploy others.</summary>
    public static ChainContract UniversalDeployer => Named("universal_deployer");

    /// <summary>The demo with fib and fact.</summary>
    public static ChainContract Demo => Named("demo");

    private static ChainContract Named(string name) => All.First(contract => contract.Name == name);

    private static ImmutableArray<ChainContract> Load()
    {
        using JsonDocument manifest = JsonDocument.Parse(Resource("manifest.json"));
        return [.. manifest.RootElement.GetProperty("contracts").EnumerateObject().Select(Load)];
    }

    private static ChainContract Load(JsonProperty entry)
    {
        byte[] json = Resource($"{entry.Name}.sierra.json");
        if (!SierraClassJson.TryDecode(json, out SierraClass? sierra, out DecodeError? error))
        {
            throw new InvalidDataException($"the embedded class {entry.Name} is damaged: {error}");
        }

        return new(entry.Name, sierra!, FeltOf(entry.Value, "class_hash"), FeltOf(entry.Value, "compiled_class_hash_blake"), json);
    }

    private static Felt FeltOf(JsonElement element, string name) => Felt.Parse(element.GetProperty(name).GetString()!);

    private static byte[] Resource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"contracts/{name}")
            ?? throw new InvalidDataException($"the embedded file {name} is missing");
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
