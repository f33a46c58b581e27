using System;

namespace Kraken.Load;

/// <summary>How a run stands, told once per second.</summary>
/// <param name="Elapsed">Since the first transaction was due; zero while accounts are prepared.</param>
/// <param name="Sent">Transactions that came due.</param>
/// <param name="Accepted">Those that a node accepted.</param>
/// <param name="Included">Those found in a block.</param>
/// <param name="Refused">Those given up without having been accepted.</param>
/// <param name="IncludedPerSecond">Included since the last time, per second.</param>
/// <param name="InclusionP99">Milliseconds to inclusion that 99 in 100 of all so far kept.</param>
/// <param name="Note">What is being done, where it is not the sending; otherwise null.</param>
public sealed record LoadProgress(
    TimeSpan Elapsed,
    long Sent,
    long Accepted,
    long Included,
    long Refused,
    double IncludedPerSecond,
    double InclusionP99,
    string? Note = null);
