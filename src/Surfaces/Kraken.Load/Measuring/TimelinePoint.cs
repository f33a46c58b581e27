namespace Kraken.Load.Measuring;

/// <summary>A stretch of a run.</summary>
/// <param name="Start">Its beginning, in seconds of the run.</param>
/// <param name="Seconds">Its length.</param>
/// <param name="Sent">Transactions due in it.</param>
/// <param name="Accepted">Transactions accepted in it.</param>
/// <param name="Included">Transactions whose block appeared in it.</param>
/// <param name="Refused">Transactions given up in it.</param>
/// <param name="P50">Milliseconds to inclusion of half of those due in it and included.</param>
/// <param name="P99">Milliseconds to inclusion that 99 in 100 of those kept.</param>
public sealed record TimelinePoint(
    double Start,
    double Seconds,
    long Sent,
    long Accepted,
    long Included,
    long Refused,
    double P50,
    double P99);
