using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Kraken.Fields;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Genesis;

/// <summary>What makes a genesis no block 0, found without running anything.</summary>
public static class GenesisCheck
{
    private static readonly Felt AddressBound = Felt.FromBigInteger(ContractAddresses.UpperBound);

    /// <summary>The first thing that is wrong: the place, what was expected and what came; null when nothing is.</summary>
    public static string? FindProblem(GenesisDescription genesis)
    {
        ArgumentNullException.ThrowIfNull(genesis);
        return Counts(genesis)
            ?? genesis.Tokens.Prepend(genesis.FeeToken).Select(FindProblem).FirstOrDefault(problem => problem is not null)
            ?? Addresses(genesis)
            ?? Holders(genesis)
            ?? Classes(genesis)
            ?? genesis.Contracts.Select(FindProblem).FirstOrDefault(problem => problem is not null)
            ?? (genesis.Market?.Problem() is { } market ? $"prices.market.{market}" : null);
    }

    private static string? Counts(GenesisDescription genesis) =>
        TooMany("accounts", genesis.Accounts.Length, GenesisBounds.MaxAccounts)
        ?? TooMany("classes", genesis.Classes.Length, GenesisBounds.MaxClasses)
        ?? TooMany("contracts", genesis.Contracts.Length, GenesisBounds.MaxContracts)
        ?? TooMany("tokens", genesis.Tokens.Length + 1, GenesisBounds.MaxTokens);

    private static string? TooMany(string what, int count, int most) =>
        count > most ? $"{what}: expected at most {most}, got {count}" : null;

    private static string? FindProblem(GenesisToken token) =>
        NameProblem(token.Name) is { } name ? $"token {token.Address}: name: {name}"
        : NameProblem(token.Symbol) is { } symbol ? $"token {token.Address}: symbol: {symbol}"
        : TooMany($"token {token.Symbol}: balances", token.Balances.Length, GenesisBounds.MaxBalances);

    private static string? NameProblem(string name) => name.Length is >= 1 and <= GenesisBounds.MaxNameLength && Ascii.IsValid(name)
        ? null
        : $"expected 1 to {GenesisBounds.MaxNameLength} ASCII characters, got '{name}'";

    private static string? Addresses(GenesisDescription genesis)
    {
        Dictionary<Felt, string> taken = [];
        foreach ((Felt address, string what) in Contracts(genesis))
        {
            if (address < (Felt)GenesisBounds.MinAddress || address >= AddressBound)
            {
                return $"{what}: expected an address from 0x{GenesisBounds.MinAddress:x} to below 2^251 - 256, got {address}";
            }

            if (!taken.TryAdd(address, what))
            {
                return $"{what}: expected an address of its own, got {address} of {taken[address]}";
            }
        }

        return null;
    }

    private static IEnumerable<(Felt Address, string What)> Contracts(GenesisDescription genesis) =>
    [
        .. genesis.Tokens.Prepend(genesis.FeeToken).Select(token => (token.Address, $"token {token.Symbol}")),
        .. genesis.DeployerAddresses.Select(address => (address, "universal deployer")),
        .. genesis.HasDemo ? [(genesis.DemoAddress, "demo contract")] : ((Felt, string)[])[],
        .. genesis.Accounts.Select(account => (account.Address, $"account {account.PublicKey}")),
        .. genesis.Contracts.Select(contract => (contract.Address, $"contract {contract.Name}")),
    ];

    private static string? Holders(GenesisDescription genesis)
    {
        foreach (GenesisToken token in genesis.Tokens.Prepend(genesis.FeeToken))
        {
            IEnumerable<TokenBalance> accounts = token == genesis.FeeToken
                ? genesis.Accounts.Select(account => new TokenBalance(account.Address, account.Balance))
                : [];
            HashSet<Felt> holders = [];
            UInt128 supply = 0;
            foreach (TokenBalance balance in accounts.Concat(token.Balances))
            {
                if (balance.Holder.IsZero || balance.Holder >= AddressBound || !holders.Add(balance.Holder))
                {
                    return $"token {token.Symbol}: expected each holder once, an address below 2^251 - 256, got {balance.Holder}";
                }

                if (balance.Amount > UInt128.MaxValue - supply)
                {
                    return $"token {token.Symbol}: expected balances of less than 2^128 together, got more";
                }

                supply += balance.Amount;
            }
        }

        return null;
    }

    private static string? Classes(GenesisDescription genesis)
    {
        HashSet<Felt> declared = [.. GenesisState.OwnClasses(genesis).Select(own => own.ClassHash)];
        declared.UnionWith(genesis.Classes.Select(ClassHash.Compute));
        return genesis.Classes.Where(sierra => sierra.SierraProgram.Length > GenesisBounds.MaxSierraFelts)
                .Select(sierra => $"class {ClassHash.Compute(sierra)}: expected a program of at most {GenesisBounds.MaxSierraFelts} felts, "
                    + $"got {sierra.SierraProgram.Length}").FirstOrDefault()
            ?? genesis.Accounts.Where(account => account.ClassHash is { } given && !declared.Contains(given))
                .Select(account => $"account {account.PublicKey}: expected a class of this genesis, got {account.ClassHash}")
                .FirstOrDefault()
            ?? genesis.Contracts.Where(contract => !declared.Contains(contract.ClassHash))
                .Select(contract => $"contract {contract.Name}: expected a class of this genesis, got {contract.ClassHash}")
                .FirstOrDefault();
    }

    private static string? FindProblem(GenesisContract contract) =>
        TooMany($"contract {contract.Name}: constructor", contract.Constructor?.Length ?? 0, GenesisBounds.MaxCalldataFelts)
        ?? TooMany($"contract {contract.Name}: storage", contract.Storage.Length, GenesisBounds.MaxStorageCells)
        ?? (contract.Constructor is not null && contract.Storage.Length > 0
            ? $"contract {contract.Name}: expected a constructor or storage, got both"
            : null)
        ?? contract.Storage.Where(entry => entry.Key >= AddressBound)
            .Select(entry => $"contract {contract.Name}: expected storage keys below 2^251 - 256, got {entry.Key}").FirstOrDefault()
        ?? contract.Storage.GroupBy(entry => entry.Key).Where(same => same.Count() > 1)
            .Select(same => $"contract {contract.Name}: expected each storage key once, got {same.Key} twice").FirstOrDefault();
}
