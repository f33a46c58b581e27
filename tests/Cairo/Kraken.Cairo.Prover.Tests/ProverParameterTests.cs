using System;
using System.IO;
using System.Text;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Prover.Witness;
using Kraken.Stark.Fri;
using Kraken.Stark.Pcs;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>Parameters are honoured or refused by their name, before anything is computed.</summary>
public sealed class ProverParameterTests
{
    private static readonly string Json = File.ReadAllText(Path.Combine(SharedData.Folder, "params.canonical_small.json"));

    [Fact]
    public void TheFileIsReadWhole()
    {
        const string SamplesAll = "\"include_all_preprocessed_columns\":";
        string json = Json.Replace(SamplesAll + "false", SamplesAll + "true", StringComparison.Ordinal);
        json = With(json, "\"opt_n_id_to_big_components\":5,\"raise_min_lifting_to_max_column\":true");
        Assert.Null(ProverParameters.TryRead(Encoding.UTF8.GetBytes(json), out ProverParameters? parameters));
        ProverParameters expected = new("blake2s", 0, new PcsConfig(26, new FriConfig(1, 0, 70, 3)), PreprocessedVariant.CanonicalSmall)
        {
            SamplesAllFixedColumns = true,
            BigComponents = 5,
            RaisesLifting = true,
        };
        Assert.Equal(expected, parameters);
        Assert.Null(ProverParameters.TryRead(Encoding.UTF8.GetBytes(With(Json, "\"opt_n_id_to_big_components\":null")), out parameters));
        Assert.Equal(ProverParameters.Default, parameters);
    }

    [Theory]
    [InlineData("\"channel_hash\":\"blake2s\"", "\"channel_hash\":\"md5\"", "channel_hash")]
    [InlineData("\"pow_bits\":26", "\"pow_bits\":33", "pow_bits")]
    [InlineData("\"pow_bits\":26", "\"pow_bits\":19", "pow_bits")]
    [InlineData("\"n_queries\":70", "\"n_queries\":69", "pcs_config")]
    [InlineData("\"n_queries\":70", "\"n_queries\":65537", "n_queries")]
    [InlineData("\"fold_step\":3", "\"fold_step\":9", "fold_step")]
    [InlineData("\"log_last_layer_degree_bound\":0", "\"log_last_layer_degree_bound\":11", "log_last_layer_degree_bound")]
    [InlineData("\"log_blowup_factor\":1", "\"log_blowup_factor\":0", "log_blowup_factor")]
    [InlineData("\"log_blowup_factor\":1", "\"log_blowup_factor\":6", "preprocessed_trace")]
    [InlineData("\"log_blowup_factor\":1", "\"log_blowup_factor\":10", "log_blowup_factor")]
    [InlineData("\"min_lifting_log_size\":0", "\"min_lifting_log_size\":20", "min_lifting_log_size")]
    [InlineData("\"min_lifting_log_size\":0", "\"min_lifting_log_size\":30", "min_lifting_log_size")]
    [InlineData("\"min_lifting_log_size\":0", "\"trace_lifting_log_size\":0", "trace_lifting_log_size")]
    [InlineData("\"channel_salt\":0", "\"channel_salt\":0,\"lifting_size_policy\":\"Exact\"", "lifting_size_policy")]
    [InlineData("\"channel_salt\":0", "\"channel_salt\":0,\"opt_n_id_to_big_components\":17", "opt_n_id_to_big_components")]
    [InlineData("\"channel_salt\":0", "\"channel_salt\":0,\"opt_n_id_to_big_components\":0", "opt_n_id_to_big_components")]
    [InlineData("\"channel_salt\":0", "\"channel_salt\":-1", "channel_salt")]
    [InlineData("\"channel_salt\":0", "\"channel_salt\":4294967296", "channel_salt")]
    [InlineData("\"channel_salt\":0", "\"channel_salt\":\"0\"", "channel_salt")]
    [InlineData("\"channel_salt\":0", "\"channel_salt\":null", "channel_salt")]
    [InlineData("\"channel_salt\":0", "\"channel_salt\":0,\"channel_salt\":1", "channel_salt")]
    [InlineData("\"channel_salt\":0,", "", "channel_salt")]
    [InlineData("\"channel_hash\":\"blake2s\"", "\"channel_hash\":7", "channel_hash")]
    [InlineData("\"pow_bits\":26", "\"pow_bits\":1099511627776", "pow_bits")]
    [InlineData("\"pow_bits\":26", "\"pow_bits\":26.5", "pow_bits")]
    [InlineData("\"pow_bits\":26", "\"pow_bits\":-26", "pow_bits")]
    [InlineData("\"pow_bits\":26", "\"pow_bits\":26,\"pow_bits\":26", "pow_bits")]
    [InlineData("\"n_queries\":70", "\"n_queries\":[70]", "n_queries")]
    [InlineData("\"fold_step\":3", "\"fold_step\":3,\"fold_step\":4", "fold_step")]
    [InlineData("\"min_lifting_log_size\":0", "\"min_lifting_log_size\":false", "min_lifting_log_size")]
    [InlineData("\"include_all_preprocessed_columns\":false", "\"include_all_preprocessed_columns\":0",
        "include_all_preprocessed_columns")]
    [InlineData("\"store_polynomials_coefficients\":true", "\"store_polynomials_coefficients\":1", "store_polynomials_coefficients")]
    [InlineData("\"preprocessed_trace\":\"canonical_small\"", "\"preprocessed_trace\":\"gigantic\"", "preprocessed_trace")]
    [InlineData("\"preprocessed_trace\":\"canonical_small\"", "\"preprocessed_trace\":7", "preprocessed_trace")]
    public void WhatCannotBeHonouredIsRefusedByName(string from, string to, string where)
    {
        Assert.Contains(from, Json, StringComparison.Ordinal);
        byte[] json = Encoding.UTF8.GetBytes(Json.Replace(from, to, StringComparison.Ordinal));
        ProverInputError? error = ProverParameters.TryRead(json, out ProverParameters? parameters);
        Assert.Equal(where, error?.Where);
        Assert.Null(parameters);
    }

