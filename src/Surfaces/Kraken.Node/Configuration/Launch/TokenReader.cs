using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Kraken.Node.Configuration.Yaml;
using Kraken.Starknet.Genesis;

namespace Kraken.Node.Configuration.Launch;

/// <summary>Reads the members "fee_token" and "tokens" of a chain file.</summary>
internal static class TokenReader
{
    private const ulong MaxDecimals = 18;

    private static readonly string[] Members = ["name", "symbol", "decimals", "address", "minter", "balances"];

    /// <summary>Reads what the fee token is, without those who hold it: their names may come later.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static (YamlMap? Map, GenesisToken Token) FeeToken(YamlNode? node)
    {
        YamlMap? map = node?.Map(Members);
        return (map, map is null ? GenesisToken.Strk : Token(map, GenesisToken.Strk));
    }

    /// <summary>Reads minter and holders of a token.</summary>
    /// <exception cref="InvalidDataException">They are none.</exception>
    public static GenesisToken Held(YamlMap? map, GenesisToken token, ChainNames names) => map is null ? token : token with
    {
        Minter = map.Find("minter") is { } minter ? names.AddressOrNobody(minter) : token.Minter,
        Balances = [.. (map.Find("balances")?.List(GenesisBounds.MaxBalances).Entries ?? []).Select(entry => Balance(entry, token, names))],
    };

    /// <summary>Reads the tokens beside the fee token.</summary>
    /// <exception cref="InvalidDataException">They are none.</exception>
    public static ImmutableArray<GenesisToken> Others(YamlNode? node, ChainNames names) =>
    [
        .. (node?.List(GenesisBounds.MaxTokens - 1).Entries ?? []).Select(entry =>
        {
            YamlMap map = entry.Map(Members);
            return Held(map, Token(map, null), names);
        }),
    ];

    private static GenesisToken Token(YamlMap map, GenesisToken? usual) => new(
        usual is not null && map.Find("address") is null ? usual.Address : map.Get("address").Felt(),
        map.Get("name").ShortText(),
        map.Get("symbol").ShortText())
    {
        Decimals = map.Find("decimals") is { } decimals ? (byte)decimals.Number(0, MaxDecimals) : (byte)MaxDecimals,
    };

    private static TokenBalance Balance(YamlNode entry, GenesisToken token, ChainNames names)
    {
        YamlMap map = entry.Map("holder", "amount");
        return new TokenBalance(names.Address(map.Get("holder")), map.Get("amount").Amount(token));
    }
}
