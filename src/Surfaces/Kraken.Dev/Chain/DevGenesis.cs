using System;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Dev.Accounts;
using Kraken.Fields;
using Kraken.Starknet;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;

namespace Kraken.Dev.Chain;

/// <summary>Block 0 of a development chain: both tokens, the accounts of the seed, and the faucet that mints for them.</summary>
internal sealed class DevGenesis
{
    // The minter of starknet-devnet, whose key is as public as those of the accounts.
    private static readonly Felt FaucetKey = Felt.Parse("0x5fb2959e3011a873a7160f5bb32b0ece");

    // Fees of a faucet that mints for ever.
    private static readonly UInt128 FaucetBalance = UInt128.One << 126;

    /// <summary>The genesis of options at a time.</summary>
    internal DevGenesis(DevOptions options, ulong timestamp)
    {
        Felt? accountClass = options.AccountClass is { } custom ? ClassHash.Compute(custom) : null;
        AccountClass = accountClass ?? ChainContracts.Account.ClassHash;
        Accounts = SeededAccounts.Take(options.Seed, options.Accounts, options.InitialBalance, accountClass);
        Description = new GenesisDescription
        {
            ChainId = ChainId.FromName(options.ChainId),
            StarknetVersion = options.StarknetVersion,
            Timestamp = timestamp,
            GasPrices = options.GasPrices,
            Accounts = [.. Accounts, Faucet],
            FeeToken = GenesisToken.Strk with { Minter = Faucet.Address },
            Tokens =
            [
                GenesisToken.Eth with
                {
                    Minter = Faucet.Address,
                    Balances = [.. Accounts.Select(account => new TokenBalance(account.Address, account.Balance))],
                },
            ],
            Classes = options.AccountClass is { } added ? [.. options.Classes, added] : options.Classes,
        };
    }

    /// <summary>The account that mints both tokens.</summary>
    internal static PredeployedAccount Faucet { get; } = SeededAccounts.Of(FaucetKey, FaucetBalance);

    /// <summary>The accounts of the seed.</summary>
    internal ImmutableArray<PredeployedAccount> Accounts { get; }

    /// <summary>The class of the accounts of the seed.</summary>
    internal Felt AccountClass { get; }

    /// <summary>What block 0 is computed from.</summary>
    internal GenesisDescription Description { get; }
}
