using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Execution.Native;
using Kraken.Node.Configuration;
using Kraken.Node.Following;
using Kraken.State.Store;
using Microsoft.Extensions.Logging;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken follow</c>: runs a full node that does not vote.</summary>
internal static class FollowVerb
{
    private const int HashDigits = 64;

    public static Command Create()
    {
        Option<string> from = new("--from")
        {
            Description = "The nodes to follow, as http://HOST:PORT separated by commas; the first that serves is kept.", Required = true,
        };
        from.Must(
            text => Sources(text).All(OptionRules.IsHttpAddress) && Sources(text).Length > 0, "addresses such as http://127.0.0.1:5050");
        Option<string> folder = new("--dir") { Description = "The follower's folder, made when it is not there.", Required = true };
        Option<string?> genesis = new("--genesis") { Description = "The chain's genesis.json; the folder keeps it." };
        Option<string?> hash = new("--genesis-hash")
        {
            Description = "The SHA-256 of the chain's genesis.json, which is then fetched from a node where --genesis names none.",
        };
        hash.Must(text => text is null || IsHash(text), $"{HashDigits} hexadecimal digits, as of sha256sum");
        Option<string> host = new("--rpc-host") { Description = "The address of JSON-RPC.", DefaultValueFactory = _ => "127.0.0.1" };
        host.Must(text => IPAddress.TryParse(text, out _), "an IP address");
        Option<int> port = new("--rpc-port") { Description = "The port of JSON-RPC.", DefaultValueFactory = _ => 5060 };
        port.Between(1, 65_535);
        Option<string> history = new("--history")
        {
            Description = "Which states can be read: 'all', or those of the newest N blocks.", DefaultValueFactory = _ => "all",
        };
        history.Must(text => HistoryConverter.TryParse(text, out _), HistoryConverter.Expected);
        Option<string> execution = new("--execution")
        {
            Description = "What runs contracts: 'vm', 'native', or 'both' to compare each run.", DefaultValueFactory = _ => "native",
        };
        execution.Must(text => EngineConverter.TryParse(text, out _), EngineConverter.Expected);
        Option<bool> applies = new("--no-execute")
        {
            Description = "Apply the state diffs that the committee decided, and compare roots, instead of executing blocks.",
        };
        Option<bool> published = new("--allow-published-keys")
        {
            Description = "Listen where others reach the node though everybody knows keys of the genesis file.",
        };
        Option<LogLevel> level = Logging.Level();
        Option<bool> stop = StopSignal.Option();
        Command command = new("follow", "Run a full node that follows a chain without voting: checks every block, serves JSON-RPC.")
        {
            from, folder, genesis, hash, host, port, history, execution, applies, published, level, stop,
        };
        command.SetAction((result, cancellation) => StopSignal.RunAsync(
            result.GetValue(stop),
            token => RunAsync(
                new FollowOptions
                {
                    Folder = Path.GetFullPath(result.GetRequiredValue(folder)),
                    Sources = [.. Sources(result.GetRequiredValue(from)).Select(text => new Uri(text))],
                    GenesisPath = result.GetValue(genesis) is { } path ? Path.GetFullPath(path) : null,
                    GenesisHash = result.GetValue(hash) is { } digits ? [.. Convert.FromHexString(Digits(digits))] : [],
                    Rpc = new IPEndPoint(IPAddress.Parse(result.GetRequiredValue(host)), result.GetRequiredValue(port)),
                    History = HistoryConverter.TryParse(result.GetValue(history), out StateRetention kept) ? kept : StateRetention.All,
                    Execution = EngineConverter.TryParse(result.GetValue(execution), out ExecutionEngine engine)
                        ? engine : ExecutionEngine.Native,
                    Executes = !result.GetValue(applies),
                    AllowPublishedKeys = result.GetValue(published),
                },
                result.GetRequiredValue(level),
                token),
            cancellation));
        return command;
    }

    private static string[] Sources(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string Digits(string text) => text.StartsWith("0x", StringComparison.Ordinal) ? text[2..] : text;

    private static bool IsHash(string text) => Digits(text).Length == HashDigits && Digits(text).All(char.IsAsciiHexDigit);

    private static async Task RunAsync(FollowOptions options, LogLevel level, CancellationToken cancellation)
    {
        using ILoggerFactory loggers = Logging.Create(level);
        FollowHost host = await FollowHost.OpenAsync(options, loggers, cancellation).ConfigureAwait(false);
        await using (host.ConfigureAwait(false))
        {
            await host.StartAsync(cancellation).ConfigureAwait(false);
            await host.RunAsync(cancellation).ConfigureAwait(false);
        }
    }
}
