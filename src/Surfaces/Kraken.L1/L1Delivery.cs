namespace Kraken.L1;

/// <summary>What became of a message to L1, by the word of an Ethereum node.</summary>
/// <param name="Waiting">How many of its kind wait to be consumed.</param>
/// <param name="Consumed">How many of its kind were; null where that was not asked, since one waits, or is not told.</param>
public sealed record L1Delivery(ulong Waiting, int? Consumed);
