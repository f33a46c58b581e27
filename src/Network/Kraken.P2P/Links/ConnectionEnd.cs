namespace Kraken.P2P.Links;

/// <summary>Why a connection ended.</summary>
/// <param name="Reason">For the log.</param>
/// <param name="IsOffence">Whether the peer broke the protocol.</param>
internal readonly record struct ConnectionEnd(string Reason, bool IsOffence);
