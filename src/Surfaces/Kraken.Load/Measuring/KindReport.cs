namespace Kraken.Load.Measuring;

/// <summary>What became of the transactions of one kind.</summary>
/// <param name="Name">The kind's word, such as "transfer".</param>
/// <param name="Sent">Transactions that were signed and sent.</param>
/// <param name="Accepted">Those that a node accepted.</param>
/// <param name="Included">Those found in a block.</param>
/// <param name="Reverted">Of the included, the reverted ones.</param>
/// <param name="Inclusion">From the intended time of sending to the block, within 3%.</param>
public sealed record KindReport(string Name, long Sent, long Accepted, long Included, long Reverted, LatencySummary Inclusion);
