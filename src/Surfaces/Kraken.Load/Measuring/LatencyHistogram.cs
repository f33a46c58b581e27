using System;
using System.Numerics;
using System.Threading;

namespace Kraken.Load.Measuring;

/// <summary>
/// Counts latencies in buckets whose width grows with the value, so that memory is constant and the error of a percentile is a share of it
/// (high dynamic range). Safe for several threads.
/// </summary>
/// <remarks>
/// A value of microseconds below 2^bits has a bucket of its own. A larger one is shifted right until bits significant bits remain, and its
/// bucket is that of (shift, bits): there are 2^(bits-1) for each shift. A percentile is the upper end of its bucket, so it is never below
/// the exact one and at most 1/2^(bits-1) of it above.
/// </remarks>
/// <param name="bits">Significant bits that are kept, 2 to 16: with 11 the error is below 0.1%.</param>
internal sealed class LatencyHistogram(int bits = LatencyHistogram.Precise)
{
    /// <summary>Below 0.1% of error in 250 KiB.</summary>
    public const int Precise = 11;

    /// <summary>About 3% of error in 9 KiB, for the many histograms of a course over time.</summary>
    public const int Coarse = 6;

    // Microseconds below 2^40, twelve days; what is longer counts as that.
    private const int MaxBits = 40;
    private const long MaxValue = (1L << MaxBits) - 1;

    private readonly long[] counts = new long[(MaxBits - bits + 2) << (bits - 1)];
    private long count;
    private long max;

    /// <summary>How many latencies were recorded.</summary>
    public long Count => Interlocked.Read(ref count);

    /// <summary>The longest, exactly.</summary>
    public TimeSpan Max => TimeSpan.FromMicroseconds(Interlocked.Read(ref max));

    /// <summary>Adds a latency; a negative one, of a clock that was set, counts as zero.</summary>
    public void Record(TimeSpan latency)
    {
        // Rounded up: what is reported is never below what was measured.
        long ticks = Math.Clamp(latency.Ticks, 0, MaxValue * TimeSpan.TicksPerMicrosecond);
        long value = (ticks + TimeSpan.TicksPerMicrosecond - 1) / TimeSpan.TicksPerMicrosecond;
        Interlocked.Increment(ref counts[IndexOf(value)]);
        Interlocked.Increment(ref count);
        for (long seen = Interlocked.Read(ref max); value > seen;)
        {
            long before = Interlocked.CompareExchange(ref max, value, seen);
            if (before == seen)
            {
                break;
            }

            seen = before;
        }
    }

    /// <summary>Adds all latencies of another histogram of the same precision.</summary>
    public void Add(LatencyHistogram other)
    {
        for (int i = 0; i < counts.Length; i++)
        {
            counts[i] += other.counts[i];
        }

        count += other.count;
        max = Math.Max(max, other.max);
    }

    /// <summary>A percentile by nearest rank, among those recorded; zero when there is none.</summary>
    /// <param name="share">The share of latencies that were no longer, 0 to 1.</param>
    public TimeSpan Percentile(double share) => Percentile(share, Count) ?? TimeSpan.Zero;

    /// <summary>
    /// A percentile among <paramref name="total"/>, of which those that were not recorded took for ever; null when it is one of these.
    /// </summary>
    public TimeSpan? Percentile(double share, long total)
    {
        long rank = Math.Max(1, RankOf(share, total));
        long seen = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            seen += Interlocked.Read(ref counts[i]);
            if (seen >= rank)
            {
                return TimeSpan.FromMicroseconds(Math.Min(UpperEnd(i), Interlocked.Read(ref max)));
            }
        }

        return null;
    }

    // 0.999 * 1000 is 999.0000000000001 in doubles where it should be 999.
    internal static long RankOf(double share, long total) => (long)Math.Ceiling((share * total) - (1e-9 * Math.Max(1, total)));

    private int IndexOf(long value)
    {
        int shift = Math.Max(0, BitOperations.Log2((ulong)value) - bits + 1);
        return (shift << (bits - 1)) + (int)(value >> shift);
    }

    private long UpperEnd(int index)
    {
        int half = 1 << (bits - 1);
        int shift = Math.Max(0, (index >> (bits - 1)) - 1);
        return ((index - ((long)shift * half) + 1) << shift) - 1;
    }
}
