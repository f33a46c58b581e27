using System.CommandLine;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Node;
using Microsoft.Extensions.Logging;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken node</c>: runs a validator.</summary>
internal static class NodeVerb
{
    public static Command Create()
    {
        Option<string> data = new("--data") { Description = "The node's folder, with node.json and its keys.", Required = true };
        Option<LogLevel> level = Logging.Level();
        Option<bool> stop = StopSignal.Option();
        Command command = new("node", "Run a validator from its folder ('kraken genesis' makes one).") { data, level, stop };
        command.SetAction((result, cancellation) =>
            StopSignal.RunAsync(
                result.GetValue(stop),
                token => RunAsync(Path.GetFullPath(result.GetRequiredValue(data)), result.GetRequiredValue(level), token),
                cancellation));
        return command;
    }

    private static async Task RunAsync(string folder, LogLevel level, CancellationToken cancellation)
    {
        using ILoggerFactory loggers = Logging.Create(level);
        NodeHost node = NodeHost.Open(folder, loggers);
        await using (node.ConfigureAwait(false))
        {
            await node.RunAsync(cancellation).ConfigureAwait(false);
        }
    }
}
