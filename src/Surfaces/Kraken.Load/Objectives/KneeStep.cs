using Kraken.Load.Reports;

namespace Kraken.Load.Objectives;

/// <summary>One rate that was tried.</summary>
/// <param name="Rate">Transactions per second.</param>
/// <param name="IsKept">Whether the objectives were met, and all that was sent executed.</param>
/// <param name="Report">What was measured; null where a test gives none.</param>
public sealed record KneeStep(double Rate, bool IsKept, LoadReport? Report);
