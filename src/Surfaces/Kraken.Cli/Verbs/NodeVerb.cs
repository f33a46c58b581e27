using System;
using System.CommandLine;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Execution.Native;
using Kraken.Node;
using Kraken.Node.Configuration;
using Kraken.State.Store;
using Microsoft.Extensions.Logging;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken node</c>: runs a validator.</summary>
internal static class NodeVerb
{
    public static Command Create()
    {
        Option<string> data = new("--data") { Description = "The node's folder, with node.json and its keys.", Required = true };
        Option<string> history = new("--history")
        {
            Description =
                "Which states can be read: 'all', or those of the newest N blocks, what is older being deleted; without it node.json says.",
        };
        history.Must(text => HistoryConverter.TryParse(text, out _), HistoryConverter.Expected);
        Option<string> execution = new("--execution")
        {
            Description = "What runs contracts: 'vm', 'native', or 'both' to compare each run; without it node.json says.",
        };
        execution.Must(text => EngineConverter.TryParse(text, out _), EngineConverter.Expected);
        Option<bool> published = new("--allow-published-keys")
        {
            Description = "Listen where others reach the node though everybody knows keys of the genesis file; without it node.json says.",
        };
        Option<LogLevel> level = Logging.Level();
        Option<bool> stop = StopSignal.Option();
        Command command = new("node", "Run a validator from its folder ('kraken genesis' makes one).") 
        {
            data, history, execution, published, level, stop,
        };
        command.SetAction((result, cancellation) => StopSignal.RunAsync(
            result.GetValue(stop),
            token => RunAsync(
                loggers => NodeHost.Open(
                    Path.GetFullPath(result.GetRequiredValue(data)),
                    loggers,
                    HistoryConverter.TryParse(result.GetValue(history), out StateRetention given) ? given : null,
                    EngineConverter.TryParse(result.GetValue(execution), out ExecutionEngine engine) ? engine : null,
                    result.GetValue(published)),
                result.GetRequiredValue(level),
                token),
            cancellation));
        return command;
    }

    private static async Task RunAsync(Func<ILoggerFactory, NodeHost> open, LogLevel level, CancellationToken cancellation)
    {
        using ILoggerFactory loggers = Logging.Create(level);
        NodeHost node = open(loggers);
        await using (node.ConfigureAwait(false))
        {
            await node.RunAsync(cancellation).ConfigureAwait(false);
        }
    }
}
