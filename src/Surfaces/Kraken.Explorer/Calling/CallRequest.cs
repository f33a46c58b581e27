using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Kraken.Explorer.Search;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Blocks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Kraken.Explorer.Calling;

/// <summary>What somebody asks of a contract, as a form sends it.</summary>
/// <param name="Function">The function's name; empty for none.</param>
/// <param name="Arguments">What was typed for its arguments.</param>
/// <param name="Block">After which block; empty for the latest.</param>
/// <param name="Key">The storage cell, as a number or by the variable's name; empty for none.</param>
internal sealed record CallRequest(string Function, ImmutableArray<string> Arguments, string Block, string Key)
{
    private const int MaxArguments = 64;
    private const int MaxName = 200;

    /// <summary>The block; null where the text names none.</summary>
    public BlockId? BlockId => Block.Trim() switch
    {
        "" or "latest" => Starknet.Blocks.BlockId.Latest,
        "pre_confirmed" => Starknet.Blocks.BlockId.PreConfirmed,
        var text => SearchQuery.Parse(text) switch
        {
            { Number: { } number } when !text.StartsWith("0x", System.StringComparison.OrdinalIgnoreCase) => new BlockId.ByNumber(number),
            { Felt: { } hash } => new BlockId.ByHash(hash),
            _ => null,
        },
    };

    /// <summary>The storage cell; null where the text names none.</summary>
    public Felt? Cell =>
        Key.Length is 0 or > MaxName ? null
        : Key.StartsWith("0x", System.StringComparison.OrdinalIgnoreCase) ? SearchQuery.Parse(Key).Felt
        : Key.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') ? Selector.FromName(Key)
        : null;

    /// <summary>The argument of an index; empty where none was typed.</summary>
    public string Argument(int index) => index < Arguments.Length ? Arguments[index] : "";

    /// <summary>The name of the field of an argument.</summary>
    public static string Field(int index) => string.Create(CultureInfo.InvariantCulture, $"arg{index}");

    /// <summary>Reads what an address says.</summary>
    public static CallRequest Of(IQueryCollection query) => Of(name => query[name]);

    /// <summary>Reads what a form says.</summary>
    public static CallRequest Of(IFormCollection form) => Of(name => form[name]);

    private static CallRequest Of(System.Func<string, StringValues> read)
    {
        ImmutableArray<string> arguments = [.. Enumerable.Range(0, MaxArguments).TakeWhile(index => read(Field(index)).Count > 0)
            .Select(index => read(Field(index)).ToString())];
        string name = read("function").ToString();
        return new(name.Length <= MaxName ? name : "", arguments, read("block").ToString(), read("key").ToString().Trim());
    }
}
