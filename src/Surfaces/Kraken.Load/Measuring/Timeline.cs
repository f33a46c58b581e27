using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;

namespace Kraken.Load.Measuring;

/// <summary>
/// The course of a run, second by second. A run of hours has no more stretches than one of minutes: when there are too many, they grow to
/// twice their length. Safe for several threads.
/// </summary>
internal sealed class Timeline
{
    /// <summary>The most stretches.</summary>
    public const int MaxStretches = 400;

    private readonly Lock gate = new();
    private readonly List<Stretch> stretches = [];
    private TimeSpan length = TimeSpan.FromSeconds(1);

    public void Sent(TimeSpan due) => Change(due, stretch => stretch.Sent++);

    public void Accepted(TimeSpan at) => Change(at, stretch => stretch.Accepted++);

    public void Refused(TimeSpan at) => Change(at, stretch => stretch.Refused++);

    /// <summary>A block appeared; its latency belongs to the time at which the transaction was due.</summary>
    public void Included(TimeSpan due, TimeSpan at)
    {
        Change(at, stretch => stretch.Included++);
        Change(due, stretch => stretch.Latencies.Record(at - due));
    }

    public ImmutableArray<TimelinePoint> Points()
    {
        lock (gate)
        {
            return
            [
                .. stretches.Select((stretch, index) => new TimelinePoint(
                    index * length.TotalSeconds,
                    length.TotalSeconds,
                    stretch.Sent,
                    stretch.Accepted,
                    stretch.Included,
                    stretch.Refused,
                    stretch.Latencies.Percentile(0.5).TotalMilliseconds,
                    stretch.Latencies.Percentile(0.99).TotalMilliseconds)),
            ];
        }
    }

    private void Change(TimeSpan time, Action<Stretch> change)
    {
        lock (gate)
        {
            while (time / length >= MaxStretches)
            {
                Double();
            }

            int index = (int)Math.Max(0, time / length);
            while (stretches.Count <= index)
            {
                stretches.Add(new Stretch());
            }

            change(stretches[index]);
        }
    }

    private void Double()
    {
        length *= 2;
        for (int i = 0; (2 * i) < stretches.Count; i++)
        {
            stretches[i] = stretches[2 * i];
            if ((2 * i) + 1 < stretches.Count)
            {
                stretches[i].Add(stretches[(2 * i) + 1]);
            }
        }

        stretches.RemoveRange((stretches.Count + 1) / 2, stretches.Count / 2);
    }

    private sealed class Stretch
    {
        public long Sent { get; set; }

        public long Accepted { get; set; }

        public long Included { get; set; }

        public long Refused { get; set; }

        public LatencyHistogram Latencies { get; } = new(LatencyHistogram.Coarse);

        public void Add(Stretch other)
        {
            Sent += other.Sent;
            Accepted += other.Accepted;
            Included += other.Included;
            Refused += other.Refused;
            Latencies.Add(other.Latencies);
        }
    }
}
