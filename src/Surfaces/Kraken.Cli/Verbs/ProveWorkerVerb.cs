using System;
using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cli.Files;
using Kraken.Cli.Settings;
using Kraken.Farm;
using Kraken.Farm.Proving;
using Kraken.Farm.Workers;
using Kraken.Node.Configuration.Settings;
using Kraken.Operations;
using Kraken.Proofs.Checking;
using Microsoft.Extensions.Logging;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken prove-worker</c>: proves the blocks that a watcher gives out.</summary>
internal static class ProveWorkerVerb
{
    public static Command Create()
    {
        SettingFlags flags = Flags();
        Option<bool> once = new("--once") { Description = "Take one job, bring it to an end, and stop; at once when there is none." };
        Option<bool> stop = StopSignal.Option();
        Command command = new("prove-worker", "Prove the blocks that 'kraken watch --queue --store' gives out; any number, anywhere.")
        {
            once, stop,
        };
        flags.AddTo(command);
        command.SetAction((result, cancellation) => LongRun.RunAsync(
            result, flags, stop,
            (values, loggers, token) => RunAsync(values, result.GetValue(once), loggers, token), cancellation));
        return command;
    }

    /// <summary>The flags of a worker's settings.</summary>
    public static SettingFlags Flags() => new(FarmSettings.Worker, values => values.Text(ConfigFile.Setting));

    private static async Task<int> RunAsync(SettingValues values, bool once, ILoggerFactory loggers, CancellationToken cancellation)
    {
        using BlockAuthority authority = GenesisAuthority.Open(values.Required(FarmSettings.Genesis));
        ulong cells = values.Text(FarmSettings.Memory) is { } text
            ? RangeCells.OfMemory(MemorySize.Parse(text)!.Value)
            : RangeCells.OfThisMachine();
        if (cells == 0)
        {
            ErrorLine.Write("expected memory for a proof, got too little");
            return ExitCode.Usage;
        }

        (string? queue, string? store) = (values.Text(FarmSettings.Queue), values.Text(FarmSettings.Store));
        if (!FarmOptions.TryOpen(queue, store, authority.GenesisHash, out FarmConnection? farm))
        {
            return ExitCode.Usage;
        }

        await using (farm.ConfigureAwait(false))
        {
            using RangeProver prover = new(authority, cells, TimeProvider.System);
            WorkerHealth health = new();
            OperatorServer told = await LongRun.TellAsync(values, health.Report, loggers, cancellation).ConfigureAwait(false);
            await using (told.ConfigureAwait(false))
            {
                await RunAsync(farm, prover, health, once, loggers.CreateLogger("Kraken.Worker"), cancellation).ConfigureAwait(false);
            }
        }

        return 0;
    }

    private static async Task RunAsync(
        FarmConnection farm, RangeProver prover, WorkerHealth health, bool once, ILogger logger, CancellationToken cancellation)
    {
        ProveWorker worker = new(
            farm.Farm.Queue, farm.Farm.Witnesses, farm.Farm.Proofs, prover, new WorkerRules(), health, TimeProvider.System, logger);
        logger.LogInformation("working for {Farm}; at most {Cells} cells of the prover's trace", farm, prover.MaxCells);
        if (!once)
        {
            await worker.RunAsync(cancellation).ConfigureAwait(false);
            return;
        }

        bool had = await worker.StepAsync(cancellation).ConfigureAwait(false);
        logger.LogInformation("{End}", !had ? "no job waits" : worker.Account.Proved > 0 ? "one job is proved" : "one job is done");
    }
}
