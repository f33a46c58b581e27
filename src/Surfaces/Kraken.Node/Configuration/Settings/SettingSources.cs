using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Kraken.Node.Configuration.Yaml;
using Kraken.Serialization;
using Kraken.Storage.Files;

namespace Kraken.Node.Configuration.Settings;

/// <summary>
/// Where the values of settings come from. A flag goes before a variable of the environment, that before the file, that before the default.
/// </summary>
/// <param name="Table">The settings.</param>
/// <param name="Flags">The values of flags by name of setting.</param>
/// <param name="Environment">The process's environment; of interest is what begins with KRAKEN_.</param>
public sealed record SettingSources(
    SettingTable Table, IReadOnlyDictionary<string, string> Flags, IReadOnlyDictionary<string, string> Environment)
{
    private const int MaxSecretBytes = 1 << 12;

    // Whoever made more mistakes has given another file.
    private const int MaxProblems = 20;
    private const int MaxTypos = 3;

    /// <summary>The values without a file.</summary>
    public SettingValues WithoutFile() => Read(null, []);

    /// <summary>The values with those of a file.</summary>
    /// <param name="path">The file, YAML or JSON: a mapping from names of settings.</param>
    public SettingValues WithFile(string path)
    {
        byte[]? bytes = BoundedFile.TryRead(path, NodeFile.MaxBytes, out string? problem);
        return bytes is null ? Refused(problem!) : WithFile(bytes, path);
    }

    /// <summary>The values with those of a file.</summary>
    /// <param name="content">Its bytes.</param>
    /// <param name="name">What errors call it.</param>
    public SettingValues WithFile(byte[] content, string name)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (content.Length > NodeFile.MaxBytes)
        {
            return Refused($"{name}: expected a file of at most {NodeFile.MaxBytes} bytes, got {content.Length}");
        }

        try
        {
            YamlNode root = YamlFile.Parse(content, name);
            return root is YamlMap map ? Read(map, []) : Refused(root.Refuse("a mapping from names of settings").Message);
        }
        catch (InvalidDataException wrong)
        {
            return Refused(wrong.Message);
        }
    }

    /// <summary>The values without a file that should have been there.</summary>
    /// <param name="problem">What is wrong with it.</param>
    public SettingValues Refused(string problem) => Read(null, [problem]);

    private SettingValues Read(YamlMap? file, List<string> problems)
    {
        Dictionary<string, SettingValue> values = new(StringComparer.Ordinal);
        List<Setting> absent = [];

        // A file that cannot be read may have said all that is left out.
        bool isWhole = problems.Count == 0;
        FindStrangers(file, problems);
        foreach (Setting setting in Table.All)
        {
            int before = problems.Count;
            SettingValue? value = FromFlag(setting, problems) ?? FromEnvironment(setting, problems) ?? FromFile(setting, file, problems)
                ?? (setting.Default is { } usual ? new SettingValue(usual, "default") : null);
            if (value is not null)
            {
                values.Add(setting.Name, value);
            }
            else if (isWhole && problems.Count == before)
            {
                absent.Add(setting);
            }
        }

        problems.AddRange(absent
            .Where(setting => setting.IsRequired || (setting.RequiredBeside is { } other && values.ContainsKey(other)))
            .Select(setting => SettingValues.Missing(Table, setting)));
        SettingValues read = new(Table, values, []);
        problems.AddRange(Table.Checks.Select(check => check(read)).OfType<string>());
        return new SettingValues(Table, values, problems);
    }

    private SettingValue? FromFlag(Setting setting, List<string> problems) =>
        Flags.TryGetValue(setting.Name, out string? text) ? Checked(setting, text, setting.Flag, setting.Flag, problems) : null;

    private SettingValue? FromEnvironment(Setting setting, List<string> problems)
    {
        string variable = Table.VariableOf(setting);
        string? text = Environment.GetValueOrDefault(variable);
        if (!setting.IsSecret || !Environment.TryGetValue(variable + SettingTable.FileSuffix, out string? path))
        {
            return text is null ? null : Checked(setting, text, variable, variable, problems);
        }

        if (text is not null)
        {
            problems.Add($"{variable}: expected it or {variable}{SettingTable.FileSuffix}, got both");
            return null;
        }

        if (BoundedFile.TryRead(path, MaxSecretBytes, out string? problem) is not { } bytes)
        {
            problems.Add($"{variable}{SettingTable.FileSuffix}: {problem}");
            return null;
        }

        string origin = $"the file that {variable}{SettingTable.FileSuffix} names";
        return Checked(setting, Encoding.UTF8.GetString(bytes).TrimEnd('\r', '\n'), origin, origin, problems);
    }

    private static SettingValue? FromFile(Setting setting, YamlMap? file, List<string> problems)
    {
        if (!setting.IsInFile || file?.Members.GetValueOrDefault(setting.Name)?.Value is not { } node)
        {
            return null;
        }

        if (node is not YamlText text)
        {
            problems.Add(node.Refuse(setting.Expected).Message);
            return null;
        }

        // JSON's word for what is left out.
        YamlPlace place = text.Place;
        return text.Value == "null" && place.File.EndsWith(".json", StringComparison.Ordinal) ? null
            : Checked(
                setting, text.Value, FormattableString.Invariant($"{place.File}, line {place.Line}"),
                FormattableString.Invariant($"{place.File}, line {place.Line}, column {place.Column}: {setting.Name}"), problems);
    }

    private static SettingValue? Checked(Setting setting, string text, string origin, string where, List<string> problems)
    {
        if (setting.Takes(text))
        {
            return new SettingValue(text, origin);
        }

        problems.Add($"{where}: expected {setting.Expected}, got {Shown(setting, text)}");
        return null;
    }

    private static string Shown(Setting setting, string text) =>
        setting.IsSecret ? "another text, which is not shown"
        : text.Length == 0 ? "nothing"
        : $"'{ForeignText.Short(text)}'";

    // A name that nobody reads is a choice that does not take effect.
    private void FindStrangers(YamlMap? file, List<string> problems)
    {
        string[] known = [.. Table.All.Where(setting => setting.IsInFile).Select(setting => setting.Name)];
        foreach ((string name, YamlMember member) in file?.Members ?? new Dictionary<string, YamlMember>())
        {
            if (problems.Count < MaxProblems && !known.Contains(name))
            {
                problems.Add(member.Key.Refuse($"expected one of {string.Join(", ", known)}, got '{name}'{Meant(name, known)}").Message);
            }
        }

        HashSet<string> variables =
        [
            .. Table.All.Select(Table.VariableOf),
            .. Table.All.Where(setting => setting.IsSecret).Select(setting => Table.VariableOf(setting) + SettingTable.FileSuffix),
        ];
        IEnumerable<string> strangers = Environment.Keys
            .Where(name => name.StartsWith(Table.Prefix, StringComparison.Ordinal) && !variables.Contains(name))
            .Order(StringComparer.Ordinal).Take(MaxProblems);
        problems.AddRange(strangers.Select(name =>
            $"{name}: expected the variable of a setting of 'kraken {Table.Process}', got one that no setting has"
            + Meant(name, variables)));
    }

    private static string Meant(string name, IEnumerable<string> known)
    {
        string? nearest = known.Where(other => Math.Abs(other.Length - name.Length) <= MaxTypos).MinBy(other => Distance(name, other));
        return nearest is not null && Distance(name, nearest) <= MaxTypos ? $"; did you mean {nearest}?" : "";
    }

    // How many letters must be put in, left out or changed to make one of the other; names are short.
    private static int Distance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int corner = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, corner + (from[i - 1] == to[j - 1] ? 0 : 1));
                corner = above;
            }
        }

        return row[^1];
    }
}
