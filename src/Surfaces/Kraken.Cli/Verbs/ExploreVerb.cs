using System;
using System.CommandLine;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Explorer;
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
            Description = "The folder of the proof store.",
            DefaultValueFactory = _ => Path.Combine(".kraken", "proofs"),
        };
        Option<string?> genesis = GenesisAuthority.Option();
        Option<int> port = new("--port") { Description = "The port on 127.0.0.1.", DefaultValueFactory = _ => 5080 };
        port.Between(1, 65_535);
        Option<LogLevel> level = Logging.Level();
        Option<bool> stop = StopSignal.Option();
        Command command = new("explore", "Serve the block explorer.") { rpc, proofs, genesis, port, level, stop };
        command.SetAction((result, cancellation) => StopSignal.RunAsync(
            result.GetValue(stop),
            token => RunAsync(
                new ExplorerOptions
                {
                    Node = new Uri(result.GetRequiredValue(rpc)),
                    Proofs = Path.GetFullPath(result.GetRequiredValue(proofs)),
                    Port = result.GetRequiredValue(port),
                },
                result.GetValue(genesis),
                result.GetRequiredValue(level),
                token),
            cancellation));
        return command;
    }

    private static async Task RunAsync(ExplorerOptions options, string? genesis, LogLevel level, CancellationToken cancellation)
    {
        using ILoggerFactory loggers = Logging.Create(level);
        using BlockAuthority? authority = GenesisAuthority.Open(genesis);
        await ExplorerHost.RunAsync(options with { Authority = authority }, loggers, cancellation).ConfigureAwait(false);
    }
}
