namespace Kraken.Proofs.Ranges;

/// <summary>A proof of blocks as it lies in the store; nothing in it is checked.</summary>
/// <param name="Manifest">What is said to be about it.</param>
/// <param name="Bundle">The bundle file.</param>
public sealed record StoredRange(RangeManifest Manifest, byte[] Bundle);
