using Kraken.Node.Configuration.Settings;

namespace Kraken.Cli.Settings;

/// <summary>The configuration file of a process that has no folder in which it would lie.</summary>
internal static class ConfigFile
{
    /// <summary>Where it is.</summary>
    public static Setting Setting { get; } = Kraken.Node.Configuration.Settings.Setting.Path(
        "config", "The configuration file, YAML or JSON.") with { IsInFile = false };
}
