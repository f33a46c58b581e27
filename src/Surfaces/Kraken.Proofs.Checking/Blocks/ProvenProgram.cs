using Kraken.BlockProof.Program;
using Kraken.BlockProof.Witness;
using Kraken.Fields;

namespace Kraken.Proofs.Checking.Blocks;

/// <summary>A block program that a check accepts proofs of.</summary>
/// <param name="ProtocolVersion">The protocol version whose rules and prices it has.</param>
/// <param name="Hash">Its hash, which the check's own build of the sources has.</param>
public sealed record ProvenProgram(string ProtocolVersion, Felt Hash)
{
    /// <summary>The one of this build's sources, compiled when it is first asked for.</summary>
    public static ProvenProgram Current => new(BlockWitness.ProtocolVersion, BlockProgram.Current.Hash);
}
