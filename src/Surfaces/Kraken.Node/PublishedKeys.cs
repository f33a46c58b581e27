using System.Collections.Generic;
using System.Linq;
using System.Net;
using Kraken.Fields;
using Kraken.Node.Configuration;
using Kraken.Starknet.Genesis;

namespace Kraken.Node;

/// <summary>
/// Keys of tutorials in a genesis: whoever reads them can spend what their accounts hold, mint what they may mint and take the fees that go
/// to them. A chain that has some stays on its machine.
/// </summary>
internal static class PublishedKeys
{
    private static readonly HashSet<Felt> Keys = [.. DevelopmentAccounts.All.Select(account => account.PublicKey)];
    private static readonly HashSet<Felt> Addresses = [.. DevelopmentAccounts.All.Select(account => account.Address)];

    /// <summary>What a genesis gives to published keys, in words; empty when nothing.</summary>
    internal static IReadOnlyList<string> Find(GenesisFile genesis)
    {
        GenesisDescription description = ChainRulesOf.Description(genesis);
        HashSet<Felt> known = [.. Addresses];
        known.UnionWith(description.Accounts.Where(account => Keys.Contains(account.PublicKey)).Select(account => account.Address));
        return
        [
            .. description.Accounts.Where(account => known.Contains(account.Address)).Select(account => $"account {account.Address}"),
            .. description.Tokens.Prepend(description.FeeToken).SelectMany(token => OfToken(token, known)),
            .. description.Contracts.Where(contract => Values(contract).Any(value => Keys.Contains(value) || known.Contains(value)))
                .Select(contract => $"contract {contract.Name}"),
            .. genesis.Validators.Where(validator => known.Contains(validator.Id.Address))
                .Select(validator => $"fees of validator {validator.Name}"),
        ];
    }

    /// <summary>Why a node may not listen where it would; null when it may.</summary>
    /// <param name="genesis">The chain.</param>
    /// <param name="listening">Where it would listen.</param>
    internal static string? FindProblem(GenesisFile genesis, params IEnumerable<IPAddress> listening)
    {
        if (listening.FirstOrDefault(address => !IPAddress.IsLoopback(address)) is not { } open
            || Find(genesis) is not [string first, ..] all)
        {
            return null;
        }

        string others = all.Count > 1 ? $" and {all.Count - 1} more" : "";
        return $"expected to listen on this machine alone, as everybody knows the keys of {first}{others} of the genesis file, got {open}; "
            + "'--allow-published-keys' allows it";
    }

    private static IEnumerable<string> OfToken(GenesisToken token, HashSet<Felt> known)
    {
        if (known.Contains(token.Minter))
        {
            yield return $"minter of {token.Symbol}";
        }

        if (token.Balances.Any(balance => known.Contains(balance.Holder)))
        {
            yield return $"a holder of {token.Symbol}";
        }
    }

    private static IEnumerable<Felt> Values(GenesisContract contract) =>
        (contract.Constructor ?? []).Concat(contract.Storage.Select(entry => entry.Value));
}
