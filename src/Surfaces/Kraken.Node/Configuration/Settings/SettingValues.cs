using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace Kraken.Node.Configuration.Settings;

/// <summary>What was chosen for a process, and what of it cannot be.</summary>
public sealed class SettingValues
{
    private readonly Dictionary<string, SettingValue> values;

    internal SettingValues(SettingTable table, Dictionary<string, SettingValue> values, IEnumerable<string> problems)
    {
        Table = table;
        this.values = values;
        Problems = [.. problems];
    }

    /// <summary>The settings there are.</summary>
    public SettingTable Table { get; }

    /// <summary>Everything that is wrong, a line each with where it stands, what was expected and what was found.</summary>
    public ImmutableArray<string> Problems { get; }

    /// <summary>The value of a setting and where it comes from; null when there is none.</summary>
    public SettingValue? Find(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return values.GetValueOrDefault(setting.Name);
    }

    /// <summary>The text of a setting; null when there is none.</summary>
    public string? Text(Setting setting) => Find(setting)?.Text;

    /// <summary>The text of a setting that has one.</summary>
    /// <exception cref="InvalidDataException">It has none.</exception>
    public string Required(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return Text(setting) ?? throw new InvalidDataException(Missing(Table, setting));
    }

    /// <summary>The whole number of a setting; null when there is none.</summary>
    public int? Number(Setting setting) => Text(setting) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>Whether a switch is on.</summary>
    public bool IsOn(Setting setting) => Text(setting) == "true";

    internal static string Missing(SettingTable table, Setting setting)
    {
        string file = setting.IsInFile ? $", or '{setting.Name}' in the configuration file" : "";
        string beside = !setting.IsRequired && table.Find(setting.RequiredBeside ?? "") is { } other ? $" beside {other.Flag}" : "";
        return $"{setting.Flag} is required{beside}: expected it, or {table.VariableOf(setting)} in the environment{file}, "
            + "got none of them";
    }

    /// <summary>
    /// A configuration file that says the same, with where each value comes from. What may hold credentials is not in it, nor what a file
    /// cannot say.
    /// </summary>
    public string Dump()
    {
        StringWriter text = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        text.WriteLine($"# kraken {Table.Process}");
        foreach (Setting setting in Table.All)
        {
            SettingValue? value = Find(setting);
            string names = $"{setting.Flag}, {Table.VariableOf(setting)}";
            string line = value is null ? $"# {setting.Name}:"
                : setting.IsSecret ? $"# {setting.Name}: (a secret)"
                : setting.IsInFile ? $"{setting.Name}: {Quoted(value.Text)}"
                : $"# {setting.Name}: {Quoted(value.Text)}";
            text.WriteLine();
            text.WriteLine($"# {setting.Help} Takes {setting.Expected}.");
            text.WriteLine($"# {names}; from: {value?.Origin ?? "nowhere"}");
            text.WriteLine(line);
        }

        return text.ToString();
    }

    // Plain where YAML reads it as the same text in any case; else in quotes, of which those for ASCII need no escapes but their own.
    private static string Quoted(string text)
    {
        bool isPlain = text.Length > 0 && char.IsAsciiLetterOrDigit(text[0])
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '/' or '_' or '-');
        if (isPlain && text is not ("null" or "true" or "false"))
        {
            return text;
        }

        if (text.All(char.IsAscii))
        {
            return $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
        }

        StringBuilder quoted = new("\"");
        foreach (Rune rune in text.EnumerateRunes())
        {
            string plain = rune.Value is '"' or '\\' ? $"\\{rune}" : rune.ToString();
            quoted.Append(rune.IsAscii ? plain : string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"));
        }

        return quoted.Append('"').ToString();
    }
}
