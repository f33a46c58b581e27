using System;
using Kraken.Consensus.Engine.Machine;

namespace Kraken.Consensus.Engine.Metrics;

/// <summary>Reads off the machine's standing before and after an event what operators count. For the engine's thread.</summary>
/// <param name="clock">The clock of durations.</param>
internal sealed class EngineObserver(TimeProvider clock)
{
    private EngineStatus? last;
    private long stepBegan = clock.GetTimestamp();
    private long heightBegan = clock.GetTimestamp();

    /// <summary>An event was handled.</summary>
    /// <param name="handled">The event.</param>
    /// <param name="now">Where the machine stands since.</param>
    public void Note(EngineEvent handled, EngineStatus now)
    {
        EngineStatus before = last ?? now;
        last = now;
        if (handled is EngineEvent.TimerElapsed { Id: var timer } && timer.Height == before.Height && timer.Round == before.Round)
        {
            EngineMeter.Elapsed(before.Step);
        }

        if (handled is EngineEvent.Committed { Outcome: CommitOutcome.Done })
        {
            EngineMeter.Committed(clock.GetElapsedTime(heightBegan));
        }
        else if (handled is EngineEvent.Committed { Outcome: CommitOutcome.Diverged })
        {
            EngineMeter.Diverged();
        }

        if (now.Height == before.Height && now.Round > before.Round && now.Round > 0)
        {
            EngineMeter.LeftRound(byTimeout: handled is EngineEvent.TimerElapsed);
        }

        if (now.Step != before.Step || now.Round != before.Round || now.Height != before.Height)
        {
            EngineMeter.Spent(before.Step, clock.GetElapsedTime(stepBegan));
            stepBegan = clock.GetTimestamp();
        }

        if (now.Height != before.Height || (before.Round < 0 && now.Round >= 0))
        {
            heightBegan = clock.GetTimestamp();
        }
    }
}
