using System;
using System.CommandLine;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cli.Settings;
using Kraken.Farm;
using Kraken.Node.Configuration.Settings;
using Kraken.Operations;
using Kraken.Proofs;
using Kraken.Proofs.Checking;
using Kraken.Watcher;
using Microsoft.Extensions.Logging;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken watch</c>: the watcher.</summary>
internal static class WatchVerb
{
    // Enough for the workers of a large farm to have something to do while the next ranges are read.
    private const int FarmRanges = 256;

    public static Command Create()
    {
        SettingFlags flags = Flags();
        Option<bool> status =
            new("--status") { Description = "Print how the watcher of this proof store stands, and what it could not do, and end." };
        Option<bool> stop = StopSignal.Option();
        Command command = new(
            "watch", "Follow a node and see to it that all its blocks are proved: here, or with --queue and --store by a farm's workers.")
        {
            status, stop,
        };
        flags.AddTo(command);
        command.SetAction((result, cancellation) => result.GetValue(status)
            ? Task.FromResult(WatcherReport.Print(new WatcherStatusFile(ProofsOf(flags.Read(result)))))
            : LongRun.RunAsync(result, flags, stop, RunAsync, cancellation));
        return command;
    }

    /// <summary>The flags of a watcher's settings.</summary>
    public static SettingFlags Flags() => new(FarmSettings.Watch, values => values.Text(ConfigFile.Setting));

    private static string ProofsOf(SettingValues values) => Path.GetFullPath(values.Required(FarmSettings.Proofs));

    private static async Task<int> RunAsync(SettingValues values, ILoggerFactory loggers, CancellationToken cancellation)
    {
        WatcherOptions options = new(
            new Uri(values.Required(FarmSettings.Rpc)), Path.GetFullPath(values.Required(FarmSettings.Data)), ProofsOf(values))
        {
            ProofMemory = values.Text(FarmSettings.Memory) is { } text ? MemorySize.Parse(text) : null,
        };
        using BlockAuthority authority = GenesisAuthority.Open(values.Required(FarmSettings.Genesis));
        (string? queue, string? store) = (values.Text(FarmSettings.Queue), values.Text(FarmSettings.Store));
        FarmConnection? connection = null;
        bool isFarm = queue is not null || store is not null;
        if (isFarm && !FarmOptions.TryOpen(queue, store, authority.GenesisHash, out connection))
        {
            return ExitCode.Usage;
        }

        ILogger logger = loggers.CreateLogger("Kraken.Watcher");
        WatcherHealth health = new(new WatcherStatusFile(options.ProofsFolder), TimeProvider.System);
        OperatorServer told = await LongRun.TellAsync(values, health.Report, loggers, cancellation).ConfigureAwait(false);
        await using (told.ConfigureAwait(false))
        {
            if (connection is null)
            {
                await WatcherService.RunAsync(options, authority, null, logger, cancellation).ConfigureAwait(false);
                return 0;
            }

            await using (connection.ConfigureAwait(false))
            {
                WatcherOptions own = options with { MaxPlannedRanges = FarmRanges, MaxPublishedRanges = FarmRanges };
                logger.LogInformation("workers take jobs from {Farm}", connection);
                await WatcherService.RunAsync(own, authority, connection.Farm, logger, cancellation).ConfigureAwait(false);
            }
        }

        return 0;
    }
}
