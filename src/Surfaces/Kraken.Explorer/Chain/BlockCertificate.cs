using Kraken.Proofs.Checking;

namespace Kraken.Explorer.Chain;

/// <summary>A block's certificate as it was read.</summary>
/// <param name="Number">The height.</param>
/// <param name="Votes">Who signed, as it states; null for a block without one, or bytes that are none.</param>
/// <param name="IsChecked">Whether its signatures were checked here by the genesis file, and hold.</param>
/// <param name="Problem">What is wrong with it; null for nothing.</param>
internal sealed record BlockCertificate(ulong Number, CommitVotes? Votes, bool IsChecked, string? Problem);
