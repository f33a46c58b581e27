using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Kraken.Node.Configuration.Settings;

/// <summary>
/// One thing that an operator may choose: in a configuration file by its name, in the environment, and by a flag; each of these, what help
/// and documentation say, and what is refused follows from this record alone.
/// </summary>
public sealed record Setting
{
    /// <summary>The most characters of a value.</summary>
    public const int MaxLength = 4096;

    /// <summary>The member of a configuration file: words of small letters between underscores.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for; a sentence.</summary>
    public required string Help { get; init; }

    /// <summary>Which values it takes, in words.</summary>
    public required string Expected { get; init; }

    /// <summary>Whether a text of no odd characters is such a value.</summary>
    public required Predicate<string> IsGood { get; init; }

    /// <summary>The value where nobody chooses; null for none.</summary>
    public string? Default { get; init; }

    /// <summary>What stands for the default in documentation where it is not one text.</summary>
    public string? DefaultInWords { get; init; }

    /// <summary>The variable of the environment; null for the usual one.</summary>
    public string? OwnVariable { get; init; }

    /// <summary>Whether the flag stands alone for true.</summary>
    public bool IsSwitch { get; init; }

    /// <summary>
    /// Whether the value may hold credentials: it is never shown, and the environment may name a file that holds it, by the variable with
    /// _FILE behind it.
    /// </summary>
    public bool IsSecret { get; init; }

    /// <summary>Whether a configuration file may say it; not where the file is found by it.</summary>
    public bool IsInFile { get; init; } = true;

    /// <summary>Whether the process cannot start without it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The name of a setting beside whose value the process cannot start without this one; null for none.</summary>
    public string? RequiredBeside { get; init; }

    /// <summary>The flag of the command line.</summary>
    public string Flag => $"--{Name.Replace('_', '-')}";

    /// <summary>Whether the setting takes a text: none is long or has characters that control a terminal.</summary>
    public bool Takes(string? text) => text is { Length: <= MaxLength } && !text.Any(char.IsControl) && IsGood(text);

    /// <summary>Whole numbers of a range.</summary>
    public static Setting Number(string name, string help, int least, int most, int? usual) => new()
    {
        Name = name,
        Help = help,
        Expected = string.Create(CultureInfo.InvariantCulture, $"{least} to {most}"),
        IsGood = text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            && value >= least && value <= most,
        Default = usual?.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>One of some words.</summary>
    public static Setting Choice(string name, string help, string? usual, params IReadOnlyList<string> words) => new()
    {
        Name = name,
        Help = help,
        Expected = $"one of {string.Join(", ", words)}",
        IsGood = text => words.Contains(text, StringComparer.OrdinalIgnoreCase),
        Default = usual,
    };

    /// <summary>True or false; the flag alone is true.</summary>
    public static Setting Switch(string name, string help) => new()
    {
        Name = name,
        Help = help,
        Expected = "true or false",
        IsGood = text => text is "true" or "false",
        Default = "false",
        IsSwitch = true,
    };

    /// <summary>A file or folder.</summary>
    public static Setting Path(string name, string help, string? usual = null) => new()
    {
        Name = name,
        Help = help,
        Expected = "a path",
        IsGood = text => text.Length > 0,
        Default = usual,
    };

    /// <summary>A text with a rule of its own.</summary>
    public static Setting Of(string name, string help, string expected, Predicate<string> isGood, string? usual = null) => new()
    {
        Name = name, Help = help, Expected = expected, IsGood = isGood, Default = usual,
    };
}
