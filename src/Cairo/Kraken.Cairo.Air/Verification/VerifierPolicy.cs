namespace Kraken.Cairo.Air.Verification;

/// <summary>What a verifier demands beyond the rules of the protocol. The defaults are those of the verifier written in Cairo.</summary>
/// <param name="MinSecurityBits">Bits of conjectured security: proof of work plus blowup times queries.</param>
/// <param name="MinPowBits">Bits of the proof of work before the queries.</param>
/// <param name="DemandsBoundJumps">
/// Refuse proofs of runs with steps of the generic opcode, whose constraints leave the prover a choice of where such a step jumps; see
/// <see cref="ProofStatement.LeavesJumpsUnbound"/>.
/// </param>
public sealed record VerifierPolicy(int MinSecurityBits = 96, int MinPowBits = 20, bool DemandsBoundJumps = false)
{
    /// <summary>96 bits, 20 of work at least, and every component of the reference.</summary>
    public static VerifierPolicy Default { get; } = new();

    /// <summary>The default, and no step whose constraints leave a choice: for statements that something hangs on.</summary>
    public static VerifierPolicy Strict { get; } = new(DemandsBoundJumps: true);
}
