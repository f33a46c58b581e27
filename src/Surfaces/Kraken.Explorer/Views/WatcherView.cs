using Kraken.Proofs;

namespace Kraken.Explorer.Views;

/// <summary>The page about the watcher.</summary>
/// <param name="Status">What it says of itself; null when there is none.</param>
internal sealed record WatcherView(WatcherStatus? Status);
