using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.Starknet.Genesis;

/// <summary>The state that a genesis makes, as the diff of block 0 against the empty state.</summary>
public static class GenesisState
{
    private const int TokenDecimals = 18;
    private const string TokenName = "Starknet Token";
    private const string TokenSymbol = "STRK";

    /// <summary>
    /// The diff: the chain's classes declared; token, deployers, demo and accounts deployed as their constructors would leave them.
    /// The lists are sorted.
    /// </summary>
    /// <exception cref="OverflowException">The balances sum to 2^128 or more.</exception>
    public static StateDiff Build(GenesisDescription genesis) => new StateDiff
    {
        DeclaredClasses = [.. ChainContracts.All.Select(contract => new DeclaredClass(contract.ClassHash, contract.CompiledClassHash))],
        DeployedContracts =
        [
            new ContractClass(genesis.FeeTokenAddress, ChainContracts.FeeToken.ClassHash),
            new ContractClass(genesis.DemoAddress, ChainContracts.Demo.ClassHash),
            .. genesis.DeployerAddresses.Select(address => new ContractClass(address, ChainContracts.UniversalDeployer.ClassHash)),
            .. genesis.Accounts.Select(account => new ContractClass(account.Address, ChainContracts.Account.ClassHash)),
        ],
        StorageDiffs =
        [
            new ContractStorageDiff(genesis.FeeTokenAddress, TokenStorage(genesis.Accounts)),
            .. genesis.Accounts.Select(account => new ContractStorageDiff(
                account.Address, [new StorageEntry(StorageLayout.Variable("Account_public_key"), account.PublicKey)])),
        ],
    }.Sorted();

    private static ImmutableArray<StorageEntry> TokenStorage(ImmutableArray<PredeployedAccount> accounts)
    {
        UInt128 supply = accounts.Aggregate(UInt128.Zero, (sum, account) => checked(sum + account.Balance));
        List<StorageEntry> entries =
        [
            new(StorageLayout.Variable("ERC20_name"), Felt.FromShortString(TokenName)),
            new(StorageLayout.Variable("ERC20_symbol"), Felt.FromShortString(TokenSymbol)),
            new(StorageLayout.Variable("ERC20_decimals"), TokenDecimals),
            new(StorageLayout.Variable("ERC20_total_supply"), supply),
            .. accounts.Select(account => new StorageEntry(StorageLayout.Balance(account.Address), account.Balance)),
        ];

        // A cell of zero is no cell: an account without balance, or a chain without any.
        return [.. entries.Where(entry => !entry.Value.IsZero)];
    }
}
