using System;
using System.CommandLine;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cli.Files;
using Kraken.Farm;
using Kraken.Farm.Proving;
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
        Option<string> rpc = new("--rpc") { Description = "The node to follow.", DefaultValueFactory = _ => "http://127.0.0.1:5050" };
        rpc.Must(OptionRules.IsHttpAddress, "an address such as http://127.0.0.1:5050");
        Option<string> data = new("--data")
        {
            Description = "Where the cursor is kept, and without a farm the queue.",
            DefaultValueFactory = _ => Path.Combine(".kraken", "watcher"),
        };
        Option<string> proofs = new("--proofs")
        {
            Description = "The folder of the status, and without a farm of the proof store.",
            DefaultValueFactory = _ => Path.Combine(".kraken", "proofs"),
        };
        Option<string?> queue = FarmOptions.Queue();
        Option<string?> store = FarmOptions.Store();
        Option<string?> genesis = GenesisAuthority.Option();
        Option<bool> status =
            new("--status") { Description = "Print how the watcher of this proof store stands, and what it could not do, and end." };
        Option<string?> memory = new("--memory")
        {
            Description = "The memory that a proof may take where it is made here, as 4GiB: ranges end before they need more.",
        };
        memory.Must(
            text => text is null || (MemorySize.Parse(text) is { } bytes && RangeCells.OfMemory(bytes) > 0),
            $"{MemorySize.Form}, and enough for a proof");
        Option<LogLevel> level = Logging.Level();
        Option<bool> stop = StopSignal.Option();
        Command command = new(
            "watch", "Follow a node and see to it that all its blocks are proved: here, or with --queue and --store by a farm's workers.")
        {
            rpc, data, proofs, queue, store, genesis, status, memory, level, stop,
        };
        command.SetAction((result, cancellation) =>
        {
            string folder = Path.GetFullPath(result.GetRequiredValue(proofs));
            if (result.GetValue(status))
            {
                return Task.FromResult(WatcherReport.Print(new WatcherStatusFile(folder)));
            }

            WatcherOptions options = new(new Uri(result.GetRequiredValue(rpc)), Path.GetFullPath(result.GetRequiredValue(data)), folder)
            {
                ProofMemory = result.GetValue(memory) is { } text ? MemorySize.Parse(text) : null,
            };
            return RunAsync(
                options,
                (FarmOptions.QueueOf(result.GetValue(queue)), FarmOptions.StoreOf(result.GetValue(store))),
                result.GetValue(genesis),
                result.GetRequiredValue(level),
                result.GetValue(stop),
                cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        WatcherOptions options, (string? Queue, string? Store) addresses, string? genesis, LogLevel level, bool stopsWithInput,
        CancellationToken cancellation)
    {
        using BlockAuthority? authority = GenesisAuthority.Open(genesis);
        if (authority is null)
        {
            ErrorLine.Write("expected --genesis: nothing that the node says of a block could be checked before it is proved");
            return ExitCode.Usage;
        }

        FarmConnection? connection = null;
        bool isFarm = addresses.Queue is not null || addresses.Store is not null;
        if (isFarm && !FarmOptions.TryOpen(addresses.Queue, addresses.Store, authority.GenesisHash, out connection))
        {
            return ExitCode.Usage;
        }

        using ILoggerFactory loggers = Logging.Create(level);
        ILogger logger = loggers.CreateLogger("Kraken.Watcher");
        if (connection is null)
        {
            return await StopSignal.RunAsync(
                stopsWithInput, token => WatcherService.RunAsync(options, authority, null, logger, token), cancellation)
                .ConfigureAwait(false);
        }

        await using (connection.ConfigureAwait(false))
        {
            WatcherOptions own = options with { MaxPlannedRanges = FarmRanges, MaxPublishedRanges = FarmRanges };
            logger.LogInformation("workers take jobs from {Farm}", connection);
            return await StopSignal.RunAsync(
                stopsWithInput, token => WatcherService.RunAsync(own, authority, connection.Farm, logger, token), cancellation)
                .ConfigureAwait(false);
        }
    }
}
