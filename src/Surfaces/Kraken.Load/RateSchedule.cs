using System;

namespace Kraken.Load;

/// <summary>
/// When each transaction is due, fixed before the run: at one rate, or at a rate that grows evenly from one to another. Nothing that the
/// network does moves these times.
/// </summary>
/// <param name="From">Transactions per second at the beginning.</param>
/// <param name="To">Transactions per second at the end.</param>
/// <param name="Duration">How long to send.</param>
internal sealed record RateSchedule(double From, double To, TimeSpan Duration)
{
    // Of rounding: 20 a second for 0.15 s are three, not two.
    private const double Rounding = 1e-9;

    /// <summary>How many transactions are sent.</summary>
    public long Total => (long)(((From + To) / 2 * Duration.TotalSeconds) + Rounding);

    /// <summary>When a transaction is to be sent, from the beginning of the run; <paramref name="index"/> counts from 0.</summary>
    public TimeSpan DueOf(long index)
    {
        // index = From t + (To - From) t^2 / (2 Duration), solved for t such that nothing cancels.
        double seconds = Duration.TotalSeconds;
        double curve = seconds > 0 ? (To - From) / (2 * seconds) : 0;
        double root = Math.Sqrt(Math.Max(0, (From * From) + (4 * curve * index)));
        return index == 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(2 * index / (From + root));
    }
}
