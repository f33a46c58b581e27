using Kraken.State.Commitment;

namespace Kraken.BlockProof.Witness;

/// <summary>
/// The commitments to the state around a block: roots, and the nodes on the ways to all cells, contracts and classes that the block reads
/// or writes, those of the aliases that it gives or has among them; after the block also the nodes to which edges lead that a removed key
/// has let grow.
/// </summary>
/// <param name="Before">Before the block.</param>
public sealed record BlockState(ICommitmentReader Before, ICommitmentReader After);
