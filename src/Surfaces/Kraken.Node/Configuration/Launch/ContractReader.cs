using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text;
using Kraken.Fields;
using Kraken.Node.Configuration.Yaml;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;

namespace Kraken.Node.Configuration.Launch;

/// <summary>Reads the member "contracts" of a chain file.</summary>
internal static class ContractReader
{
    private const string TextPrefix = "text:";
    private const string LargePrefix = "u256:";

    private static readonly BigInteger Half = BigInteger.One << 128;

    /// <exception cref="InvalidDataException">They are none.</exception>
    public static ImmutableArray<GenesisContract> Read(YamlNode? node, ChainNames names)
    {
        List<GenesisContract> contracts = [];
        foreach (YamlNode entry in node?.List(GenesisBounds.MaxContracts).Entries ?? [])
        {
            YamlMap map = entry.Map("name", "class", "constructor", "salt", "address", "storage");
            GenesisContract contract = map.Find("storage") is null ? Deployed(map, names) : Placed(map, names);
            names.AddAddress(map.Get("name"), contract.Address);
            contracts.Add(contract);
        }

        return [.. contracts];
    }

    private static GenesisContract Deployed(YamlMap map, ChainNames names)
    {
        Felt classHash = names.Class(map.Get("class"));
        ImmutableArray<Felt> calldata = map.Find("constructor") is { } constructor
            ? [.. constructor.List(GenesisBounds.MaxCalldataFelts).Entries.SelectMany(value => Values(value, names))]
            : [];
        if (map.Find("address") is not null && map.Find("salt") is { } both)
        {
            throw both.Refuse("an address or a salt, not both");
        }

        Felt address = map.Find("address")?.Felt()
            ?? ContractAddresses.Compute(Felt.Zero, map.Find("salt")?.Felt() ?? Felt.Zero, classHash, calldata.AsSpan());
        return new GenesisContract(map.Get("name").Text(), address, classHash) { Constructor = calldata };
    }

    private static GenesisContract Placed(YamlMap map, ChainNames names)
    {
        if ((map.Find("constructor") ?? map.Find("salt")) is { } other)
        {
            throw other.Refuse("storage with an address, or a constructor, not both");
        }

        return new GenesisContract(map.Get("name").Text(), map.Get("address").Felt(), names.Class(map.Get("class")))
        {
            Storage = [.. map.Get("storage").List(GenesisBounds.MaxStorageCells).Entries.Select(cell => Cell(cell, names))],
        };
    }

    private static StorageEntry Cell(YamlNode node, ChainNames names)
    {
        YamlMap map = node.Map("key", "variable", "value");
        if ((map.Find("key") is null) == (map.Find("variable") is null))
        {
            throw node.Place.Refuse("expected a key or the name of a variable, one of them");
        }

        Felt key = map.Find("key")?.Felt() ?? StorageLayout.Variable(map.Get("variable").Text());
        return new StorageEntry(key, Values(map.Get("value"), names) is [Felt value] ? value : throw map.Get("value").Refuse("one felt"));
    }

    // A felt, an address by its name, a short string as text:ABC, or the two felts of u256:N.
    private static Felt[] Values(YamlNode node, ChainNames names)
    {
        string text = node.Text();
        return names.TryAddress(text, out Felt address) ? [address]
            : ChainValues.TryFelt(text, out Felt value) ? [value]
            : text.StartsWith(TextPrefix, StringComparison.Ordinal) && IsShort(text[TextPrefix.Length..])
                ? [Felt.FromShortString(text[TextPrefix.Length..])]
            : text.StartsWith(LargePrefix, StringComparison.Ordinal) && TryLarge(text[LargePrefix.Length..], out BigInteger large)
                ? [Felt.FromBigInteger(large % Half), Felt.FromBigInteger(large / Half)]
            : throw node.Refuse("a felt, the name of an account or a contract that stands before, text:ABC, or u256:123");
    }

    private static bool IsShort(string text) => text.Length <= GenesisBounds.MaxNameLength && Ascii.IsValid(text);

    private static bool TryLarge(string text, out BigInteger value)
    {
        value = text.Length is > 0 and <= 78 && text.All(char.IsAsciiDigit)
            ? BigInteger.Parse(text, System.Globalization.CultureInfo.InvariantCulture)
            : Half * Half;
        return value < Half * Half;
    }
}
