using System;
using System.Linq;
using System.Text.Json;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Prover.Input;
using Kraken.Stark.Fri;
using Kraken.Stark.Pcs;

namespace Kraken.Cairo.Prover;

/// <summary>How to prove: the hash, the channel's salt, the STARK's parameters, the fixed columns.</summary>
/// <param name="Hash">blake2s or poseidon252.</param>
/// <param name="Salt">What the channel starts with.</param>
/// <param name="Config">The STARK's parameters.</param>
/// <param name="Variant">The fixed columns.</param>
public sealed record ProverParameters(string Hash, uint Salt, PcsConfig Config, PreprocessedVariant Variant)
{
    private const int MaxPowBits = 32;

    /// <summary>96 bits of security over the small fixed columns: 26 bits of work, blowup 2, 70 queries, folding by 3 bits.</summary>
    public static ProverParameters Default { get; } =
        new("blake2s", 0, new PcsConfig(26, new FriConfig(1, 0, 70, 3)), PreprocessedVariant.CanonicalSmall);

    /// <summary>Reads a parameter file (the JSON of stwo-cairo).</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="parameters">The parameters, null on error.</param>
    /// <returns>Null, or why the bytes were refused.</returns>
    public static ProverInputError? TryRead(ReadOnlySpan<byte> json, out ProverParameters? parameters)
    {
        parameters = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(json.ToArray());
            parameters = Read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException or System.Collections.Generic.KeyNotFoundException)
        {
            return new("parameters", "the JSON of prover parameters", error.Message);
        }

        return Check(parameters);
    }

    private static ProverParameters Read(JsonElement root)
    {
        JsonElement pcs = root.GetProperty("pcs_config");
        JsonElement fri = pcs.GetProperty("fri_config");
        string variant = root.GetProperty("preprocessed_trace").GetString() ?? string.Empty;
        int index = PreprocessedLayout.VariantNames.IndexOf(variant);
        if (index < 0)
        {
            throw new FormatException($"preprocessed_trace {variant} is unknown");
        }

        FriConfig friConfig = new(
            fri.GetProperty("log_blowup_factor").GetInt32(),
            fri.GetProperty("log_last_layer_degree_bound").GetInt32(),
            fri.GetProperty("n_queries").GetInt32(),
            fri.GetProperty("fold_step").GetInt32());
        int lifting = pcs.TryGetProperty("min_lifting_log_size", out JsonElement element) && element.ValueKind == JsonValueKind.Number ? element.GetInt32() : 0;
        return new(
            root.GetProperty("channel_hash").GetString() ?? string.Empty,
            root.GetProperty("channel_salt").GetUInt32(),
            new PcsConfig(pcs.GetProperty("pow_bits").GetInt32(), friConfig, lifting),
            (PreprocessedVariant)index);
    }

    private static ProverInputError? Check(ProverParameters parameters)
    {
        if (!new[] { "blake2s", "poseidon252" }.Contains(parameters.Hash))
        {
            return new("channel_hash", "blake2s or poseidon252", parameters.Hash);
        }

        if (parameters.Config.Fri.LogBlowup != 1)
        {
            return new("log_blowup_factor", "1, the only one that this prover supports", $"{parameters.Config.Fri.LogBlowup}");
        }

        if (parameters.Config.PowBits > MaxPowBits)
        {
            return new("pow_bits", $"at most {MaxPowBits}", $"{parameters.Config.PowBits}");
        }

        return parameters.Config.Check() is { } error ? new(error.Where, error.Expected, error.Got) : null;
    }
}
