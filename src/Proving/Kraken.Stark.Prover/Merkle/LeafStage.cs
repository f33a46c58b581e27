namespace Kraken.Stark.Prover.Merkle;

/// <summary>
/// A run of message blocks that are absorbed at one tree size: the size of the largest column among a block's sixteen. Everything before
/// is the same for all leaves over one slot of the smaller size, so it is hashed once there and lifted.
/// </summary>
/// <param name="LogSize">log2 of the leaves at which these blocks are absorbed.</param>
/// <param name="EndBlock">One past the last block.</param>
internal readonly record struct LeafStage(int LogSize, int FirstBlock, int EndBlock);
