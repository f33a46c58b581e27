using System.Collections.Immutable;
using System.Linq;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Proofs;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Cairo.Air.Verification;

/// <summary>What a proof states in short: a program with this hash ran and gave this output.</summary>
/// <param name="ProgramHash">The BLAKE2s hash of the program's cells, modulo the Stark prime.</param>
/// <param name="Output">The cells of the output segment.</param>
/// <param name="SecurityBits">The conjectured security of the proof's parameters.</param>
/// <param name="HashName">blake2s or poseidon252.</param>
/// <param name="Variant">The fixed columns.</param>
public sealed record ProofStatement(Felt ProgramHash, ImmutableArray<Felt> Output, int SecurityBits, string HashName, PreprocessedVariant Variant)
{
    /// <summary>The statement of a proof.</summary>
    public static ProofStatement Of(CairoProof proof)
    {
        PublicData data = proof.Claim.PublicData;
        Felt[] program = [.. data.Program.Select(cell => cell.Value)];
        return new(BlakeFelt.HashMany(program), [.. data.Output.Select(cell => cell.Value)], proof.Config.SecurityBits, proof.HashName, proof.Variant);
    }
}
