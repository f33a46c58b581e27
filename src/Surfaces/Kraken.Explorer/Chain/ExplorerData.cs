namespace Kraken.Explorer.Chain;

/// <summary>What pages are made from.</summary>
/// <param name="Node">The node.</param>
/// <param name="Classes">Its classes.</param>
/// <param name="Proofs">The proofs of its blocks.</param>
/// <param name="Watcher">What the watcher says of itself.</param>
internal sealed record ExplorerData(NodeReader Node, ClassCatalog Classes, RangeCatalog Proofs, WatcherReader Watcher);
