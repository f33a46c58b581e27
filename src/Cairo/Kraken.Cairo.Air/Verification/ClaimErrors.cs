using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Air.Proofs;
using Kraken.Stark;

namespace Kraken.Cairo.Air.Verification;

/// <summary>Claim errors as errors of a verification.</summary>
internal static class ClaimErrors
{
    /// <summary>The first broken rule; null if there is none.</summary>
    internal static VerifyError? Check(CairoClaim claim) => ClaimRules.FindError(claim) is { } error
        ? new VerifyError(KindOf(error.Kind), error.Where, error.Expected, error.Got)
        : null;

    private static VerifyErrorKind KindOf(ClaimErrorKind kind) => kind switch
    {
        ClaimErrorKind.RelationUses => VerifyErrorKind.RelationUses,
        ClaimErrorKind.State or ClaimErrorKind.ProgramPrologue or ClaimErrorKind.Segment or ClaimErrorKind.Output =>
            VerifyErrorKind.PublicData,
        _ => VerifyErrorKind.Claim,
    };
}
