using System;
using System.Collections;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using Kraken.Cli.Verbs;
using Kraken.Node.Configuration.Settings;

namespace Kraken.Cli.Settings;

/// <summary>The flags of a table of settings on a command line, and what they, the environment and the file come to.</summary>
internal sealed class SettingFlags
{
    private readonly SettingTable table;
    private readonly Func<SettingValues, string?> file;
    private readonly List<(Setting Setting, Option Option)> options = [];

    /// <summary>Makes the flags.</summary>
    /// <param name="table">The settings.</param>
    /// <param name="file">The configuration file by what flags and environment say; null for none.</param>
    public SettingFlags(SettingTable table, Func<SettingValues, string?> file)
    {
        this.table = table;
        this.file = file;
        options.AddRange(table.All.Select(setting => (setting, OptionOf(setting))));
    }

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach ((_, Option option) in options)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was chosen. Nothing is thrown for what is wrong: it stands in <see cref="SettingValues.Problems"/>.</summary>
    public SettingValues Read(ParseResult result)
    {
        Dictionary<string, string> given = new(StringComparer.Ordinal);
        foreach ((Setting setting, Option option) in options)
        {
            if (result.GetResult(option) is { Implicit: false })
            {
                given.Add(setting.Name, option switch
                {
                    Option<bool> alone => result.GetValue(alone) ? "true" : "false",
                    Option<string?> text => result.GetValue(text) ?? "",
                    _ => throw new InvalidOperationException($"no value of {option.Name}"),
                });
            }
        }

        SettingSources sources = new(table, given, Variables());
        SettingValues first = sources.WithoutFile();
        try
        {
            return file(first) is { } path ? sources.WithFile(path) : first;
        }
        catch (InvalidDataException wrong)
        {
            return sources.Refused(wrong.Message);
        }
    }

    private static Dictionary<string, string> Variables() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Where(entry => ((string)entry.Key).StartsWith("KRAKEN_", StringComparison.Ordinal))
        .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);

    private Option OptionOf(Setting setting)
    {
        string usual = setting.DefaultInWords ?? setting.Default ?? "none";
        string description = $"{setting.Help} Takes {setting.Expected}. "
            + (setting.IsRequired ? "" : $"Default: {usual}. ") + $"Or {table.VariableOf(setting)}"
            + (setting.IsInFile ? $", or {setting.Name} in the configuration file." : ".");
        if (setting.IsSwitch)
        {
            return new Option<bool>(setting.Flag) { Description = description };
        }

        Option<string?> option = new(setting.Flag) { Description = description };
        option.Must(setting.Takes, setting.Expected);
        return option;
    }
}
