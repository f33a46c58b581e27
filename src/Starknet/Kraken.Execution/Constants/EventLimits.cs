namespace Kraken.Execution.Constants;

/// <summary>Limits on the events of one transaction.</summary>
/// <param name="MaxDataLength">Most data felts of an event.</param>
/// <param name="MaxKeysLength">Most keys of an event.</param>
/// <param name="MaxEvents">Most events.</param>
public sealed record EventLimits(int MaxDataLength, int MaxKeysLength, int MaxEvents);
