using System;
using System.CommandLine;
using System.IO;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Dev;
using Microsoft.Extensions.Logging;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken dev</c>: a development chain in one process.</summary>
internal static class DevVerb
{
    public static Command Create()
    {
        DevOptionSet set = new();
        Option<LogLevel> level = Logging.Level();
        Option<bool> stop = StopSignal.Option();
        Option<string> proofs = new("--proofs")
        {
            Description = "With --prove, the folder of the proofs and of the chain's genesis file.",
            DefaultValueFactory = _ => Path.Combine(".kraken", "dev"),
        };
        Command command = new("dev", "Run a development chain in one process, for the clients of starknet-devnet.")
        {
            proofs, level, stop,
        };
        set.AddTo(command);
        command.Validators.Add(result =>
        {
            if (set.Conflict(result) is { } conflict)
            {
                result.AddError(conflict);
            }
        });
        command.SetAction((result, cancellation) =>
        {
            DevOptions options = set.Read(result);
            return StopSignal.RunAsync(
                result.GetValue(stop),
                token => RunAsync(options, result.GetRequiredValue(proofs), result.GetRequiredValue(level), token),
                cancellation);
        });
        return command;
    }

    private static async Task RunAsync(DevOptions options, string proofs, LogLevel level, CancellationToken cancellation)
    {
        using ILoggerFactory loggers = Logging.Create(level);
        DevHost host = new(options, loggers);
        await using (host.ConfigureAwait(false))
        {
            await Console.Out.WriteLineAsync(host.Banner).ConfigureAwait(false);
            if (!IPAddress.IsLoopback(IPAddress.Parse(options.Host)))
            {
                await Console.Error.WriteLineAsync(
                    $"kraken: {options.Host} is reachable by others: they can do all that a developer can, and everybody has the keys")
                    .ConfigureAwait(false);
            }

            await host.StartAsync(cancellation).ConfigureAwait(false);
            await Console.Out.WriteLineAsync($"kraken dev listens on {host.Address.Authority}").ConfigureAwait(false);
            if (host.Committee is null)
            {
                await host.RunAsync(cancellation).ConfigureAwait(false);
                return;
            }

            ILogger logger = loggers.CreateLogger<DevProving>();
            await DevProving.Open(host, Path.GetFullPath(proofs)).RunAsync(host, logger, cancellation).ConfigureAwait(false);
        }
    }
}
