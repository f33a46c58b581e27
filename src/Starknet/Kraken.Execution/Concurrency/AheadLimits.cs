using System;

namespace Kraken.Execution.Concurrency;

/// <summary>How long a transaction may run ahead of its turn. One that takes longer runs at its turn, which alone decides.</summary>
/// <param name="Time">The most time of one run; null for any.</param>
/// <param name="Clock">What times it, on the thread that runs; null for the system's clock.</param>
public sealed record AheadLimits(TimeSpan? Time = null, TimeProvider? Clock = null);
