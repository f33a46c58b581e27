using System;
using System.Linq;
using System.Text.Json;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Stark.Fri;
using Kraken.Stark.Pcs;

namespace Kraken.Cairo.Prover;

/// <summary>The JSON of prover parameters, as stwo-cairo has it.</summary>
internal static class ProverParameterFile
{
    private const string SamplesAll = "include_all_preprocessed_columns";
    private const string BigComponents = "opt_n_id_to_big_components";
    private const string RaisesLifting = "raise_min_lifting_to_max_column";
    private const string MinLifting = "min_lifting_log_size";

    // store_polynomials_coefficients trades memory for time in the reference and does not show in a proof.
    private static readonly string[] Names =
    [
        "channel_hash", "channel_salt", "pcs_config", "preprocessed_trace", "store_polynomials_coefficients",
        SamplesAll, BigComponents, RaisesLifting,
    ];

    private static readonly string[] PcsNames = ["pow_bits", "fri_config", MinLifting];
    private static readonly string[] FriNames = ["log_blowup_factor", "log_last_layer_degree_bound", "n_queries", "fold_step"];

    /// <summary>The first name that is no parameter; null if all are.</summary>
    /// <exception cref="InvalidOperationException">An element is no object.</exception>
    public static string? UnknownName(JsonElement root)
    {
        JsonElement pcs = Property(root, "pcs_config");
        return Unknown(root, Names) ?? Unknown(pcs, PcsNames) ?? Unknown(Property(pcs, "fri_config"), FriNames);
    }

    /// <summary>Reads the parameters.</summary>
    /// <exception cref="FormatException">A value is out of its type's range or the variant unknown.</exception>
    /// <exception cref="InvalidOperationException">A value is missing or of another type.</exception>
    public static ProverParameters Read(JsonElement root)
    {
        JsonElement pcs = Property(root, "pcs_config");
        JsonElement fri = Property(pcs, "fri_config");
        string variant = Property(root, "preprocessed_trace").GetString() ?? string.Empty;
        int index = PreprocessedLayout.VariantNames.IndexOf(variant);
        if (index < 0)
        {
            throw new FormatException($"preprocessed_trace is {variant}, expected {string.Join(", ", PreprocessedLayout.VariantNames)}");
        }

        FriConfig friConfig = new(
            Property(fri, "log_blowup_factor").GetInt32(),
            Property(fri, "log_last_layer_degree_bound").GetInt32(),
            Property(fri, "n_queries").GetInt32(),
            Property(fri, "fold_step").GetInt32());
        PcsConfig config = new(Property(pcs, "pow_bits").GetInt32(), friConfig, Optional(pcs, MinLifting)?.GetInt32() ?? 0);
        string hash = Property(root, "channel_hash").GetString() ?? string.Empty;
        return new(hash, Property(root, "channel_salt").GetUInt32(), config, (PreprocessedVariant)index)
        {
            SamplesAllFixedColumns = Optional(root, SamplesAll)?.GetBoolean() ?? false,
            BigComponents = Optional(root, BigComponents)?.GetInt32(),
            RaisesLifting = Optional(root, RaisesLifting)?.GetBoolean() ?? false,
        };
    }

    private static JsonElement Property(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) ? value : throw new InvalidOperationException($"{name} is missing");

    private static JsonElement? Optional(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? Unknown(JsonElement parent, string[] names) =>
        parent.EnumerateObject().Select(property => property.Name).FirstOrDefault(name => !names.Contains(name));
}
