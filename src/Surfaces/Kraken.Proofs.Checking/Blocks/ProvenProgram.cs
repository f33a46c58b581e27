using System;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Air.Verification;
using Kraken.Fields;

namespace Kraken.Proofs.Checking.Blocks;

/// <summary>A block program that a check accepts proofs of.</summary>
/// <param name="ProtocolVersion">The protocol version whose rules and prices it has.</param>
/// <param name="Hash">Its hash, which the check's own build of the sources has.</param>
public sealed record ProvenProgram(string ProtocolVersion, Felt Hash)
{
    private static readonly Lazy<ProvenProgram> Compiled = new(() =>
        new(BlockWitness.ProtocolVersion, BlockProgram.Current.Hash) { Known = new KnownProgram(BlockProgram.Current.Words) });

    /// <summary>
    /// The one of this build's sources, compiled when it is first asked for, and compared with what <see cref="BlockProgramManifest"/>
    /// states.
    /// </summary>
    public static ProvenProgram Current => Compiled.Value;

    /// <summary>Its words, where they are at hand: proofs of it are verified in less time.</summary>
    internal KnownProgram? Known { get; init; }
}
