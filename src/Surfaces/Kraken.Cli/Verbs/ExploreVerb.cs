using System;
using System.CommandLine;
using System.IO;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cli.Settings;
using Kraken.Explorer;
using Kraken.Farm;
using Kraken.Node.Configuration.Settings;
using Kraken.Operations;
using Kraken.Proofs.Checking;
using Kraken.Rpc.Health;
using Microsoft.Extensions.Logging;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken explore</c>: serves the block explorer.</summary>
internal static class ExploreVerb
{
    public static Command Create()
    {
        SettingFlags flags = Flags();
        Option<bool> stop = StopSignal.Option();
        Command command = new("explore", "Serve the block explorer.") { stop };
        flags.AddTo(command);
        command.SetAction((result, cancellation) => LongRun.RunAsync(result, flags, stop, RunAsync, cancellation));
        return command;
    }

    /// <summary>The flags of an explorer's settings.</summary>
    public static SettingFlags Flags() => new(ExploreSettings.Table, values => values.Text(ConfigFile.Setting));

    private static async Task<int> RunAsync(SettingValues values, ILoggerFactory loggers, CancellationToken cancellation)
    {
        ExplorerOptions options = new()
        {
            Node = new Uri(values.Required(ExploreSettings.Rpc)),
            Proofs = Path.GetFullPath(values.Required(ExploreSettings.Proofs)),
            Host = IPAddress.Parse(values.Required(ExploreSettings.Host)),
            Port = values.Number(ExploreSettings.Port) ?? 0,
            L1 = ExploreSettings.L1Of(values),
        };
        StoreConnection? connection = null;
        if (values.Text(FarmSettings.Store) is { } store && !FarmOptions.TryOpenStore(store, out connection))
        {
            return ExitCode.Usage;
        }

        using (connection)
        {
            using BlockAuthority? authority = GenesisAuthority.Open(values.Text(ExploreSettings.Genesis));
            ExplorerHost host = new(options with { Store = connection?.Proofs, Authority = authority }, loggers);
            await using (host.ConfigureAwait(false))
            {
                OperatorServer told = await LongRun.TellAsync(values, () => HealthOf(host), loggers, cancellation).ConfigureAwait(false);
                await using (told.ConfigureAwait(false))
                {
                    await host.RunAsync(cancellation).ConfigureAwait(false);
                }
            }
        }

        return 0;
    }

    // Begun anew it would not reach its node either: it is not ready, and well.
    private static HealthReport HealthOf(ExplorerHost host) => host.NodeProblem is { } problem
        ? new HealthReport(new HealthProblem(HealthGrade.Unready, "node", problem))
        : new HealthReport();
}
