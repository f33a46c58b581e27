using System.Collections.Generic;
using System.Linq;
using Kraken.Explorer.Chain;
using Kraken.Proofs.Ranges;
using Kraken.Starknet.Blocks;

namespace Kraken.Explorer.Feed;

/// <summary>The chain as the home page shows it at one moment.</summary>
/// <param name="Chain">The chain's name.</param>
/// <param name="Latest">The latest block; null before the first or while the node cannot be reached.</param>
/// <param name="TransactionsPerSecond">Over the last minute.</param>
/// <param name="Blocks">The latest blocks, newest first.</param>
/// <param name="Transactions">The latest transactions, newest first.</param>
/// <param name="Proofs">The latest proofs, highest blocks first.</param>
/// <param name="Standing">How far the chain is proved; null where that is not known.</param>
/// <param name="NodeIsReachable">False while the node does not answer; the rest is then as it was last.</param>
internal sealed record HomeView(
    string Chain,
    BlockHeader? Latest,
    double TransactionsPerSecond,
    IReadOnlyList<BlockSummary> Blocks,
    IReadOnlyList<TransactionSummary> Transactions,
    IReadOnlyList<RangeManifest> Proofs,
    ProofStanding? Standing,
    bool NodeIsReachable)
{
    /// <summary>Nothing known yet.</summary>
    public static HomeView Unknown { get; } = new("", null, 0, [], [], [], null, false);

    /// <summary>Whether two moments look the same on the page.</summary>
    public bool Shows(HomeView other) =>
        Latest?.Hash == other.Latest?.Hash && TransactionsPerSecond.Equals(other.TransactionsPerSecond) &&
        NodeIsReachable == other.NodeIsReachable && Standing == other.Standing &&
        Proofs.Select(proof => (proof.Key, proof.StoredAt)).SequenceEqual(other.Proofs.Select(proof => (proof.Key, proof.StoredAt)));
}
