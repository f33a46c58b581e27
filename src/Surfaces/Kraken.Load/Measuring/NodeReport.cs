namespace Kraken.Load.Measuring;

/// <summary>What one node did; a transaction that was sent to it several times counts as often as it was sent.</summary>
/// <param name="Address">Its JSON-RPC address.</param>
/// <param name="Attempts">Submissions.</param>
/// <param name="Refused">Those that it refused, with an error code.</param>
/// <param name="Unanswered">Those without an answer: it could not be reached, or took too long.</param>
/// <param name="IsDown">Whether it could not be reached at the end.</param>
/// <param name="Acceptance">From the intended time of sending to its acceptance, within 3%.</param>
public sealed record NodeReport(
    string Address,
    long Attempts,
    long Accepted,
    long Refused,
    long Unanswered,
    bool IsDown,
    LatencySummary Acceptance);
