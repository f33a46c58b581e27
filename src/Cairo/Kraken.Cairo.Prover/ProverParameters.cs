using System;
using System.Linq;
using System.Text.Json;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Air.Verification;
using Kraken.Cairo.Prover.Input;
using Kraken.Stark.Channels;
using Kraken.Stark.Fri;
using Kraken.Stark.Pcs;

namespace Kraken.Cairo.Prover;

/// <summary>How to prove: the hash, the channel's salt, the STARK's parameters, the fixed columns.</summary>
/// <param name="Hash">blake2s, blake2s_m31 or poseidon252.</param>
/// <param name="Salt">What the channel starts with.</param>
/// <param name="Config">The STARK's parameters.</param>
/// <param name="Variant">The fixed columns.</param>
public sealed record ProverParameters(string Hash, uint Salt, PcsConfig Config, PreprocessedVariant Variant)
{
    /// <summary>log2 of the largest domain that the prover's FFT serves.</summary>
    public const int MaxLogDomain = 29;

    private const int MaxPowBits = 32;

    // range_check_20 is in every proof.
    private const int SmallestMaxLogSize = 20;

    private static readonly string[] Hashes = [Blake2sChannel.Name, Blake2sM31Channel.Name, Poseidon252Channel.Name];

    /// <summary>96 bits of security over the small fixed columns: 26 bits of work, blowup 2, 70 queries, folding by 3 bits.</summary>
    public static ProverParameters Default { get; } =
        new(Blake2sChannel.Name, 0, new PcsConfig(26, new FriConfig(1, 0, 70, 3)), PreprocessedVariant.CanonicalSmall);

    /// <summary>True to sample every fixed column, used or not, so that all proofs have one shape.</summary>
    public bool SamplesAllFixedColumns { get; init; }

    /// <summary>The number of parts of memory_id_to_big, filled up with empty ones; null for as many as the run needs.</summary>
    public int? BigComponents { get; init; }

    /// <summary>True to raise the trees' smallest height to that of the largest column of all, fixed ones included.</summary>
    public bool RaisesLifting { get; init; }

    /// <summary>
    /// True to prove also where <see cref="PreprocessedRoots"/> has no root of the fixed columns: only verifiers that compute it accept
    /// such a proof (<see cref="ComputedRoots"/>).
    /// </summary>
    public bool AllowsUnknownRoot { get; init; }

    /// <summary>Reads a parameter file (the JSON of stwo-cairo).</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="parameters">The parameters, null on error.</param>
    /// <param name="allowsUnknownRoot">What <see cref="AllowsUnknownRoot"/> is set to; the file does not say it.</param>
    /// <returns>Null, or why the bytes were refused.</returns>
    public static ProverInputError? TryRead(ReadOnlySpan<byte> json, out ProverParameters? parameters, bool allowsUnknownRoot = false)
    {
        parameters = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json.ToArray());
            if (ProverParameterFile.Read(document.RootElement, out parameters) is { } malformed)
            {
                return malformed;
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return new("parameters", "the JSON of prover parameters", error.Message);
        }

        parameters = parameters! with { AllowsUnknownRoot = allowsUnknownRoot };
        ProverInputError? refusal = parameters.FindError();
        parameters = refusal is null ? parameters : null;
        return refusal;
    }

    /// <summary>Why nothing can be proved with these parameters, whatever the run; null if something can.</summary>
    public ProverInputError? FindError()
    {
        if (!Hashes.Contains(Hash))
        {
            return new("channel_hash", string.Join(", ", Hashes), Hash);
        }

        if (Config.Check() is { } error)
        {
            return new(error.Where, error.Expected, error.Got);
        }

        VerifierPolicy policy = VerifierPolicy.Default;
        if (Config.PowBits < policy.MinPowBits || Config.PowBits > MaxPowBits)
        {
            return new("pow_bits", $"{policy.MinPowBits}..{MaxPowBits}", $"{Config.PowBits}");
        }

        if (Config.SecurityBits < policy.MinSecurityBits)
        {
            return new(
                "pcs_config",
                $"at least {policy.MinSecurityBits} bits of security, pow_bits + log_blowup_factor * n_queries",
                $"{Config.SecurityBits} bits");
        }

        if (BigComponents is < 1 or > ClaimLayout.MaxBigInstances)
        {
            return new("opt_n_id_to_big_components", $"1..{ClaimLayout.MaxBigInstances}", $"{BigComponents}");
        }

        return FindTreeError();
    }

    /// <summary>Why proofs with these parameters have no encoding in a format; null if they have. To be asked before proving.</summary>
    public string? FindFormatError(ProofFormat format) => ProofEncoder.Refusal(ConfigFor(0), format);

    /// <summary>
    /// The STARK's parameters for a trace whose largest component has 2^maxLogSize rows, the lifting raised where that is asked for.
    /// </summary>
    internal PcsConfig ConfigFor(int maxLogSize) => RaisesLifting
        ? Config with { MinLiftingLogSize = Config.TreeHeight(Math.Max(maxLogSize, FixedLogSize)) }
        : Config;

    /// <summary>Why a trace whose largest component has 2^maxLogSize rows cannot be proved with these parameters; null if it can.</summary>
    internal ProverInputError? FindTraceError(int maxLogSize)
    {
        PcsConfig config = ConfigFor(maxLogSize);
        int natural = Math.Max(maxLogSize, FixedLogSize) + config.Fri.LogBlowup;
        if (config.TreeHeight(maxLogSize) > MaxLogDomain)
        {
            return new("pcs_config", $"a domain of at most 2^{MaxLogDomain} for this run", $"2^{config.TreeHeight(maxLogSize)}");
        }

        if (config.MinLiftingLogSize > 0 && config.MinLiftingLogSize < natural)
        {
            return new("min_lifting_log_size", $"0 or at least {natural} for this run", $"{config.MinLiftingLogSize}");
        }

        return FindRootError(config);
    }

    private string VariantName => PreprocessedLayout.Of(Variant).Name;

    private int FixedLogSize => PreprocessedLayout.Of(Variant).MaxLogSize;

    private ProverInputError? FindTreeError()
    {
        int natural = FixedLogSize + Config.Fri.LogBlowup;
        if (natural > MaxLogDomain)
        {
            return new("log_blowup_factor", $"at most {MaxLogDomain - FixedLogSize} with {VariantName}", $"{Config.Fri.LogBlowup}");
        }

        if (Config.MinLiftingLogSize > MaxLogDomain || (Config.MinLiftingLogSize > 0 && Config.MinLiftingLogSize < natural))
        {
            return new(
                "min_lifting_log_size",
                $"0 or {natural}..{MaxLogDomain}, from the height of the fixed columns with their blowup on",
                $"{Config.MinLiftingLogSize}");
        }

        if (SamplesAllFixedColumns && !RaisesLifting && Config.MinLiftingLogSize == 0 && FixedLogSize > SmallestMaxLogSize)
        {
            return new(
                "include_all_preprocessed_columns",
                $"raise_min_lifting_to_max_column or min_lifting_log_size with {VariantName}, whose columns may be longer than the trace",
                "neither");
        }

        return FindRootError(Config);
    }

    private ProverInputError? FindRootError(PcsConfig config)
    {
        PreprocessedTree tree = PreprocessedTree.Of(Hash, Variant, config);
        return AllowsUnknownRoot || PreprocessedRoots.TryGet(tree, out _)
            ? null
            : new(
                "preprocessed_trace",
                "parameters with a known root of the fixed columns, without which no verifier accepts the proof; "
                + PreprocessedRoots.HowToCompute,
                $"the {tree}");
    }
}
