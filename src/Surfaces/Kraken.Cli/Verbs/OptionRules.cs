using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Kraken.Starknet.Genesis;

namespace Kraken.Cli.Verbs;

/// <summary>
/// What values an option takes: anything else is refused before the verb begins, with the option's name, what it takes and what came.
/// </summary>
internal static class OptionRules
{
    private const int MaxShown = 80;

    /// <summary>The option takes whole numbers of a range.</summary>
    public static void Between(this Option<int> option, int least, int most) =>
        option.Must(value => value >= least && value <= most, string.Create(CultureInfo.InvariantCulture, $"{least} to {most}"));

    /// <summary>The option takes values that pass a check.</summary>
    /// <param name="option">The option.</param>
    /// <param name="isGood">The check.</param>
    /// <param name="expected">What it takes, in words.</param>
    public static void Must<T>(this Option<T> option, Predicate<T> isGood, string expected) => option.Validators.Add(result =>
    {
        // A value of another type was refused already.
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
        return shown.Length <= MaxShown ? shown : $"{shown[..MaxShown]}...";
    }

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
