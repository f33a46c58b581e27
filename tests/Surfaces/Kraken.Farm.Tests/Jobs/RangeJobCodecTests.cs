using System;
using System.Text;
using System.Text.Json.Nodes;
using Kraken.BlockProof.Stateless;
using Kraken.Farm.Jobs;
using Kraken.Farm.Witnesses;
using Xunit;

namespace Kraken.Farm.Tests.Jobs;

public sealed class RangeJobCodecTests
{
    private static readonly RangeJob Job =
        ExampleJob.Of(5, 8, decidedAt: DateTimeOffset.FromUnixTimeSeconds(1_700_000_000)) with { Attempts = 2, Refusals = 3, Cells = 4 };

    [Fact]
    public void A_job_is_read_as_it_was_written()
    {
        Assert.True(RangeJobCodec.TryDecode(RangeJobCodec.Encode(Job), out RangeJob? read, out string? problem), problem);
        Assert.Equal(Job, read);
        Assert.Equal(new Kraken.Proofs.Ranges.RangeKey(77, 5, 8), read.Key);
    }

    [Theory]
    [InlineData("schema", "2", "schema")]
    [InlineData("schema", "\"1\"", "schema")]
    [InlineData("genesis", "77", "genesis")]
    [InlineData("genesis", "\"0x00077\"", "genesis")]
    [InlineData("first_block", "0", "first_block")]
    [InlineData("first_block", "-1", "first_block")]
    [InlineData("first_block", "9", "last_block")]
    [InlineData("last_block", "18446744073709551615", "last_block")]
    [InlineData("witness_sha256", "\"00\"", "witness_sha256")]
    [InlineData("witness_sha256", "null", "witness_sha256")]
    [InlineData("witness_key", "\"../../etc/passwd\"", "witness_key")]
    [InlineData("witness_bytes", "0", "witness_bytes")]
    [InlineData("witness_bytes", "1e3", "witness_bytes")]
    [InlineData("parameters", "\"\"", "parameters")]
    [InlineData("parameters", "\"a b\"", "parameters")]
    [InlineData("attempts", "-1", "attempts")]
    [InlineData("attempts", "1001", "attempts")]
    [InlineData("refusals", "1001", "refusals")]
    [InlineData("cells", "-1", "cells")]
    [InlineData("decided_at", "\"2026-01-01T00:00:00+01:00\"", "decided_at")]
    [InlineData("decided_at", "\"yesterday\"", "decided_at")]
    [InlineData("another", "1", "another")]
    public void A_member_that_is_not_as_it_must_be_is_refused_by_name(string member, string value, string expected)
    {
        JsonObject json = JsonNode.Parse(RangeJobCodec.Encode(Job))!.AsObject();
        json[member] = JsonNode.Parse(value);
        Assert.False(RangeJobCodec.TryDecode(Encoding.UTF8.GetBytes(json.ToJsonString()), out RangeJob? read, out string? problem));
        Assert.Null(read);
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_bound_holds_at_its_value_and_not_one_past_it()
    {
        AssertBound(ExampleJob.Of(1, StatelessRangeCodec.MaxBlocks), ExampleJob.Of(1, StatelessRangeCodec.MaxBlocks + 1));
        AssertBound(Job with { WitnessBytes = RangeWitnessCodec.MaxBytes }, Job with { WitnessBytes = RangeWitnessCodec.MaxBytes + 1L });
        AssertBound(Job with { Parameters = new string('a', 64) }, Job with { Parameters = new string('a', 65) });
        AssertBound(Job with { Attempts = RangeJob.MaxCount }, Job with { Attempts = RangeJob.MaxCount + 1 });
        byte[] padded = [.. RangeJobCodec.Encode(Job), .. Encoding.ASCII.GetBytes(new string(' ', RangeJobCodec.MaxBytes))];
        Assert.True(RangeJobCodec.TryDecode(padded.AsSpan(0, RangeJobCodec.MaxBytes), out _, out _));
        Assert.False(RangeJobCodec.TryDecode(padded.AsSpan(0, RangeJobCodec.MaxBytes + 1), out _, out string? problem));
        Assert.Equal("job: expected at most 4096 bytes, got 4097", problem);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"schema\":1,\"schema\":1}")]
    public void What_is_no_job_is_refused(string text) =>
        Assert.False(RangeJobCodec.TryDecode(Encoding.UTF8.GetBytes(text), out _, out _));

    private static void AssertBound(RangeJob at, RangeJob past)
    {
        Assert.True(RangeJobCodec.TryDecode(RangeJobCodec.Encode(at), out _, out string? problem), problem);
        Assert.False(RangeJobCodec.TryDecode(RangeJobCodec.Encode(past), out _, out _));
    }
}
