using Kraken.Consensus.Simulation.Clock;

namespace Kraken.Consensus.Simulation.Peers;

/// <summary>
/// What the line of a faulty validator carries; the rest of what it says is lost. Without it two faulty validators that answer each
/// other's lies would double them for ever, which no line does, and a run would be spent on their talk.
/// </summary>
internal sealed class Uplink
{
    /// <summary>Messages in one window: twice what the loudest single strategy sends.</summary>
    private const int MessagesPerWindow = 4_000;

    private const long Window = 100 * Microseconds.PerMillisecond;

    private long window;
    private int sent;

    /// <summary>True when the line carries another message at this time; times do not go back.</summary>
    public bool Takes(long now)
    {
        if (now / Window != window)
        {
            (window, sent) = (now / Window, 0);
        }

        return sent++ < MessagesPerWindow;
    }
}
