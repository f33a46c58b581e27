using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace Kraken.Node.Configuration.Settings;

/// <summary>All settings of a kind of process.</summary>
/// <param name="process">The verb that runs it, such as "node".</param>
/// <param name="settings">The settings, in the order of documentation.</param>
public sealed class SettingTable(string process, params IEnumerable<Setting> settings)
{
    /// <summary>What a variable has behind it that names a file with the value.</summary>
    public const string FileSuffix = "_FILE";

    /// <summary>The verb.</summary>
    public string Process => process;

    /// <summary>The settings, in the order of documentation.</summary>
    public ImmutableArray<Setting> All { get; } = [.. settings];

    /// <summary>What all variables of the environment begin with that are of this process alone.</summary>
    public string Prefix => $"KRAKEN_{process.Replace('-', '_').ToUpperInvariant()}_";

    /// <summary>
    /// What a process asks of its settings at the start beyond the rule of each: a check gives what is wrong in a line, or null. It opens
    /// no file.
    /// </summary>
    public ImmutableArray<Func<SettingValues, string?>> Checks { get; init; } = [];

    /// <summary>A setting by the name that files use; null for none.</summary>
    public Setting? Find(string name) => All.FirstOrDefault(setting => setting.Name == name);

    /// <summary>The variable of the environment that says a setting.</summary>
    public string VariableOf(Setting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        return setting.OwnVariable ?? Prefix + setting.Name.ToUpperInvariant();
    }
}
