using System.Numerics;
using Kraken.Explorer.Abi;
using Kraken.Explorer.Chain;
using Kraken.Fields;
using Kraken.Serialization;

namespace Kraken.Explorer.Tokens;

/// <summary>A token, as its contract tells of itself.</summary>
/// <param name="Address">Its contract.</param>
/// <param name="Class">The class whose ABI makes it a token.</param>
/// <param name="Name">Its name; empty where it has none.</param>
/// <param name="Symbol">Its symbol; empty where it has none.</param>
/// <param name="Decimals">The digits after the point of an amount; null where it does not tell.</param>
/// <param name="Supply">How much there is, in the smallest unit; null where it does not tell.</param>
/// <param name="BalanceOf">The function that tells a balance.</param>
/// <param name="IsCollection">Whether its units are told apart (ERC-721).</param>
internal sealed record TokenFacts(
    Felt Address,
    KnownClass Class,
    string Name,
    string Symbol,
    int? Decimals,
    BigInteger? Supply,
    AbiFunction BalanceOf,
    bool IsCollection)
{
    /// <summary>What people call it.</summary>
    public string Title => Symbol.Length > 0 ? ForeignText.Name(Symbol) : Name.Length > 0 ? ForeignText.Name(Name) : ShortFelt.Of(Address);

    /// <summary>An amount in its units, or whole where they are told apart.</summary>
    public string Amount(BigInteger smallest) => Amounts.Of(smallest, IsCollection ? 0 : Decimals ?? 0);
}
