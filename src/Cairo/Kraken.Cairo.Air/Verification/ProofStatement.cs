using System.Collections.Immutable;
using System.Linq;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Proofs;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Stark.Channels;

namespace Kraken.Cairo.Air.Verification;

/// <summary>What a proof states in short: a program with this hash ran and gave this output.</summary>
/// <param name="ProgramHash">
/// The hash of the program's cells by the channel's hash function, as the verifier written in Cairo gives it: BLAKE2s modulo the Stark
/// prime,
/// or Poseidon for poseidon252.
/// </param>
/// <param name="Output">The cells of the output segment.</param>
/// <param name="SecurityBits">The conjectured security of the proof's parameters.</param>
/// <param name="HashName">blake2s, blake2s_m31 or poseidon252.</param>
/// <param name="Variant">The fixed columns.</param>
/// <param name="LeavesJumpsUnbound">
/// True where steps ran that only the generic opcode proves. In the reference's constraints, which these are, the sign of a jump's absolute
/// target is free there (stwo-cairo 752429f48 dropped the check of the address): who made the proof may have gone on one or 33 cells before
/// the target. Code that is not meant to run may have run then.
/// </param>
public sealed record ProofStatement(
    Felt ProgramHash,
    ImmutableArray<Felt> Output,
    int SecurityBits,
    string HashName,
    PreprocessedVariant Variant,
    bool LeavesJumpsUnbound = false)
{
    /// <summary>What the public data of a proof states; it is worth what the verification says of that proof.</summary>
    /// <param name="known">A program whose hash need not be computed again where the proof's is the same; null for none.</param>
    public static ProofStatement Of(CairoProof proof, KnownProgram? known = null)
    {
        PublicData data = proof.Claim.PublicData;
        string hash = proof.HashName;
        return new(
            HashOf(data.Program, hash, known),
            [.. data.Output.Select(cell => cell.Value)],
            proof.Config.SecurityBits,
            hash,
            proof.Variant,
            proof.Claim.LogSizes[ClaimLayout.GenericOpcode] is not null);
    }

    private static Felt HashOf(PublicCell[] program, string hash, KnownProgram? known)
    {
        bool isPoseidon = hash == Poseidon252Channel.Name;
        if (!isPoseidon && known is not null && known.Holds(program))
        {
            return known.Hash;
        }

        Felt[] words = [.. program.Select(cell => cell.Value)];
        return isPoseidon ? Poseidon.HashMany(words) : BlakeFelt.HashMany(words);
    }
}
