using System;
using System.IO;
using System.Net;
using Kraken.Cli.Verbs;
using Kraken.Fields;
using Kraken.L1;
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

    /// <summary>The Ethereum node that tells what became of messages.</summary>
    public static Setting L1Url { get; } = Setting.Of(
        "l1_url", "JSON-RPC of an Ethereum node, which tells whether L1 took messages; none where it is left out.",
        "an address that begins with http:// or https://", text => L1Options.TryParseNode(text, out _)) with
        {
            IsSecret = true, DefaultInWords = "no L1",
        };

    /// <summary>Where those messages lie there.</summary>
    public static Setting L1Contract { get; } = Setting.Of(
        "l1_contract", "The messaging contract on L1; wanted where there is an l1_url.", "0x and 40 hexadecimal digits",
        text => L1Options.TryParseAddress(text, out _)) with { DefaultInWords = "none", RequiredBeside = "l1_url" };

    /// <summary>The address of its pages.</summary>
    public static Setting Host { get; } = Setting.Of(
        "host", "The address to listen at.", "an IP address", text => IPAddress.TryParse(text, out _), "127.0.0.1");

    /// <summary>The port of its pages.</summary>
    public static Setting Port { get; } = Setting.Number("port", "The port to listen at.", 1, 65_535, 5080);

    /// <summary>Every setting, in the order of documentation.</summary>
    public static SettingTable Table { get; } = new(
        "explore",
        [ConfigFile.Setting, Rpc, Proofs, FarmSettings.Store, Genesis, L1Url, L1Contract, Host, Port, .. OperatorSettings.All])
    {
        Checks = [FarmSettings.StoreProblem],
    };

    /// <summary>Where L1 is; null where the explorer is told none.</summary>
    public static L1Options? L1Of(SettingValues values) =>
        L1Options.TryParseNode(values.Text(L1Url), out Uri? node) ? new L1Options(node, Felt.Parse(values.Required(L1Contract))) : null;
}
