using System;
using System.CommandLine;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Cli.Files;
using Kraken.Farm;
using Kraken.Farm.Jobs;
using Kraken.Farm.Proving;
using Kraken.Farm.Workers;
using Kraken.Proofs.Checking;
using Microsoft.Extensions.Logging;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken prove-worker</c>: proves the blocks that a watcher gives out.</summary>
internal static class ProveWorkerVerb
{
    public static Command Create()
    {
        Option<string?> queue = FarmOptions.Queue();
        Option<string?> store = FarmOptions.Store();
        Option<string> genesis = new("--genesis")
        {
            Description = "The network's genesis.json: the worker checks by it that the committee decided what it proves.",
            Required = true,
        };
        Option<string?> memory = new("--memory")
        {
            Description = "The memory that a proof may take, as 16GiB: a job that needs more is left to others. Without it, what there is.",
        };
        memory.Must(text => text is not null && MemorySize.Parse(text) is not null, MemorySize.Form);
        Option<bool> once = new("--once") { Description = "Take one job, bring it to an end, and stop; at once when there is none." };
        Option<LogLevel> level = Logging.Level();
        Option<bool> stop = StopSignal.Option();
        Command command = new("prove-worker", "Prove the blocks that 'kraken watch --queue --store' gives out; any number, anywhere.")
        {
            queue, store, genesis, memory, once, level, stop,
        };
        command.SetAction(async (result, cancellation) =>
        {
            using BlockAuthority? authority = GenesisAuthority.Open(result.GetRequiredValue(genesis));
            ulong cells = result.GetValue(memory) is { } text
                ? RangeCells.OfMemory(MemorySize.Parse(text)!.Value)
                : RangeCells.OfThisMachine();
            if (cells == 0 || authority is null)
            {
                ErrorLine.Write("expected memory for a proof, got too little");
                return ExitCode.Usage;
            }

            string? broker = FarmOptions.QueueOf(result.GetValue(queue));
            if (!FarmOptions.TryOpen(broker, FarmOptions.StoreOf(result.GetValue(store)), authority.GenesisHash, out FarmConnection? farm))
            {
                return ExitCode.Usage;
            }

            await using (farm.ConfigureAwait(false))
            {
                using RangeProver prover = new(authority, cells, TimeProvider.System);
                return await StopSignal.RunAsync(
                    result.GetValue(stop),
                    token => RunAsync(farm, prover, result.GetValue(once), result.GetRequiredValue(level), token),
                    cancellation).ConfigureAwait(false);
            }
        });
        return command;
    }

    private static async Task RunAsync(
        FarmConnection farm, RangeProver prover, bool once, LogLevel level, CancellationToken cancellation)
    {
        using ILoggerFactory loggers = Logging.Create(level);
        ILogger logger = loggers.CreateLogger("Kraken.Worker");
        ProveWorker worker = new(
            farm.Farm.Queue, farm.Farm.Witnesses, farm.Farm.Proofs, prover, new WorkerRules(), new Silence(), TimeProvider.System, logger);
        logger.LogInformation("working for {Farm}; at most {Cells} cells of the prover's trace", farm, prover.MaxCells);
        if (!once)
        {
            await worker.RunAsync(cancellation).ConfigureAwait(false);
            return;
        }

        bool had = await worker.StepAsync(cancellation).ConfigureAwait(false);
        logger.LogInformation("{End}", !had ? "no job waits" : worker.Account.Proved > 0 ? "one job is proved" : "one job is done");
    }

    /// <summary>The log says it all.</summary>
    private sealed class Silence : IWorkerProgress
    {
        public void Works(RangeJob? job, string? phase, int attempt)
        {
        }

        public void Failed(RangeJob job, int attempts, string reason, DateTimeOffset nextAt)
        {
        }

        public void Stands(string? problem)
        {
        }
    }
}
