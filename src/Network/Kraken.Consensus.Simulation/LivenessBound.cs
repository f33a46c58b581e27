using Kraken.Consensus.Simulation.Nodes;

namespace Kraken.Consensus.Simulation;

/// <summary>
/// How long a healed network may take. Once messages arrive in time, a round of an honest proposer whom all honest validators follow
/// decides. Of any n rounds in a row at least two thirds have one; the first may still find validators in different rounds, and a lock
/// that the proposer does not know is told to it within a round by a reminder. Twice n rounds are more than that.
/// </summary>
internal static class LivenessBound
{
    /// <summary>The time for the heights after healing.</summary>
    /// <param name="times">The timeouts.</param>
    /// <param name="round">The highest round of an honest node when the network healed.</param>
    public static long Of(SimulationTimes times, int validators, int round)
    {
        long bound = OfHeight(times, validators, round);
        for (int height = 0; height < times.HeightsAfter + 2; height++)
        {
            bound += OfHeight(times, validators, 0);
        }

        return bound;
    }

    private static long OfHeight(SimulationTimes times, int validators, int round)
    {
        long bound = times.UntilEmptyBlock + (4 * times.Reminder);
        for (int next = 0; next < 2 * validators; next++)
        {
            bound += times.OfRound(round + next);
        }

        return bound;
    }
}