    [Fact]
    public void WhatIsNoParameterFileIsRefused()
    {
        string[] texts = ["{}", "][", "[]", "7", "null", "{\"pcs_config\":[]}", "{\"\\ud800\":1}", "{\"channel_hash\":\"\\ud800\"}", ""];
        foreach (string text in texts)
        {
            Assert.NotNull(ProverParameters.TryRead(Encoding.UTF8.GetBytes(text), out _));
        }
    }

    [Fact]
    public void AnErrorSaysWhatIsExpectedAndWhatStandsThere()
    {
        string json = Json.Replace("\"pow_bits\":26", "\"pow_bits\":1099511627776", StringComparison.Ordinal);
        Assert.Equal(
            "pow_bits: expected a whole number from 0 to 2147483647, got 1099511627776",
            ProverParameters.TryRead(Encoding.UTF8.GetBytes(json), out _)?.ToString());
        json = Json.Replace("\"channel_salt\":0", $"\"channel_salt\":\"{new string('x', 1_000_000)}\"", StringComparison.Ordinal);
        Assert.InRange(ProverParameters.TryRead(Encoding.UTF8.GetBytes(json), out _)!.ToString().Length, 1, 200);
    }

    [Fact]
    public void AnyWordIsASalt()
    {
        string json = Json.Replace("\"channel_salt\":0", "\"channel_salt\":4294967295", StringComparison.Ordinal);
        Assert.Null(ProverParameters.TryRead(Encoding.UTF8.GetBytes(json), out ProverParameters? parameters));
        Assert.Equal(uint.MaxValue, parameters!.Salt);
    }

    [Fact]
    public void AllColumnsAreNotSampledBeyondTheTestedPolynomial()
    {
        ProverParameters all = ProverParameters.Default with { Variant = PreprocessedVariant.Canonical, SamplesAllFixedColumns = true };
        Assert.Equal("include_all_preprocessed_columns", all.FindError()?.Where);
        Assert.Null((all with { RaisesLifting = true }).FindError());
        Assert.Null((all with { Config = all.Config with { MinLiftingLogSize = 26 } }).FindError());
    }

    [Fact]
    public void FormatsThatCannotCarryTheParametersAreToldBeforehand()
    {
        Assert.Null(ProverParameters.Default.FindFormatError(ProofFormat.CairoSerde));
        ProverParameters raised = ProverParameters.Default with { RaisesLifting = true };
        Assert.Contains("min_lifting_log_size", raised.FindFormatError(ProofFormat.CairoSerde), StringComparison.Ordinal);
        Assert.Null(raised.FindFormatError(ProofFormat.Json));
    }

    [Fact]
    public void TheProverRefusesBeforeItStarts()
    {
        ProverParameters weak = ProverParameters.Default with { Config = new PcsConfig(20, new FriConfig(1, 0, 75, 3)) };
        Phases phases = new();
        ProverInput input = SharedData.Input("all_opcode_components");
        ProvingException error = Assert.Throws<ProvingException>(() => CairoProver.Prove(input, weak, phases));
        Assert.Contains("at least 96 bits", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, phases.Count);
    }

    private static string With(string json, string more) => json.TrimEnd()[..^1] + "," + more + "}";

    private sealed class Phases : IProgress<ProvePhase>
    {
        public int Count { get; private set; }

        public void Report(ProvePhase value) => Count++;
    }
}
