using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text;
using Kraken.Serialization;
using Kraken.Starknet.Genesis;

namespace Kraken.Cli.Verbs;

/// <summary>
/// What values an option takes: anything else is refused before the verb begins, with the option's name, what it takes and what came.
/// </summary>
internal static class OptionRules
{

    /// <summary>The option takes whole numbers of a range.</summary>
    public static void Between<T>(this Option<T> option, T least, T most)
        where T : struct, IBinaryInteger<T> =>
        option.CustomParser = Reader(option.Name, text => Whole(text, least, most), Range(least, most));

    /// <summary>The option takes whole numbers of a range, or is left out.</summary>
    public static void Between<T>(this Option<T?> option, T least, T most)
        where T : struct, IBinaryInteger<T>
    {
        Func<ArgumentResult, T> read = Reader(option.Name, text => Whole(text, least, most), Range(least, most));
        option.CustomParser = result => read(result);
    }

    /// <summary>The option takes numbers that pass a check, digits behind a point among them.</summary>
    /// <param name="isGood">The check.</param>
    /// <param name="expected">What it takes, in words.</param>
    public static void Number(this Option<double> option, Predicate<double> isGood, string expected) =>
        option.CustomParser = Reader(option.Name, text => Number(text, isGood), expected);

    /// <summary>The option takes numbers that pass a check, or is left out.</summary>
    /// <param name="isGood">The check.</param>
    /// <param name="expected">What it takes, in words.</param>
    public static void Number(this Option<double?> option, Predicate<double> isGood, string expected)
    {
        Func<ArgumentResult, double> read = Reader(option.Name, text => Number(text, isGood), expected);
        option.CustomParser = result => read(result);
    }

    /// <summary>The option takes one of some words, in capitals or not.</summary>
    /// <param name="words">The words, and what they stand for.</param>
    public static void OneOf<T>(this Option<T> option, params (string Word, T Value)[] words)
        where T : struct, Enum
    {
        // Help shows the words, not the names that the program has for them.
        option.HelpName = string.Join('|', words.Select(known => known.Word));
        option.CustomParser = Reader<T>(
            option.Name,
            text => words.Where(known => known.Word.Equals(text, StringComparison.OrdinalIgnoreCase))
                .Select(known => (T?)known.Value).FirstOrDefault(),
            $"one of {string.Join(", ", words.Select(known => known.Word))}");
    }

    /// <summary>
    /// Gives each option of a command, and of those below it, that takes numbers and has no rule of its own the one of its type: what
    /// cannot be read is refused in the words of all others, and not by the name of a type.
    /// </summary>
    public static void Complete(Command command)
    {
        foreach (Option option in command.Options)
        {
            switch (option)
            {
                case Option<int> { CustomParser: null } number:
                    number.Between(int.MinValue, int.MaxValue);
                    break;
                case Option<uint> { CustomParser: null } number:
                    number.Between(uint.MinValue, uint.MaxValue);
                    break;
                case Option<long> { CustomParser: null } number:
                    number.Between(long.MinValue, long.MaxValue);
                    break;
                case Option<ulong> { CustomParser: null } number:
                    number.Between(ulong.MinValue, ulong.MaxValue);
                    break;
                case Option<ulong?> { CustomParser: null } number:
                    number.Between(ulong.MinValue, ulong.MaxValue);
                    break;
            }
        }

        foreach (Command below in command.Subcommands)
        {
            Complete(below);
        }
    }

    /// <summary>The option takes values that pass a check.</summary>
    /// <param name="isGood">The check.</param>
    /// <param name="expected">What it takes, in words.</param>
    public static void Must<T>(this Option<T> option, Predicate<T> isGood, string expected) => option.Validators.Add(result =>
    {
        // A value that cannot be read was refused already.
        if (result.Tokens.Count > 0 && TryGet(result, out T? value) && !isGood(value!))
        {
            result.AddError($"{option.Name}: expected {expected}, got '{Shown(result.Tokens[0].Value)}'");
        }
    });

    /// <summary>The option takes names that a felt holds as a short string.</summary>
    public static void IsName(this Option<string> option) => option.Must(
        text => text.Length is >= 1 and <= GenesisBounds.MaxNameLength && Ascii.IsValid(text),
        $"1 to {GenesisBounds.MaxNameLength} ASCII characters");

    /// <summary>Whether a text is the address of an HTTP server. Credentials in it would be sent nowhere and shown everywhere.</summary>
    public static bool IsHttpAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && (address.Scheme is "http" or "https") && address.UserInfo.Length == 0;

    /// <summary>A value as an error shows it: shortened, and without what may be credentials of an address.</summary>
    public static string Shown(string text)
    {
        int at = text.LastIndexOf('@');
        int begin = at < 0 ? -1 : text.IndexOf("://", StringComparison.Ordinal);
        string shown = begin < 0 || begin > at ? text : $"{text[..(begin + 3)]}***{text[at..]}";
        return ForeignText.Short(shown);
    }

    private static Func<ArgumentResult, T> Reader<T>(string option, Func<string, T?> read, string expected)
        where T : struct => result =>
    {
        string text = result.Tokens[^1].Value;
        if (read(text) is { } value)
        {
            return value;
        }

        result.AddError($"{option}: expected {expected}, got '{Shown(text)}'");
        return default;
    };

    private static T? Whole<T>(string text, T least, T most)
        where T : struct, IBinaryInteger<T> =>
        T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out T value) && value >= least && value <= most
            ? value
            : null;

    private static double? Number(string text, Predicate<double> isGood) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && isGood(value) ? value : null;

    private static string Range<T>(T least, T most)
        where T : IFormattable => string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}");

    private static bool TryGet<T>(OptionResult result, [NotNullWhen(true)] out T? value)
    {
        try
        {
            value = result.GetValueOrDefault<T>();
            return value is not null;
        }
        catch (InvalidOperationException)
        {
            // The parser tells that the text is no such value.
            value = default;
            return false;
        }
    }
}
