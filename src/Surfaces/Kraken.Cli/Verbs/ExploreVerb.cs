using System;
using System.CommandLine;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer;
using Kraken.Farm;
using Kraken.Proofs.Checking;
using Microsoft.Extensions.Logging;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken explore</c>: serves the block explorer.</summary>
internal static class ExploreVerb
{
    public static Command Create()
    {
        Option<string> rpc = new("--rpc") { Description = "The node to read.", DefaultValueFactory = _ => "http://127.0.0.1:5050" };
        rpc.Must(OptionRules.IsHttpAddress, "an http address");
        Option<string> proofs = new("--proofs")
        {
            Description = "The folder of the proof store, and of the watcher's status.",
            DefaultValueFactory = _ => Path.Combine(".kraken", "proofs"),
        };
        Option<string?> store = FarmOptions.Store();
        Option<string?> genesis = GenesisAuthority.Option();
        Option<int> port = new("--port") { Description = "The port on 127.0.0.1.", DefaultValueFactory = _ => 5080 };
        port.Between(1, 65_535);
        Option<LogLevel> level = Logging.Level();
        Option<bool> stop = StopSignal.Option();
        Command command = new("explore", "Serve the block explorer.") { rpc, proofs, store, genesis, port, level, stop };
        command.SetAction((result, cancellation) =>
        {
            ExplorerOptions options = new()
            {
                Node = new Uri(result.GetRequiredValue(rpc)),
                Proofs = Path.GetFullPath(result.GetRequiredValue(proofs)),
                Port = result.GetRequiredValue(port),
            };
            return RunAsync(
                options,
                FarmOptions.StoreOf(result.GetValue(store)),
                result.GetValue(genesis),
                result.GetRequiredValue(level),
                result.GetValue(stop),
                cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        ExplorerOptions options, string? store, string? genesis, LogLevel level, bool stopsWithInput, CancellationToken cancellation)
    {
        StoreConnection? connection = null;
        if (store is not null && !FarmOptions.TryOpenStore(store, out connection))
        {
            return ExitCode.Usage;
        }

        using (connection)
        {
            using BlockAuthority? authority = GenesisAuthority.Open(genesis);
            using ILoggerFactory loggers = Logging.Create(level);
            return await StopSignal.RunAsync(
                stopsWithInput,
                token => ExplorerHost.RunAsync(options with { Store = connection?.Proofs, Authority = authority }, loggers, token),
                cancellation).ConfigureAwait(false);
        }
    }
}
