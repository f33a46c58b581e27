using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cli.Settings;
using Kraken.Node.Configuration.Settings;
using Kraken.Node.Following;
using Kraken.Operations;
using Microsoft.Extensions.Logging;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken follow</c>: runs a full node that does not vote.</summary>
internal static class FollowVerb
{
    public static Command Create()
    {
        SettingFlags flags = Flags();
        Option<bool> stop = StopSignal.Option();
        Command command =
            new("follow", "Run a full node that follows a chain without voting: checks every block, serves JSON-RPC.") { stop };
        flags.AddTo(command);
        command.SetAction((result, cancellation) => LongRun.RunAsync(result, flags, stop, RunAsync, cancellation));
        return command;
    }

    /// <summary>The flags of a follower's settings.</summary>
    public static SettingFlags Flags() => new(FollowSettings.Table, values => values.Text(ConfigFile.Setting));

    private static async Task<int> RunAsync(SettingValues values, ILoggerFactory loggers, CancellationToken cancellation)
    {
        FollowHost host = await FollowHost.OpenAsync(FollowSettings.OptionsOf(values), loggers, cancellation).ConfigureAwait(false);
        await using (host.ConfigureAwait(false))
        {
            await host.StartAsync(cancellation).ConfigureAwait(false);
            OperatorServer told = await LongRun.TellAsync(values, host.Health, loggers, cancellation).ConfigureAwait(false);
            await using (told.ConfigureAwait(false))
            {
                await host.RunAsync(cancellation).ConfigureAwait(false);
            }
        }

        return 0;
    }
}
