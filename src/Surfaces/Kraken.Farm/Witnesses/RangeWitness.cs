using Kraken.BlockProof.Stateless;
using Kraken.Proofs.Checking.Blocks;

namespace Kraken.Farm.Witnesses;

/// <summary>All that a proof of blocks is made of, so that whoever proves needs no node. Nothing of it is believed.</summary>
/// <param name="Range">The blocks with what their execution reads of the state before them.</param>
/// <param name="Ancestry">What the bundle holds beside proof and blocks: certificates, and headers before the first block.</param>
public sealed record RangeWitness(StatelessRange Range, BlockBundle Ancestry);
