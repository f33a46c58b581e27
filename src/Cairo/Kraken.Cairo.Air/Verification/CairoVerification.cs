using System;
using System.Linq;
using Kraken.Air.Evaluation;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Proofs;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Stark;
using Kraken.Stark.Channels;
using Kraken.Stark.Pcs;

namespace Kraken.Cairo.Air.Verification;

/// <summary>One run of the verifier, in the order of the transcript.</summary>
internal sealed class CairoVerification<TChannel, THash>(
    TChannel channel,
    CairoProof<THash> proof,
    VerifierPolicy policy,
    VerifierRoots roots,
    OpeningRecord<THash>? record = null,
    KnownProgram? program = null)
    where TChannel : IMerkleChannel<THash>
    where THash : unmanaged, IEquatable<THash>
{
    private const int TreeCount = 4;

    private readonly CommitmentSchemeVerifier<TChannel, THash> scheme = new(proof.Stark.Config, record);

    private CairoClaim Claim => proof.Claim;

    private StarkProof<THash> Stark => proof.Stark;

    private PreprocessedTree FixedTree => PreprocessedTree.Of(proof.HashName, proof.Variant, Stark.Config);

    private string Root => Stark.Commitments[0].ToString() ?? string.Empty;

    /// <summary>Runs all checks.</summary>
    internal VerifyError? Run() =>
        CheckParameters()
        ?? CheckRoot()
        ?? ClaimErrors.Check(Claim)
        ?? CheckJumps()
        ?? CairoTraceLayout.Create(Claim, proof.Variant, out CairoTraceLayout? layout, SamplesAllFixedColumns)
        ?? CheckStructure(layout!)
        ?? RunTranscript(layout!)
        ?? CheckUnknownRoot();

    /// <summary>Provers may sample the fixed columns that the components use or, for verifiers of one shape, all of them.</summary>
    private bool SamplesAllFixedColumns => Stark.SampledValues.Length > 0
        && Array.TrueForAll(Stark.SampledValues[0], samples => samples.Length == 1);

    private VerifyError? CheckParameters()
    {
        VerifyError? error = Stark.Config.Check();
        if (error is not null)
        {
            return error;
        }

        int bits = Stark.Config.SecurityBits;
        if (bits < policy.MinSecurityBits)
        {
            return new(VerifyErrorKind.SecurityTooLow, "config", $"at least {policy.MinSecurityBits} bits", $"{bits}");
        }

        return Stark.Config.PowBits >= policy.MinPowBits
            ? null
            : new(VerifyErrorKind.SecurityTooLow, "pow_bits", $"at least {policy.MinPowBits}", $"{Stark.Config.PowBits}");
    }

    private VerifyError? CheckJumps() => policy.DemandsBoundJumps && Claim.LogSizes[ClaimLayout.GenericOpcode] is int logSize
        ? new(VerifyErrorKind.UnsupportedConfig, "generic_opcode", "absent: it does not bind where jumps lead", $"2^{logSize} rows")
        : null;

    private VerifyError? CheckStructure(CairoTraceLayout layout)
    {
        int logDomain = Stark.Config.TreeHeight(layout.MaxLogSize);
        return logDomain > PcsConfig.MaxLogDomain
            ? new(VerifyErrorKind.Claim, "component sizes", $"a domain of at most 2^{PcsConfig.MaxLogDomain}", $"2^{logDomain}")
            : Count("claimed sums", layout.Components.Length, proof.ClaimedSums.Length);
    }

    private static VerifyError? Count(string where, int expected, int got) =>
        expected == got ? null : new(VerifyErrorKind.Structure, where, $"{expected}", $"{got}");

    private VerifyError? CheckRoot()
    {
        if (Stark.Commitments.Length != TreeCount)
        {
            return Count("commitments", TreeCount, Stark.Commitments.Length);
        }

        if (FixedTree.Height > PcsConfig.MaxLogDomain)
        {
            return Unsupported($"a height of at most {PcsConfig.MaxLogDomain}");
        }

        if (roots.Known.Find(FixedTree) is string known)
        {
            return Compare(known);
        }

        // The proof may be genuine: what its fixed columns hash to is not known here.
        return roots.Other is null ? Unknown : null;
    }

    /// <summary>A root that takes long to find comes last, when everything else holds: no other file takes that time.</summary>
    private VerifyError? CheckUnknownRoot()
    {
        if (roots.Known.Find(FixedTree) is not null)
        {
            return null;
        }

        return roots.Other!.Find(FixedTree) is string found ? Compare(found) : Unknown;
    }

    private VerifyError? Compare(string expected) =>
        expected == Root ? null : new(VerifyErrorKind.PreprocessedRoot, "preprocessed tree", expected, Root);

    private VerifyError Unknown => Unsupported($"a kind whose root is known; {PreprocessedRoots.HowToCompute}");

    private VerifyError Unsupported(string expected) => new(VerifyErrorKind.UnsupportedConfig, $"{FixedTree}", expected, Root);

    private VerifyError? RunTranscript(CairoTraceLayout layout)
    {
        CairoTranscript.MixStart(channel, proof.ChannelSalt, Stark.Config);
        Commit(layout, 0);
        CairoTranscript.MixClaim<TChannel, THash>(channel, Claim, program);
        Commit(layout, 1);
        if (!channel.VerifyPow(CairoTranscript.InteractionPowBits, proof.InteractionPow))
        {
            return new(
                VerifyErrorKind.InteractionProofOfWork,
                "interaction proof of work",
                $"{CairoTranscript.InteractionPowBits} zero bits",
                $"nonce {proof.InteractionPow}");
        }

        channel.MixU64(proof.InteractionPow);
        LookupElements elements = CairoTranscript.DrawLookupElements(channel);
        VerifyError? error = CheckLogup(elements);
        if (error is not null)
        {
            return error;
        }

        channel.MixFelts(proof.ClaimedSums);
        Commit(layout, 2);
        QM31 coefficient = channel.DrawSecureFelt();
        Commit(layout, 3);
        return CheckOutOfDomain(layout, elements, coefficient);
    }

    private void Commit(CairoTraceLayout layout, int tree) => scheme.Commit(channel, Stark.Commitments[tree], layout.Trees[tree]);

    private VerifyError? CheckLogup(LookupElements elements)
    {
        if (!PublicLogup.TrySum(Claim.PublicData, elements, out QM31 sum))
        {
            return new(VerifyErrorKind.DegenerateChallenge, "public logup sum", "nonzero denominators", "zero");
        }

        sum = proof.ClaimedSums.Aggregate(sum, (total, claimed) => total + claimed);
        return sum.IsZero ? null : new(VerifyErrorKind.LogupSum, "logup sum", "0", sum.ToString());
    }

    private VerifyError? CheckOutOfDomain(CairoTraceLayout layout, LookupElements elements, QM31 coefficient)
    {
        VerifyError? error = scheme.CheckShape(Stark, layout.MaxLogSize);
        if (error is not null)
        {
            return error;
        }

        if (!OutOfDomainPoint.TryDraw(channel, out CirclePoint<QM31> point))
        {
            return new(VerifyErrorKind.DegenerateChallenge, "out-of-domain point", "a point", "a square root of -1");
        }

        CairoComposition composition = new(Claim, proof.ClaimedSums, layout, elements);
        QM31 expected = composition.Evaluate(Stark.SampledValues, coefficient);
        QM31 got = CompositionHalves.Numerator(Stark.SampledValues[^1], point, Stark.Config.LiftedLogSize(layout.MaxLogSize));
        return expected == got
            ? scheme.VerifyValues(channel, Stark, point, layout.MaxLogSize)
            : new(VerifyErrorKind.OutOfDomain, "composition", expected.ToString(), got.ToString());
    }
}
