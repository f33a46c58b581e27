using System;
using System.IO;
using System.Net;
using Kraken.Execution.Native;
using Kraken.Fields;
using Kraken.L1;
using Kraken.Node;
using Kraken.Node.Configuration;
using Kraken.Node.Configuration.Settings;
using Kraken.Rpc;
using Kraken.State.Store;

namespace Kraken.Cli.Settings;

/// <summary>The settings of <c>kraken node</c>.</summary>
internal static class NodeSettings
{
    private const int MaxThreads = 1024;

    private static readonly RpcOptions Usual = new();

    private static readonly Setting Validator = Setting.Of(
        "validator", "The validator's address, as in the genesis file.", "0x and up to 64 hexadecimal digits",
        text => text.StartsWith("0x", StringComparison.Ordinal) && Felt.TryParse(text, out _)) with { IsRequired = true };

    private static readonly Setting Genesis =
        Setting.Path("genesis", "The genesis file, relative to the node's folder.", NodeFile.UsualGenesis);

    private static readonly Setting RpcHost = Setting.Of(
        "rpc_host", "The address that JSON-RPC listens on.", "an IP address", text => IPAddress.TryParse(text, out _), "127.0.0.1");

    private static readonly Setting RpcPort = Setting.Number("rpc_port", "The port of JSON-RPC.", 0, 65_535, 5050);

    private static readonly Setting History = Setting.Of(
        "history", "Which states can be read: 'all', or those of the newest N blocks, what is older being deleted.",
        HistoryConverter.Expected, text => HistoryConverter.TryParse(text, out _), "all");

    private static readonly Setting Execution = Setting.Of(
        "execution", "What runs contracts: 'vm', 'native', or 'both' to compare each run.", EngineConverter.Expected,
        text => EngineConverter.TryParse(text, out _), "native");

    private static readonly Setting Published = Setting.Switch(
        "allow_published_keys", "Listen where others reach the node though everybody knows keys of the genesis file.");

    private static readonly Setting Drain = Setting.Number(
        "drain_seconds", "How long requests that run may take to end once the node is asked to stop.", 0, NodeOptions.MaxDrainSeconds,
        (int)new NodeOptions().Drain.TotalSeconds);

    private static readonly Setting L1Url = Setting.Of(
        "l1_url", "JSON-RPC of the Ethereum node whose messages are proposed and voted for; none where it is left out.",
        "an address that begins with http:// or https://", text => L1Options.TryParseNode(text, out _)) with
        {
            IsSecret = true, DefaultInWords = "no L1",
        };

    private static readonly Setting L1Contract = Setting.Of(
        "l1_contract", "The messaging contract on L1; wanted where there is an l1_url.", "0x and 40 hexadecimal digits",
        text => L1Options.TryParseAddress(text, out _)) with { DefaultInWords = "none", RequiredBeside = "l1_url" };

    private static readonly Setting L1Confirmations = Setting.Number(
        "l1_confirmations", "How many blocks of L1 must stand on one before its messages count.", 0, 100_000, 16);

    private static readonly Setting L1FirstBlock = Setting.Number(
        "l1_first_block", "The first block of L1 whose messages count.", 0, int.MaxValue, null) with
        {
            DefaultInWords = "the one of a day before the start",
        };

    private static readonly Setting Connections = Setting.Number(
        "rpc_max_connections", "The most connections of JSON-RPC; half as many WebSockets.", 2, 65_536, Usual.MaxConnections);

    private static readonly Setting ClientConnections = Setting.Number(
        "rpc_max_client_connections", "The most connections of one address; half as many WebSockets.", 2, 65_536,
        Usual.MaxClientConnections);

    private static readonly Setting Batch = Setting.Number("rpc_max_batch", "The most calls of a batch.", 1, 1024, Usual.MaxBatch);

    private static readonly Setting Timeout = Setting.Number(
        "rpc_timeout_seconds", "The longest time of a request, and then of sending its answer.", 1, 600,
        (int)Usual.Timeout.TotalSeconds);

    private static readonly Setting HeavyThreads =
        Setting.Number("rpc_heavy_threads", "Threads of methods that run contracts or read much.", 1, MaxThreads, null) with
        {
            DefaultInWords = "half of the processors, at least 1",
        };

    private static readonly Setting LightThreads =
        Setting.Number("rpc_light_threads", "Threads of all other methods that read.", 1, MaxThreads, null) with
        {
            DefaultInWords = "half of the processors, at least 2",
        };

