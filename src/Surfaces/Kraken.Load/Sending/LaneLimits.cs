namespace Kraken.Load.Sending;

/// <summary>How much of one account may be under way.</summary>
/// <param name="MaxBacklog">The most transactions that are due and not sent.</param>
/// <param name="MaxFollowed">The most transactions that all accounts follow from their sending to their block.</param>
/// <param name="Window">The most submissions that wait for an answer.</param>
/// <param name="WaitsForInclusion">
/// Whether the next one is sent when the last is in a block: a declare takes no nonce but the account's own.
/// </param>
internal sealed record LaneLimits(int MaxBacklog, int MaxFollowed, int Window = LaneLimits.DefaultWindow, bool WaitsForInclusion = false)
{
    /// <summary>Well within the span of nonces that a pool takes ahead of an account's own.</summary>
    public const int DefaultWindow = 64;
}
