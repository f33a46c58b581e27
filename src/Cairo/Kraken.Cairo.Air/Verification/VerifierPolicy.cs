namespace Kraken.Cairo.Air.Verification;

/// <summary>What a verifier demands beyond the rules of the protocol. The defaults are those of the verifier written in Cairo.</summary>
/// <param name="MinSecurityBits">Bits of conjectured security: proof of work plus blowup times queries.</param>
/// <param name="MinPowBits">Bits of the proof of work before the queries.</param>
public sealed record VerifierPolicy(int MinSecurityBits = 96, int MinPowBits = 20)
{
    /// <summary>96 bits, 20 of work at least.</summary>
    public static VerifierPolicy Default { get; } = new();
}
