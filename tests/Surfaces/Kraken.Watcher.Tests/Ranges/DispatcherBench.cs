using System;
using System.Threading.Tasks;
using Kraken.Farm;
using Kraken.Farm.Workers;
using Kraken.Proofs;
using Kraken.Watcher.Ranges;
using Kraken.Watcher.Tests.Chain;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Watcher.Tests.Ranges;

/// <summary>A dispatcher and the worker of its process, as the watcher joins them, one step at a time.</summary>
internal sealed class DispatcherBench
{
    private static readonly WorkerRules Rules = new()
    {
        MaxAttempts = 3,
        MaxRefusals = 0,
        FailurePause = TimeSpan.Zero,
        RefusalPause = TimeSpan.Zero,
        FirstPause = TimeSpan.Zero,
        LongestPause = TimeSpan.FromSeconds(1),
    };

    public DispatcherBench(
        LocalChain chain, TemporaryFolder folder, IWitnessReader reader, Kraken.Farm.Proving.IRangeProver prover, WatcherOptions options,
        TimeProvider? clock = null, RangeFarm? shared = null)
    {
        RangeFarm farm = shared ?? RangeFarm.Embedded(folder["data"], folder["proofs"]);
        TimeProvider time = clock ?? TimeProvider.System;
        StatusBoard status = new(new WatcherStatusFile(folder["proofs"]), time, NullLogger.Instance);
        RangeBoard board = new(farm.Proofs, prover.Genesis, status);
        Dispatcher = new RangeDispatcher(chain, reader, farm, prover, options, board, time, NullLogger.Instance);
        Worker = new ProveWorker(farm.Queue, farm.Witnesses, farm.Proofs, prover, Rules, board, time, NullLogger.Instance);
    }

    public RangeDispatcher Dispatcher { get; }

    public ProveWorker Worker { get; }

    /// <summary>Works until nothing is left to do.</summary>
    public async Task WorkAsync()
    {
        // A block that becomes due, or an attempt whose pause is over, is work of the next step.
        for (int idle = 0; idle < 2;)
        {
            bool worked = await Dispatcher.StepAsync(TestContext.Current.CancellationToken);
            worked |= await Worker.StepAsync(TestContext.Current.CancellationToken);
            idle = worked ? 0 : idle + 1;
        }
    }
}
