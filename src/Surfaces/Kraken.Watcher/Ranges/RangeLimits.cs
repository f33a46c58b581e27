namespace Kraken.Watcher.Ranges;

/// <summary>How many cells of the prover's trace a proof may have.</summary>
/// <param name="OfRange">One of several blocks.</param>
/// <param name="OfOneBlock">One of a block alone, which cannot be made smaller.</param>
internal sealed record RangeLimits(ulong OfRange, ulong OfOneBlock);
