using System.Collections.Immutable;
using System.Linq;
using System.Numerics;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Caching;
using Kraken.Explorer.Abi;
using Kraken.Explorer.Chain;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Serialization;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Genesis;

namespace Kraken.Explorer.Tokens;

/// <summary>
/// Asks contracts what they are as tokens. A token is a contract whose ABI tells balances and emits transfers; what it says of itself is
/// remembered, its supply is not. Safe for several threads.
/// </summary>
internal sealed class TokenReader(NodeReader node, ClassCatalog classes, Felt? feeTokenOfGenesis)
{
    private const int UsualDecimals = 18;
    private const int MaxDecimals = 77;

    private readonly BoundedCache<(Felt Address, Felt ClassHash), TokenFacts> tokens = new(ExplorerLimits.Tokens);
    private FeeToken? feeToken;

    /// <summary>The first key of a transfer's event.</summary>
    public static Felt Transfer { get; } = Selector.FromName("Transfer");

    /// <summary>A token with its supply now; null when the contract is none.</summary>
    public async Task<TokenFacts?> ReadAsync(Felt address, CancellationToken cancellation)
    {
        if (await node.ClassHashAtAsync(BlockId.Latest, address, cancellation).ConfigureAwait(false) is not { } hash
            || await classes.ClassAsync(hash, cancellation).ConfigureAwait(false) is not { } known
            || BalanceOf(known.Abi) is not { } balance
            || known.Abi.Event(Transfer) is null)
        {
            return null;
        }

        if (!tokens.TryGet((address, hash), out TokenFacts? token))
        {
            token = new(
                address,
                known,
                await TextAsync(address, known.Abi, "name", cancellation).ConfigureAwait(false),
                await TextAsync(address, known.Abi, "symbol", cancellation).ConfigureAwait(false),
                await NumberAsync(address, known.Abi, cancellation, "decimals").ConfigureAwait(false) is { } decimals
                    && decimals <= MaxDecimals ? (int)decimals : null,
                null,
                balance,
                Find(known.Abi, "owner_of", "ownerOf") is not null);
            tokens.Set((address, hash), token);
        }

        return token with
        {
            Supply = await NumberAsync(address, known.Abi, cancellation, "total_supply", "totalSupply").ConfigureAwait(false),
        };
    }

    /// <summary>What an address holds of a token after a block; null when the token does not tell.</summary>
    public async Task<BigInteger?> BalanceAsync(
        Felt token, AbiFunction balanceOf, Felt holder, BlockId block, CancellationToken cancellation)
    {
        CallAnswer answer = await node.TryCallAsync(new(token, balanceOf.Selector, [holder]), block, cancellation).ConfigureAwait(false);
        return answer.Problem is null ? Whole(answer.Values) : null;
    }

    /// <summary>The token of fees: by the genesis file where it is at hand, else by the node, else the one of Starknet.</summary>
    public async Task<FeeToken> FeeTokenAsync(CancellationToken cancellation)
    {
        if (feeToken is { } known)
        {
            return known;
        }

        (Felt address, string origin) = feeTokenOfGenesis is { } given ? (given, "the genesis file")
            : await node.FeeTokenAsync(cancellation).ConfigureAwait(false) is { } told ? (told, "the node")
            : (WellKnownAddresses.FeeToken, "nobody: it is the one of Starknet");
        TokenFacts? facts = await ReadAsync(address, cancellation).ConfigureAwait(false);
        string symbol = facts?.Symbol is { Length: > 0 } own ? ForeignText.Name(own)
            : address == WellKnownAddresses.FeeToken ? "STRK"
            : "of the fee token";
        FeeToken read = new(address, symbol, facts?.Decimals ?? UsualDecimals, origin);

        // A token that could not be read yet is asked again.
        feeToken = facts is null ? null : read;
        return read;
    }

    /// <summary>An amount from the felts that a function returned: one, or two of 128 bits.</summary>
    public static BigInteger? Whole(ImmutableArray<Felt> words) => words.Length switch
    {
        1 => words[0].ToBigInteger(),
        2 => words[0].ToBigInteger() + (words[1].ToBigInteger() << 128),
        _ => null,
    };

    /// <summary>The function that tells a balance; null when an ABI has none.</summary>
    public static AbiFunction? BalanceOf(ContractAbi abi) =>
        Find(abi, "balance_of", "balanceOf") is { Inputs.Count: 1 } function ? function : null;

    private static AbiFunction? Find(ContractAbi abi, params string[] names) =>
        names.Select(name => abi.Functions.FirstOrDefault(function => function.Name == name)).FirstOrDefault(found => found is not null);

    private async Task<BigInteger?> NumberAsync(Felt address, ContractAbi abi, CancellationToken cancellation, params string[] names) =>
        Find(abi, names) is { Inputs.Count: 0 } function
        && await node.TryCallAsync(new FunctionCall(address, function.Selector, []), BlockId.Latest, cancellation).ConfigureAwait(false)
            is { Problem: null } answer
            ? Whole(answer.Values)
            : null;

    private async Task<string> TextAsync(Felt address, ContractAbi abi, string name, CancellationToken cancellation)
    {
        if (Find(abi, name) is not { Inputs.Count: 0, Outputs: [var type] } function)
        {
            return "";
        }

        CallAnswer answer =
            await node.TryCallAsync(new FunctionCall(address, function.Selector, []), BlockId.Latest, cancellation).ConfigureAwait(false);
        if (answer.Problem is not null || answer.Values.IsEmpty)
        {
            return "";
        }

        if (type.ShortName != "ByteArray")
        {
            return Encoding.UTF8.GetString([.. answer.Values[0].ToBytesBigEndian().SkipWhile(letter => letter == 0)]);
        }

        ValueDecoder decoder = new(abi, answer.Values, new DecodingBudget());
        string text = decoder.Read(type);
        return decoder.Failed || text.Length < 2 ? "" : text[1..^1];
    }
}
