using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Prover.Input;
using Kraken.Serialization;
using Kraken.Stark.Fri;
using Kraken.Stark.Pcs;

namespace Kraken.Cairo.Prover;

/// <summary>
/// The JSON of prover parameters, as stwo-cairo has it. The first thing in it that is not as expected is kept, by its name.
/// </summary>
internal sealed class ProverParameterFile
{
    private const string Pcs = "pcs_config";
    private const string Fri = "fri_config";
    private const string KeepsCoefficients = "store_polynomials_coefficients";
    private const string SamplesAll = "include_all_preprocessed_columns";
    private const string BigComponents = "opt_n_id_to_big_components";
    private const string RaisesLifting = "raise_min_lifting_to_max_column";
    private const string MinLifting = "min_lifting_log_size";

    private static readonly string[] Names =
    [
        "channel_hash", "channel_salt", Pcs, "preprocessed_trace", KeepsCoefficients, SamplesAll, BigComponents, RaisesLifting,
    ];

    private static readonly string[] PcsNames = ["pow_bits", Fri, MinLifting];
    private static readonly string[] FriNames = ["log_blowup_factor", "log_last_layer_degree_bound", "n_queries", "fold_step"];

    private ProverInputError? error;

    private ProverParameterFile()
    {
    }

    /// <summary>Reads the parameters.</summary>
    /// <returns>Null, or the first thing that is missing, given twice, unknown or of another type.</returns>
    /// <exception cref="InvalidOperationException">A name or text is none: escapes can spell half a surrogate pair.</exception>
    public static ProverInputError? Read(JsonElement root, out ProverParameters? parameters)
    {
        ProverParameterFile file = new();
        ProverParameters read = file.Read(root);
        parameters = file.error is null ? read : null;
        return file.error;
    }

    private ProverParameters Read(JsonElement root)
    {
        Check(root, "parameters", Names);
        JsonElement pcs = Object(root, Pcs, PcsNames);
        JsonElement fri = Object(pcs, Fri, FriNames);
        FriConfig friConfig = new(
            Number(fri, "log_blowup_factor"),
            Number(fri, "log_last_layer_degree_bound"),
            Number(fri, "n_queries"),
            Number(fri, "fold_step"));
        PcsConfig config = new(Number(pcs, "pow_bits"), friConfig, IsPresent(pcs, MinLifting) ? Number(pcs, MinLifting) : 0);

        // It trades memory for time in the reference and does not show in a proof.
        Flag(root, KeepsCoefficients);
        string variant = Text(root, "preprocessed_trace");
        int index = PreprocessedLayout.VariantNames.IndexOf(variant);
        if (index < 0)
        {
            Fail("preprocessed_trace", string.Join(", ", PreprocessedLayout.VariantNames), ForeignText.Short(variant));
        }

        return new(
            Text(root, "channel_hash"), (uint)Number(root, "channel_salt", uint.MaxValue), config, (PreprocessedVariant)Math.Max(0, index))
        {
            SamplesAllFixedColumns = Flag(root, SamplesAll),
            BigComponents = IsPresent(root, BigComponents) ? Number(root, BigComponents) : null,
            RaisesLifting = Flag(root, RaisesLifting),
        };
    }

    private JsonElement Object(JsonElement parent, string name, string[] names)
    {
        JsonElement value = Member(parent, name);
        Check(value, name, names);
        return value;
    }

    private void Check(JsonElement value, string where, string[] names)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Fail(where, "an object", Shown(value));
            return;
        }

        HashSet<string> given = [];
        foreach (string name in value.EnumerateObject().Select(property => property.Name))
        {
            if (!names.Contains(name))
            {
                Fail(ForeignText.Short(name), "a parameter that this prover knows", "another");
            }
            else if (!given.Add(name))
            {
                Fail(name, "a parameter that is given once", "it twice");
            }
        }
    }

    private int Number(JsonElement parent, string name) => (int)Number(parent, name, int.MaxValue);

    private ulong Number(JsonElement parent, string name, ulong max)
    {
        JsonElement value = Member(parent, name);
        if (value.ValueKind == JsonValueKind.Number && value.TryGetUInt64(out ulong number) && number <= max)
        {
            return number;
        }

        Fail(name, $"a whole number from 0 to {max}", Shown(value));
        return 0;
    }

    private bool Flag(JsonElement parent, string name)
    {
        JsonElement value = Member(parent, name);
        if (IsPresent(parent, name) && value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            Fail(name, "true or false", Shown(value));
        }

        return value.ValueKind == JsonValueKind.True;
    }

    private string Text(JsonElement parent, string name)
    {
        JsonElement value = Member(parent, name);
        if (value.ValueKind == JsonValueKind.String)
        {
            return value.GetString()!;
        }

        Fail(name, "a text", Shown(value));
        return string.Empty;
    }

    private static bool IsPresent(JsonElement parent, string name) =>
        Member(parent, name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    // Undefined where it is missing.
    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out JsonElement value) ? value : default;

    private void Fail(string where, string expected, string got) => error ??= new(where, expected, got);

    private static string Shown(JsonElement value) =>
        value.ValueKind == JsonValueKind.Undefined ? "nothing" : ForeignText.Short(value.GetRawText());
}
