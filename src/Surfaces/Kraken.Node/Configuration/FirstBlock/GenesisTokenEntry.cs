using System.Collections.Immutable;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Genesis;

namespace Kraken.Node.Configuration.FirstBlock;

/// <summary>A token of the chain's own ERC-20 class.</summary>
public sealed record GenesisTokenEntry
{
    /// <summary>Where it stands.</summary>
    public required Felt Address { get; init; }

    /// <summary>What wallets call it, 1 to 31 ASCII characters.</summary>
    public required string Name { get; init; }

    /// <summary>What stands behind amounts of it, 1 to 31 ASCII characters.</summary>
    public required string Symbol { get; init; }

    /// <summary>How many digits a unit of it has behind the point.</summary>
    public required byte Decimals { get; init; }

    /// <summary>The only contract that may mint and burn; zero for nobody.</summary>
    public required Felt Minter { get; init; }

    /// <summary>Who holds it, beside the accounts where it is the fee token.</summary>
    public required ImmutableArray<GenesisBalance> Balances { get; init; }

    internal GenesisToken ToToken() => new(Address, Name, Symbol)
    {
        Decimals = Decimals,
        Minter = Minter,
        Balances = [.. Balances.Select(balance => new TokenBalance(balance.Holder, balance.Amount))],
    };

    internal static GenesisTokenEntry Of(GenesisToken token) => new()
    {
        Address = token.Address,
        Name = token.Name,
        Symbol = token.Symbol,
        Decimals = token.Decimals,
        Minter = token.Minter,
        Balances = [.. token.Balances.Select(balance => new GenesisBalance { Holder = balance.Holder, Amount = balance.Amount })],
    };
}
