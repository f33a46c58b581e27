using System.IO;
using System.Net;
using Kraken.Cli.Verbs;
using Kraken.Node.Configuration.Settings;

namespace Kraken.Cli.Settings;

/// <summary>The settings of <c>kraken explore</c>.</summary>
internal static class ExploreSettings
{
    /// <summary>The node.</summary>
    public static Setting Rpc { get; } = Setting.Of(
        "rpc", "The node to read.", "an http address", OptionRules.IsHttpAddress, "http://127.0.0.1:5050");

    /// <summary>Where proofs lie.</summary>
    public static Setting Proofs { get; } = Setting.Path(
        "proofs", "The folder of the proof store, and of the watcher's status.", Path.Combine(".kraken", "proofs"));

    /// <summary>The chain.</summary>
    public static Setting Genesis { get; } = Setting.Path(
        "genesis", "The network's genesis.json, by which proofs are checked; without it none can be.");

    /// <summary>The address of its pages.</summary>
    public static Setting Host { get; } = Setting.Of(
        "host", "The address to listen at.", "an IP address", text => IPAddress.TryParse(text, out _), "127.0.0.1");

    /// <summary>The port of its pages.</summary>
    public static Setting Port { get; } = Setting.Number("port", "The port to listen at.", 1, 65_535, 5080);

    /// <summary>Every setting, in the order of documentation.</summary>
    public static SettingTable Table { get; } =
        new("explore", [ConfigFile.Setting, Rpc, Proofs, FarmSettings.Store, Genesis, Host, Port, .. OperatorSettings.All]);
}
