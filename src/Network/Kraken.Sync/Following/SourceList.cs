using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Kraken.Sync.Sources;

namespace Kraken.Sync.Following;

/// <summary>
/// Which source is asked: one that serves is kept; one that fails is left alone for a while, and one that lies for longer, twice as long
/// each further time. Safe for several threads.
/// </summary>
internal sealed class SourceList
{
    // Beyond 2^20 times the first the longest holds in any case.
    private const int MostDoublings = 20;

    private readonly Lock gate = new();
    private readonly SourceState[] sources;
    private readonly SyncLimits limits;
    private readonly TimeProvider clock;
    private int current;

    /// <exception cref="ArgumentException">There are none, or too many.</exception>
    internal SourceList(IReadOnlyCollection<IBlockSource> sources, SyncLimits limits, TimeProvider clock)
    {
        this.limits = limits;
        this.clock = clock;
        this.sources = sources.Count >= 1 && sources.Count <= limits.MaxSources
            ? [.. sources.Select(source => new SourceState(source))]
            : throw new ArgumentException($"expected 1 to {limits.MaxSources} sources, got {sources.Count}", nameof(sources));
    }

    /// <summary>The sources that may be asked now, the one that served last first.</summary>
    internal ImmutableArray<SourceState> Ready
    {
        get
        {
            lock (gate)
            {
                DateTimeOffset now = clock.GetUtcNow();
                return [.. Enumerable.Range(0, sources.Length).Select(index => sources[(current + index) % sources.Length])
                    .Where(source => source.NotBefore <= now)];
            }
        }
    }

    /// <summary>All sources, the one that served last first, those that are left alone last.</summary>
    internal ImmutableArray<IBlockSource> Preferred
    {
        get
        {
            lock (gate)
            {
                return [.. Enumerable.Range(0, sources.Length).Select(index => sources[(current + index) % sources.Length])
                    .OrderBy(source => source.Problem is not null).Select(source => source.Source)];
            }
        }
    }

    /// <summary>How long it is until the first source may be asked again.</summary>
    internal TimeSpan UntilReady
    {
        get
        {
            lock (gate)
            {
                TimeSpan left = sources.Min(source => source.NotBefore) - clock.GetUtcNow();
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>The greatest height that a source claims that is not known to lie.</summary>
    internal ulong Claimed
    {
        get
        {
            lock (gate)
            {
                return sources.Where(source => source.Problem is null).Max(source => (ulong?)source.Claimed) ?? 0;
            }
        }
    }

    /// <summary>Why no source can be believed; null while there is one that did not lie when it was asked last.</summary>
    internal string? AllLie
    {
        get
        {
            lock (gate)
            {
                return sources.All(source => source.LiedLast)
                    ? "no source can be followed: " + string.Join("; ", sources.Select(source => source.Problem))
                    : null;
            }
        }
    }

    /// <summary>Whether a source said how high it is, and has neither failed nor lied since.</summary>
    internal bool IsHeard
    {
        get
        {
            lock (gate)
            {
                return sources.Any(source => source.IsHeard);
            }
        }
    }

    /// <summary>How each source stands, for people.</summary>
    internal ImmutableArray<(string Name, string Standing)> Standings
    {
        get
        {
            lock (gate)
            {
                return [.. sources.Select((source, index) => (
                    source.Source.Name,
                    source.Problem is { } problem ? $"left alone until {source.NotBefore:u}: {problem}"
                        : index == current ? $"followed, at block {source.Claimed}" : $"at block {source.Claimed}"))];
            }
        }
    }

    /// <summary>A source says how high it is.</summary>
    internal void Heard(SourceState source, ulong claimed)
    {
        lock (gate)
        {
            source.Claimed = claimed;
            source.IsHeard = true;
        }
    }

    /// <summary>A source gave blocks that hold.</summary>
    internal void Served(SourceState source)
    {
        lock (gate)
        {
            current = Array.IndexOf(sources, source);
            Clear(source);
        }
    }

    /// <summary>A source is slow: the next one is preferred from now on.</summary>
    /// <returns>Whether there is another one.</returns>
    internal bool GiveWay(SourceState source)
    {
        lock (gate)
        {
            current = (Array.IndexOf(sources, source) + 1) % sources.Length;
            return sources.Length > 1;
        }
    }

    /// <summary>A source answered and has nothing that is missing.</summary>
    internal void Answered(SourceState source)
    {
        lock (gate)
        {
            // Who lied and says nothing more is not believed again for that.
            if (!source.LiedLast)
            {
                Clear(source);
            }
        }
    }

    /// <summary>A source did not give what it was asked for.</summary>
    internal void Failed(SourceState source, string problem)
    {
        lock (gate)
        {
            LeaveAlone(source, problem, Doubled(limits.FirstRetry, source.Failures++, limits.LongestRetry));
        }
    }

    /// <summary>A source gave a false block.</summary>
    internal void Lied(SourceState source, string problem)
    {
        lock (gate)
        {
            source.LiedLast = true;
            LeaveAlone(source, problem, Doubled(limits.FirstPenalty, source.Lies++, limits.LongestPenalty));
        }
    }

    private static void Clear(SourceState source)
    {
        source.Failures = 0;
        source.LiedLast = false;
        source.Problem = null;
    }

    private static TimeSpan Doubled(TimeSpan first, int times, TimeSpan longest)
    {
        TimeSpan wanted = first * (1L << Math.Min(times, MostDoublings));
        return wanted < longest ? wanted : longest;
    }

    private void LeaveAlone(SourceState source, string problem, TimeSpan time)
    {
        source.Problem = problem;
        source.Claimed = 0;
        source.IsHeard = false;
        source.NotBefore = clock.GetUtcNow() + time;
    }
}
