using System;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Stark;

namespace Kraken.Cairo.Air.Verification;

/// <summary>What became of a proof file.</summary>
public sealed record VerificationReport
{
    /// <summary>True if the proof is valid under the policy.</summary>
    public bool IsValid => Error is null;

    /// <summary>True if the proof is of a configuration that this verifier does not know: it may be genuine, and is not accepted.</summary>
    public bool IsUnsupported => Error?.Kind == VerifyErrorKind.UnsupportedConfig;

    /// <summary>The first thing found wrong; null if the proof is valid.</summary>
    public required VerifyError? Error { get; init; }

    /// <summary>The format, told from the bytes; null if it is none.</summary>
    public required ProofFormat? Format { get; init; }

    /// <summary>The size of the file.</summary>
    public required int ByteCount { get; init; }

    /// <summary>How long reading took.</summary>
    public required TimeSpan DecodeTime { get; init; }

    /// <summary>How long checking took.</summary>
    public TimeSpan VerifyTime { get; init; }

    /// <summary>What the proof states; null if it could not be read. Nothing in it is proved unless the proof is valid.</summary>
    public ProofStatement? Statement { get; init; }
}
