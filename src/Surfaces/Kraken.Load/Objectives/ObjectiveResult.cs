using System;
using System.Globalization;

namespace Kraken.Load.Objectives;

/// <summary>How a run stands to one objective.</summary>
/// <param name="Name">The objective, such as "included:p99".</param>
/// <param name="Limit">The longest time that it allows.</param>
/// <param name="Measured">The time that was measured; null when too few transactions came so far for the percentile to exist.</param>
public sealed record ObjectiveResult(string Name, TimeSpan Limit, TimeSpan? Measured)
{
    /// <summary>Whether the measured time is within the limit.</summary>
    public bool IsMet => Measured is { } measured && measured <= Limit;

    /// <summary>The objective with what was measured and the verdict.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Name} {(Measured is { } time ? $"{time.TotalMilliseconds:f0} ms" : "never for too many")}, "
        + $"at most {Limit.TotalMilliseconds:f0} ms: {(IsMet ? "met" : "not met")}");
}
