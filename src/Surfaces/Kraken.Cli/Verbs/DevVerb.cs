using System;
using System.CommandLine;
using System.IO;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cli.Settings;
using Kraken.Dev;
using Kraken.Node.Configuration.Settings;
using Kraken.Operations;
using Microsoft.Extensions.Logging;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken dev</c>: a development chain in one process.</summary>
internal static class DevVerb
{
    public static Command Create()
    {
        DevOptionSet set = new();
        SettingFlags flags = new(OperatorSettings.Development, static _ => null);
        Option<bool> stop = StopSignal.Option();
        Option<string> proofs = new("--proofs")
        {
            Description = "With --prove, the folder of the proofs and of the chain's genesis file.",
            DefaultValueFactory = _ => Path.Combine(".kraken", "dev"),
        };
        Command command = new("dev", "Run a development chain in one process, for the clients of starknet-devnet.") { proofs, stop };
        set.AddTo(command);
        flags.AddTo(command);
        command.Validators.Add(result =>
        {
            if (set.Conflict(result, proofs) is { } conflict)
            {
                result.AddError(conflict);
            }
        });
        command.SetAction((result, cancellation) =>
        {
            DevOptions options = set.Read(result);
            return LongRun.RunAsync(
                result,
                flags,
                stop,
                (values, loggers, token) => RunAsync(options, result.GetRequiredValue(proofs), values, loggers, token),
                cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        DevOptions options, string proofs, SettingValues values, ILoggerFactory loggers, CancellationToken cancellation)
    {
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

            // Scripts wait for these words.
            await Console.Out.WriteLineAsync($"as: Starknet Devnet listening on {host.Address.Authority}").ConfigureAwait(false);
            OperatorServer told = await LongRun.TellAsync(values, host.Health, loggers, cancellation).ConfigureAwait(false);
            await using (told.ConfigureAwait(false))
            {
                Task running = host.Committee is null
                    ? host.RunAsync(cancellation)
                    : DevProving.Open(host, Path.GetFullPath(proofs)).RunAsync(host, loggers.CreateLogger<DevProving>(), cancellation);
                await running.ConfigureAwait(false);
            }
        }

        return 0;
    }
}
