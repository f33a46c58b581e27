using System;
using Kraken.BlockProof.Replay;

namespace Kraken.Proofs.Checking.Chain;

/// <summary>What a node gives of a block is not what the block's hash and its parent's state root stand for.</summary>
/// <param name="mismatch">Where it differs, what had to be there, and what the node gave.</param>
public sealed class NodeRefusedException(ReplayMismatch mismatch) : Exception(mismatch?.ToString())
{
    /// <summary>Where it differs, what had to be there, and what the node gave.</summary>
    public ReplayMismatch Mismatch => mismatch;
}
