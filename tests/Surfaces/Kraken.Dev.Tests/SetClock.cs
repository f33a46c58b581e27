using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Kraken.Dev.Tests;

/// <summary>A clock that is set, whose timers tick when they are told to.</summary>
internal sealed class SetClock(long seconds) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<Timer> timers = [];
    private readonly TaskCompletionSource created = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Seconds { get; set; } = seconds;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Seconds);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        lock (gate)
        {
            timers.Add(new Timer(() => callback(state)));
            created.TrySetResult();
            return timers[^1];
        }
    }

    /// <summary>Lets all timers tick, when there is one.</summary>
    public async Task TickAsync()
    {
        await created.Task;
        Timer[] ticking;
        lock (gate)
        {
            ticking = [.. timers];
        }

        Array.ForEach(ticking, timer => timer.Tick());
    }

    private sealed class Timer(Action tick) : ITimer
    {
        public void Tick() => tick();

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