    private static readonly Setting Waiting = Setting.Number(
        "rpc_max_waiting_heavy", "The most heavy requests that wait for a thread.", 1, 65_536, Usual.MaxWaitingHeavy);

    private static readonly Setting EventPage = Setting.Number(
        "rpc_max_event_page", "The most events of a page.", 1, 65_536, Usual.MaxEventPage);

    /// <summary>The node's folder.</summary>
    public static Setting Data { get; } =
        Setting.Path("data", $"The node's folder, with {NodeFolder.YamlConfiguration} or {NodeFile.FileName} and its keys.") with
        {
            IsInFile = false, IsRequired = true,
        };

    /// <summary>Another configuration file.</summary>
    public static Setting Config { get; } =
        Setting.Path("config", "The configuration file, YAML or JSON.") with
        {
            IsInFile = false, DefaultInWords = $"{NodeFolder.YamlConfiguration} of the folder, else its {NodeFile.FileName}",
        };

    /// <summary>Every setting, in the order of documentation.</summary>
    public static SettingTable Table { get; } = new(
        "node",
        [
            Data, Config, Validator, Genesis, RpcHost, RpcPort, History, Execution, Published, Drain, L1Url, L1Contract,
            L1Confirmations, L1FirstBlock, Connections, ClientConnections, Batch, Timeout,
            HeavyThreads, LightThreads, Waiting, EventPage, .. OperatorSettings.All,
        ])
    {
        Checks = [FolderProblem],
    };

    /// <summary>What a node's file would say.</summary>
    public static NodeFile FileOf(SettingValues values) => new()
    {
        Validator = values.Required(Validator),
        Genesis = values.Required(Genesis),
        RpcHost = values.Text(RpcHost),
        RpcPort = values.Number(RpcPort) ?? 0,
        History = HistoryConverter.TryParse(values.Text(History), out StateRetention history) ? history : StateRetention.All,
        Execution = EngineConverter.TryParse(values.Text(Execution), out ExecutionEngine engine) ? engine : default,
        AllowPublishedKeys = values.IsOn(Published),
    };

    /// <summary>How it is to run.</summary>
    public static NodeOptions OptionsOf(SettingValues values) => new()
    {
        Drain = TimeSpan.FromSeconds(values.Number(Drain) ?? 0),
        L1 = L1Of(values),
        Rpc = new RpcBounds
        {
            MaxConnections = values.Number(Connections),
            MaxClientConnections = values.Number(ClientConnections),
            MaxBatch = values.Number(Batch),
            TimeoutSeconds = values.Number(Timeout),
            HeavyThreads = values.Number(HeavyThreads),
            LightThreads = values.Number(LightThreads),
            MaxWaitingHeavy = values.Number(Waiting),
            MaxEventPage = values.Number(EventPage),
        },
    };

    /// <summary>Reads the genesis file, by which the validator and its addresses are checked.</summary>
    /// <exception cref="InvalidDataException">It is missing or wrong, or the node may not listen.</exception>
    public static void Open(SettingValues values) => NodeHost.Check(Path.GetFullPath(values.Required(Data)), FileOf(values));

    private static string? FolderProblem(SettingValues values)
    {
        if (values.Find(Data) is not { } data)
        {
            return null;
        }

        bool isConfigured = values.Find(Config) is not null || values.Find(Validator) is not null
            || File.Exists(Path.Combine(data.Text, NodeFolder.YamlConfiguration))
            || File.Exists(Path.Combine(data.Text, NodeFile.FileName));
        return !Directory.Exists(data.Text) ? $"{data.Origin}: expected a node's folder, as 'kraken genesis' makes it, got '{data.Text}'"
            : isConfigured ? null
            : $"{data.Origin}: expected a folder with {NodeFolder.YamlConfiguration} or {NodeFile.FileName}, got '{data.Text}' without";
    }

    // Without a contract there is nothing to watch: the node says so and does not start.
    private static L1Options? L1Of(SettingValues values) => !L1Options.TryParseNode(values.Text(L1Url), out Uri? node) ? null
        : new L1Options(node, Felt.Parse(values.Required(L1Contract)))
        {
            Confirmations = (ulong)(values.Number(L1Confirmations) ?? 0),
            FirstBlock = (ulong?)values.Number(L1FirstBlock),
        };
}
