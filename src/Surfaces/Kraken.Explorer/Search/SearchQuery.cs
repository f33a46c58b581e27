using System;
using System.Linq;
using Kraken.Fields;
using Kraken.Serialization;

namespace Kraken.Explorer.Search;

/// <summary>What somebody searches for, read as tolerantly as it can be without guessing.</summary>
/// <param name="Number">A block's number; null when the text is none.</param>
/// <param name="Felt">A hash or address; null when the text is none.</param>
internal sealed record SearchQuery(ulong? Number, Felt? Felt)
{
    private const int MaxText = 200;
    private const int BareDigits = 16;
    private static readonly string[] Kinds = ["block", "transaction", "tx", "contract", "account", "address", "class", "token"];

    /// <summary>
    /// The kind that the text begins with, such as "class" of "class 0x1"; "transaction", "contract" and "block" stand for the other words
    /// of theirs. Empty where it names none.
    /// </summary>
    public string Kind { get; init; } = "";

    /// <summary>The digits of a part of a hash without zeros before them, in small letters; empty where the text is none.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>Whether the text begins as a hash does and is too short for a part of one.</summary>
    public bool IsShort { get; init; }

    /// <summary>The text without its kind, by which names are found.</summary>
    public string Text { get; init; } = "";

    /// <summary>
    /// Reads the text: a number, with "#" before it or not; or hexadecimal digits, after "0x" or "0X" and zeros
    /// or, when there are many, alone.
    /// </summary>
    public static SearchQuery Parse(string? text)
    {
        string trimmed = (text ?? "").Trim();
        if (trimmed.Length is 0 or > MaxText)
        {
            return new(null, null);
        }

        ulong? number = WholeNumber.Read(trimmed.TrimStart('#'));
        string digits = trimmed.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? trimmed[2..]
            : trimmed.Length >= BareDigits ? trimmed
            : "";
        bool isHexadecimal = digits.Length > 0 && digits.All(char.IsAsciiHexDigit);
        return new(number, isHexadecimal && Fields.Felt.TryParse($"0x{digits}", out Felt felt) ? felt : null);
    }

    /// <summary>Reads what stands in the search field, where a word may say the kind and a hash may be a part of one.</summary>
    public static SearchQuery ParseField(string? text)
    {
        string trimmed = (text ?? "").Trim();
        if (trimmed.Length is 0 or > MaxText)
        {
            return new(null, null);
        }

        string word = Kinds.FirstOrDefault(kind => trimmed.StartsWith($"{kind} ", StringComparison.OrdinalIgnoreCase)) ?? "";
        string rest = trimmed[word.Length..].Trim();
        bool hasMark = rest.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        string digits = hasMark ? rest[2..] : rest;
        string? part = digits.All(char.IsAsciiHexDigit) ? digits.TrimStart('0').ToLowerInvariant() : null;
        return Parse(rest) with
        {
            Kind = word switch
            {
                "tx" => "transaction",
                "account" or "address" => "contract",
                _ => word,
            },
            Prefix = part?.Length >= ExplorerLimits.PrefixDigits ? part : "",
            IsShort = hasMark && part?.Length < ExplorerLimits.PrefixDigits,
            Text = rest,
        };
    }
}
