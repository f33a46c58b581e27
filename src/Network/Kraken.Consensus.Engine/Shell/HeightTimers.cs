using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus.Engine.Machine;

namespace Kraken.Consensus.Engine.Shell;

/// <summary>The core's timers of the current height, and the application's word on when the height may and should begin.</summary>
internal sealed class HeightTimers(
    IConsensusApplication application,
    EngineInbox inbox,
    TimeProvider clock,
    CancellationToken stop) : IDisposable
{
    private readonly List<ITimer> timers = [];
    private CancellationTokenSource? awaiting;

    public void Set(TimeSpan delay, EngineEvent elapsed) =>
        timers.Add(clock.CreateTimer(_ => inbox.Post(elapsed), null, delay, Timeout.InfiniteTimeSpan));

    public void Run(TimeSpan delay, Action action) =>
        timers.Add(clock.CreateTimer(_ => action(), null, delay, Timeout.InfiniteTimeSpan));

    public void Forget()
    {
        timers.ForEach(timer => timer.Dispose());
        timers.Clear();
    }

    public void Await(ulong height)
    {
        awaiting?.Cancel();
        awaiting?.Dispose();
        awaiting = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Tell(application.WaitUntilAllowedAsync(height, awaiting.Token), new EngineEvent.HeightAllowed(height));
        Tell(application.WaitUntilDueAsync(height, awaiting.Token), new EngineEvent.HeightDue(height));
    }

    public void Dispose()
    {
        Forget();
        awaiting?.Cancel();
        awaiting?.Dispose();
    }

    /// <summary>A wait that fails is over: beginning a height early does no harm, never beginning it would.</summary>
    private void Tell(Task wait, EngineEvent next) =>
        _ = wait.ContinueWith(
            ended =>
            {
                _ = ended.Exception;
                if (!ended.IsCanceled)
                {
                    inbox.Post(next);
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
}
