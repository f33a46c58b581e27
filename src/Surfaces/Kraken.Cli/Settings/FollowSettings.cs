using System;
using System.IO;
using System.Linq;
using System.Net;
using Kraken.Cli.Verbs;
using Kraken.Execution.Native;
using Kraken.Fields;
using Kraken.Node;
using Kraken.Node.Configuration;
using Kraken.Node.Configuration.Settings;
using Kraken.Node.Following;
using Kraken.State.Store;

namespace Kraken.Cli.Settings;

/// <summary>The settings of <c>kraken follow</c>.</summary>
internal static class FollowSettings
{
    private const int HashDigits = 2 * Felt.ByteCount;

    private static readonly Setting From = Setting.Of(
        "from",
        "Nodes to follow, separated by commas: http://HOST:PORT, or the gateway http://HOST:PORT/feeder_gateway; who serves is kept.",
        "addresses such as http://127.0.0.1:5050",
        text => Sources(text) is { Length: > 0 } sources && sources.All(IsSource)) with { IsRequired = true };

    private static readonly Setting Folder =
        Setting.Path("dir", "The follower's folder, made when it is not there.") with { IsRequired = true };

    private static readonly Setting Genesis =
        Setting.Path("genesis", "The chain's genesis.json; the folder keeps it.") with { DefaultInWords = "that of the folder" };

    private static readonly Setting GenesisHash = Setting.Of(
        "genesis_hash", "The SHA-256 of the chain's genesis.json, which is then fetched from a node where no file is named.",
        $"{HashDigits} hexadecimal digits, as of sha256sum",
        text => Digits(text) is { Length: HashDigits } digits && digits.All(char.IsAsciiHexDigit));

    private static readonly Setting RpcHost = Setting.Of(
        "rpc_host", "The address that JSON-RPC listens on.", "an IP address", text => IPAddress.TryParse(text, out _), "127.0.0.1");

    private static readonly Setting RpcPort = Setting.Number("rpc_port", "The port of JSON-RPC.", 0, 65_535, 5060);

    private static readonly Setting History = Setting.Of(
        "history", "Which states can be read: 'all', or those of the newest N blocks, what is older being deleted.",
        HistoryConverter.Expected, text => HistoryConverter.TryParse(text, out _), "all");

    private static readonly Setting Execution = Setting.Of(
        "execution", "What runs contracts: 'vm', 'native', or 'both' to compare each run.", EngineConverter.Expected,
        text => EngineConverter.TryParse(text, out _), "native");

    private static readonly Setting NoExecute = Setting.Switch(
        "no_execute", "Apply the state diffs that the committee decided, and compare roots, instead of executing blocks.");

    private static readonly Setting Published = Setting.Switch(
        "allow_published_keys", "Listen where others reach the node though everybody knows keys of the genesis file.");

    private static readonly Setting Drain = Setting.Number(
        "drain_seconds", "How long requests that run may take to end once the node is asked to stop.", 0, NodeOptions.MaxDrainSeconds,
        (int)new NodeOptions().Drain.TotalSeconds);

    /// <summary>Every setting, in the order of documentation.</summary>
    public static SettingTable Table { get; } = new(
        "follow",
        [
            ConfigFile.Setting, From, Folder, Genesis, GenesisHash, RpcHost, RpcPort, History, Execution, NoExecute, Published, Drain,
            .. OperatorSettings.All,
        ])
    {
        Checks = [SourcesProblem, FolderProblem],
    };

    /// <summary>What a follower is opened with: paths made absolute, the network not asked yet.</summary>
    public static FollowOptions OptionsOf(SettingValues values) => new()
    {
        Folder = Path.GetFullPath(values.Required(Folder)),
        Sources = [.. Sources(values.Required(From)).Select(text => new Uri(text))],
        GenesisPath = values.Text(Genesis) is { } path ? Path.GetFullPath(path) : null,
        GenesisHash = values.Text(GenesisHash) is { } hash ? [.. Convert.FromHexString(Digits(hash))] : [],
        Rpc = new IPEndPoint(IPAddress.Parse(values.Required(RpcHost)), values.Number(RpcPort) ?? 0),
        History = HistoryConverter.TryParse(values.Text(History), out StateRetention kept) ? kept : StateRetention.All,
        Execution = EngineConverter.TryParse(values.Text(Execution), out ExecutionEngine engine) ? engine : ExecutionEngine.Native,
        Executes = !values.IsOn(NoExecute),
        AllowPublishedKeys = values.IsOn(Published),
        Drain = TimeSpan.FromSeconds(values.Number(Drain) ?? 0),
    };

    /// <summary>Reads the genesis file that is named.</summary>
    /// <exception cref="InvalidDataException">It is missing or wrong.</exception>
    public static void Open(SettingValues values) => GenesisSource.Open(values, Genesis);

    private static string? SourcesProblem(SettingValues values)
    {
        int count = values.Text(From) is { } text ? Sources(text).Distinct(StringComparer.Ordinal).Count() : 0;
        int most = FollowOptions.MaxSources;
        return count <= most ? null : $"{From.Flag}: expected at most {most} nodes to follow, got {count}";
    }

    private static string? FolderProblem(SettingValues values)
    {
        if (values.Text(Folder) is not { } folder)
        {
            return null;
        }

        bool hasGenesis = values.Find(Genesis) is not null || values.Find(GenesisHash) is not null
            || File.Exists(Path.Combine(folder, GenesisFile.FileName));
        return NodeFolder.FindValidator(folder) is { } mark ? $"{Folder.Flag}: expected a follower's folder, got a validator's ({mark})"
            : hasGenesis ? null
            : $"{Genesis.Flag}: expected it, {GenesisHash.Flag} by which it is fetched, or {GenesisFile.FileName} in {folder}, got none";
    }

    // Behind an address nothing may stand that is no part of it.
    private static bool IsSource(string text) =>
        OptionRules.IsHttpAddress(text) && new Uri(text) is { Query.Length: 0, Fragment.Length: 0 };

    private static string[] Sources(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string Digits(string text) => text.StartsWith("0x", StringComparison.Ordinal) ? text[2..] : text;
}
