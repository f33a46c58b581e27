using System;
using Kraken.Cairo.Air.Verification;

namespace Kraken.Proofs.Checking;

/// <summary>
/// The step that checks of proofs begin with: the file is a valid STARK proof of 96 bits over known fixed columns, of
/// steps whose constraints leave no choice.
/// </summary>
internal static class StarkCheck
{
    /// <summary>Verifies a proof file.</summary>
    /// <param name="proof">The file.</param>
    /// <param name="program">The program that it is expected to be of; null for any.</param>
    /// <param name="statement">What it states, if it is valid.</param>
    public static CheckFinding Run(ReadOnlySpan<byte> proof, KnownProgram? program, out ProofStatement? statement)
    {
        VerificationReport report = ProofFileVerifier.Verify(proof, VerifierPolicy.Strict, program: program);
        statement = report.IsValid ? report.Statement : null;
        TimeSpan elapsed = report.DecodeTime + report.VerifyTime;
        return report.Error is { } error
            ? CheckFinding.Fail(error.ToString())
            : CheckFinding.Pass(
                $"{statement!.SecurityBits} bits of security, {statement.HashName}, in {elapsed.TotalMilliseconds:F0} ms");
    }
}
