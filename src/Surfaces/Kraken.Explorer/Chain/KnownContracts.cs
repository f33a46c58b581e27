using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Genesis;

namespace Kraken.Explorer.Chain;

/// <summary>Names of contracts that every chain of ours has.</summary>
internal static class KnownContracts
{
    private static readonly FrozenDictionary<Felt, string> KnownNames = Names().ToFrozenDictionary();

    /// <summary>The name at an address; null when it is none of ours.</summary>
    public static string? NameOf(Felt address) => KnownNames.GetValueOrDefault(address);

    /// <summary>The contracts with their names, in the order of the names.</summary>
    public static IEnumerable<(Felt Address, string Name)> All =>
        KnownNames.Select(known => (known.Key, known.Value)).OrderBy(known => known.Value, System.StringComparer.Ordinal);

    private static Dictionary<Felt, string> Names()
    {
        Dictionary<Felt, string> known =
            DevelopmentAccounts.All.Select((account, i) => (account.Address, Name: $"Development account {i + 1}"))
            .ToDictionary(item => item.Address, item => item.Name);
        known[WellKnownAddresses.FeeToken] = "STRK token";
        known[WellKnownAddresses.UniversalDeployer] = "Universal deployer";
        known[WellKnownAddresses.LegacyUniversalDeployer] = "Universal deployer (legacy address)";
        return known;
    }
}
