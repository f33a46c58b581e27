using System;
using System.CommandLine;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Watcher;
using Microsoft.Extensions.Logging;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken watch</c>: the watcher-prover.</summary>
internal static class WatchVerb
{
    public static Command Create()
    {
        Option<string> rpc = new("--rpc") { Description = "The node to follow.", DefaultValueFactory = _ => "http://127.0.0.1:5050" };
        Option<string> data = new("--data") { Description = "Where cursor and queue are kept.", DefaultValueFactory = _ => Path.Combine(".kraken", "watcher") };
        Option<string> proofs = new("--proofs") { Description = "The folder of the proof store.", DefaultValueFactory = _ => Path.Combine(".kraken", "proofs") };
        Option<LogLevel> level = Logging.Level();
        Option<bool> stop = StopSignal.Option();
        Command command = new("watch", "Follow a node, run its blocks again, prove the demo contract's calls, store the proofs.") { rpc, data, proofs, level, stop };
        command.SetAction((result, cancellation) => StopSignal.RunAsync(
            result.GetValue(stop),
            token => RunAsync(
                new WatcherOptions(new Uri(result.GetRequiredValue(rpc)), Path.GetFullPath(result.GetRequiredValue(data)), Path.GetFullPath(result.GetRequiredValue(proofs))),
                result.GetRequiredValue(level),
                token),
            cancellation));
        return command;
    }

    private static async Task RunAsync(WatcherOptions options, LogLevel level, CancellationToken cancellation)
    {
        using ILoggerFactory loggers = Logging.Create(level);
        await WatcherService.RunAsync(options, loggers.CreateLogger("Kraken.Watcher"), cancellation).ConfigureAwait(false);
    }
}
