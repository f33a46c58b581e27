using System;
using System.CommandLine;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Proofs;
using Kraken.Proofs.Checking;
using Kraken.Watcher;
using Microsoft.Extensions.Logging;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken watch</c>: the watcher-prover.</summary>
internal static class WatchVerb
{
    public static Command Create()
    {
        Option<string> rpc = new("--rpc") { Description = "The node to follow.", DefaultValueFactory = _ => "http://127.0.0.1:5050" };
        Option<string> data = new("--data")
        {
            Description = "Where cursor and queue are kept.",
            DefaultValueFactory = _ => Path.Combine(".kraken", "watcher"),
        };
        Option<string> proofs = new("--proofs")
        {
            Description = "The folder of the proof store.",
            DefaultValueFactory = _ => Path.Combine(".kraken", "proofs"),
        };
        Option<string?> genesis = GenesisAuthority.Option();
        Option<bool> status =
            new("--status") { Description = "Print how the watcher of this proof store stands, and what it could not do, and end." };
        Option<LogLevel> level = Logging.Level();
        Option<bool> stop = StopSignal.Option();
        Command command = new("watch", "Follow a node, run its blocks again, prove them and the demo contract's calls, store the proofs.")
        {
            rpc, data, proofs, genesis, status, level, stop,
        };
        command.SetAction((result, cancellation) =>
        {
            string store = Path.GetFullPath(result.GetRequiredValue(proofs));
            return result.GetValue(status)
                ? Task.FromResult(WatcherReport.Print(new WatcherStatusFile(store)))
                : StopSignal.RunAsync(
                    result.GetValue(stop),
                    token => RunAsync(
                        new WatcherOptions(new Uri(result.GetRequiredValue(rpc)), Path.GetFullPath(result.GetRequiredValue(data)), store),
                        result.GetValue(genesis),
                        result.GetRequiredValue(level),
                        token),
                    cancellation);
        });
        return command;
    }

    private static async Task RunAsync(WatcherOptions options, string? genesis, LogLevel level, CancellationToken cancellation)
    {
        using ILoggerFactory loggers = Logging.Create(level);
        using BlockAuthority? authority = GenesisAuthority.Open(genesis);
        await WatcherService.RunAsync(options with { Authority = authority }, loggers.CreateLogger("Kraken.Watcher"), cancellation)
            .ConfigureAwait(false);
    }
}
