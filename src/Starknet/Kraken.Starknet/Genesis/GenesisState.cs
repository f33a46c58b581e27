using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.Starknet.Genesis;

/// <summary>
/// The state that a genesis makes before any constructor runs (<see cref="GenesisDescription.Deployments"/>), as the diff of block 0
/// against the empty state. The classes that it declares beside the chain's own are not in it: their compiled hashes take a compiler.
/// </summary>
public static class GenesisState
{
    /// <summary>The chain's own classes that a genesis declares.</summary>
    public static IEnumerable<ChainContract> OwnClasses(GenesisDescription genesis) =>
        ChainContracts.All.Where(contract => genesis.HasDemo || contract != ChainContracts.Demo);

    /// <summary>
    /// The diff: the chain's own classes declared; tokens, deployers, demo and accounts of the chain's own classes placed as their
    /// constructors would leave them; contracts placed that are given with their storage. The lists are sorted.
    /// </summary>
    /// <exception cref="OverflowException">The balances of a token sum to 2^128 or more.</exception>
    public static StateDiff Build(GenesisDescription genesis)
    {
        ArgumentNullException.ThrowIfNull(genesis);
        ImmutableArray<PredeployedAccount> own = [.. genesis.Accounts.Where(account => account.ClassHash is null)];
        ImmutableArray<GenesisContract> placed = [.. genesis.Contracts.Where(contract => contract.Constructor is null)];
        GenesisToken feeToken = genesis.FeeToken with
        {
            Balances =
            [
                .. genesis.Accounts.Select(account => new TokenBalance(account.Address, account.Balance)),
                .. genesis.FeeToken.Balances,
            ],
        };
        return new StateDiff
        {
            DeclaredClasses = [.. OwnClasses(genesis).Select(item => new DeclaredClass(item.ClassHash, item.CompiledClassHash))],
            DeployedContracts =
            [
                .. genesis.Tokens.Prepend(feeToken).Select(token => new ContractClass(token.Address, ChainContracts.FeeToken.ClassHash)),
                .. genesis.HasDemo ? [new ContractClass(genesis.DemoAddress, ChainContracts.Demo.ClassHash)] : (ContractClass[])[],
                .. genesis.DeployerAddresses.Select(address => new ContractClass(address, ChainContracts.UniversalDeployer.ClassHash)),
                .. own.Select(account => new ContractClass(account.Address, ChainContracts.Account.ClassHash)),
                .. placed.Select(contract => new ContractClass(contract.Address, contract.ClassHash)),
            ],
            StorageDiffs =
            [
                .. genesis.Tokens.Prepend(feeToken).Select(token => new ContractStorageDiff(token.Address, TokenStorage(token))),
                .. own.Select(account => new ContractStorageDiff(
                    account.Address, [new StorageEntry(StorageLayout.Variable("Account_public_key"), account.PublicKey)])),
                .. placed.Select(contract => new ContractStorageDiff(
                    contract.Address, [.. contract.Storage.Where(entry => !entry.Value.IsZero)])),
            ],
        }.Sorted();
    }

    private static ImmutableArray<StorageEntry> TokenStorage(GenesisToken token)
    {
        UInt128 supply = token.Balances.Aggregate(UInt128.Zero, (sum, balance) => checked(sum + balance.Amount));
        List<StorageEntry> entries =
        [
            new(StorageLayout.Variable("ERC20_name"), Felt.FromShortString(token.Name)),
            new(StorageLayout.Variable("ERC20_symbol"), Felt.FromShortString(token.Symbol)),
            new(StorageLayout.Variable("ERC20_decimals"), (ulong)token.Decimals),
            new(StorageLayout.Variable("ERC20_total_supply"), supply),
            new(StorageLayout.Variable("permitted_minter"), token.Minter),
            .. token.Balances.Select(balance => new StorageEntry(StorageLayout.Balance(balance.Holder), balance.Amount)),
        ];

        // A cell of zero is no cell: an account without balance, or a chain without any.
        return [.. entries.Where(entry => !entry.Value.IsZero)];
    }
}
