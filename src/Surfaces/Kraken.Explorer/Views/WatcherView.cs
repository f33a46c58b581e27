using Kraken.Proofs;

namespace Kraken.Explorer.Views;

/// <summary>The page about the watcher.</summary>
/// <param name="Status">What it says of itself; null when there is none.</param>
/// <param name="Problem">Why what it wrote cannot be read; null where it can, or there is nothing.</param>
internal sealed record WatcherView(WatcherStatus? Status, string? Problem = null);
