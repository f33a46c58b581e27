using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Starknet.Genesis;

/// <summary>A token of the chain's own ERC-20 class that exists from the first block on.</summary>
/// <param name="Address">Where it stands.</param>
/// <param name="Name">Its name, at most 31 ASCII characters.</param>
/// <param name="Symbol">Its symbol, at most 31 ASCII characters.</param>
public sealed record GenesisToken(Felt Address, string Name, string Symbol)
{
    /// <summary>The fee token of chains that say nothing else.</summary>
    public static GenesisToken Strk { get; } = new(WellKnownAddresses.FeeToken, "Starknet Token", "STRK");

    /// <summary>The token that transactions before version 3 paid in, for chains that want it.</summary>
    public static GenesisToken Eth { get; } = new(WellKnownAddresses.EthToken, "Ether", "ETH");

    /// <summary>How many digits a unit of the token has behind the point.</summary>
    public byte Decimals { get; init; } = 18;

    /// <summary>The only contract that its permissioned_mint and permissioned_burn obey; zero for nobody.</summary>
    public Felt Minter { get; init; }

    /// <summary>Who holds how much of it, beside the balances of <see cref="PredeployedAccount"/>s where it is the fee token.</summary>
    public ImmutableArray<TokenBalance> Balances { get; init; } = [];
}
