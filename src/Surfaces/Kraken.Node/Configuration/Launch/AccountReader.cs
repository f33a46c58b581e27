using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using Kraken.Fields;
using Kraken.Node.Configuration.Yaml;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;

namespace Kraken.Node.Configuration.Launch;

/// <summary>Reads the members "development_accounts" and "accounts" of a chain file.</summary>
internal static class AccountReader
{
    /// <summary>Reads how many of the accounts of tutorials there are, and names them "development1" and so on.</summary>
    /// <exception cref="InvalidDataException">It says none.</exception>
    public static ImmutableArray<PredeployedAccount> Development(YamlNode? node, ChainNames names, GenesisToken feeToken)
    {
        if (node is null)
        {
            return [];
        }

        YamlMap map = node.Map("count", "balance");
        int count = (int)map.Get("count").Number(0, (ulong)DevelopmentAccounts.All.Length);
        UInt128 balance = map.Get("balance").Amount(feeToken);
        foreach ((int index, PredeployedAccount account) in DevelopmentAccounts.All.Take(count).Index())
        {
            names.AddAddress(string.Create(CultureInfo.InvariantCulture, $"development{index + 1}"), account.Address);
        }

        return [.. DevelopmentAccounts.All.Take(count).Select(account => account with { Balance = balance })];
    }

    /// <summary>Reads the accounts.</summary>
    /// <exception cref="InvalidDataException">They are none.</exception>
    public static ImmutableArray<PredeployedAccount> Read(YamlNode? node, ChainNames names, GenesisToken feeToken)
    {
        List<PredeployedAccount> accounts = [];
        foreach (YamlNode entry in node?.List(GenesisBounds.MaxAccounts).Entries ?? [])
        {
            YamlMap map = entry.Map("name", "class", "public_key", "salt", "address", "balance");
            PredeployedAccount account = Account(map, names, feeToken);
            if (map.Find("name") is { } name)
            {
                names.AddAddress(name, account.Address);
            }

            accounts.Add(account);
        }

        return [.. accounts];
    }

    private static PredeployedAccount Account(YamlMap map, ChainNames names, GenesisToken feeToken)
    {
        Felt classHash = map.Find("class") is { } given ? names.Class(given) : ChainContracts.Account.ClassHash;
        Felt key = map.Get("public_key").Felt();
        if (key.IsZero && classHash == ChainContracts.Account.ClassHash)
        {
            throw map.Get("public_key").Refuse("the public key of a signer, which is not 0: nobody could use the account");
        }

        if (map.Find("address") is not null && map.Find("salt") is { } both)
        {
            throw both.Refuse("an address or a salt, not both");
        }

        Felt address = map.Find("address")?.Felt()
            ?? ContractAddresses.Compute(Felt.Zero, map.Find("salt")?.Felt() ?? Felt.Zero, classHash, [key]);
        return new PredeployedAccount(address, key, map.Find("balance")?.Amount(feeToken) ?? 0)
        {
            ClassHash = classHash == ChainContracts.Account.ClassHash ? null : classHash,
        };
    }
}
