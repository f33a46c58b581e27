using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Tests.Proofs;
using Kraken.Cairo.Air.Verification;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Xunit;

namespace Kraken.Cairo.Air.Tests.Verification;

/// <summary>Every digest, draw and query of the transcript files.</summary>
public sealed class TranscriptTests
{
    [Theory]
    [InlineData("all_opcode_components.proof.cairo_serde.json", "transcript_all_opcode_components.json")]
    [InlineData("all_builtins.canonical_small.proof.cairo_serde.json", "transcript_all_builtins.canonical_small.json")]
    [InlineData("fib_16.canonical_small.proof.cairo_serde.json", "transcript_fib_16.canonical_small.json")]
    public void BlakeTranscriptIsReproduced(string proofName, string transcriptName)
    {
        CairoProof<Blake2sHash> proof = Assert.IsType<CairoProof<Blake2sHash>>(SharedProofs.Read(proofName));
        Check<Blake2sChannel, Blake2sHash>(new(new Blake2sChannel(), channel => channel.Digest.ToString()), proof, transcriptName);
    }

    [Fact]
    public void PoseidonTranscriptIsReproduced()
    {
        CairoProof<Felt> proof = Assert.IsType<CairoProof<Felt>>(SharedProofs.Read("ret_opcode.poseidon252.proof.cairo_serde.json"));
        Check<Poseidon252Channel, Felt>(
            new(new Poseidon252Channel(), channel => channel.Digest.ToString()), proof, "transcript_ret_opcode_poseidon.json");
    }

    private static void Check<TChannel, THash>(RecordingChannel<TChannel, THash> channel, CairoProof<THash> proof, string transcriptName)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        JsonElement expected = SharedData.Json("s-two", transcriptName);
        Assert.Null(CairoVerifier.Verify(channel, proof, VerifierPolicy.Default));
        string[] events = [.. expected.GetProperty("transcript")
            .EnumerateArray().SelectMany(step => step.GetProperty("events").EnumerateArray()).SelectMany(EventTexts)];
        Assert.Equal(events, channel.Events);
        uint mask = (1U << expected.GetProperty("lifting_log_size").GetInt32()) - 1;
        uint[] raw = [.. expected.GetProperty("raw_queries").EnumerateArray().Select(q => q.GetUInt32())];
        Assert.Equal(raw, channel.Words.Take(raw.Length).Select(word => word & mask));
    }

    private static IEnumerable<string> EventTexts(JsonElement entry) => entry.GetProperty("op").GetString() switch
    {
        "mix" => [entry.GetProperty("digest").GetString()!],
        "draw_secure_felt" => [Text(entry.GetProperty("value"))],
        _ => entry.GetProperty("values").EnumerateArray().Select(Text),
    };

    private static string Text(JsonElement value) => "[" + string.Join(',', value.EnumerateArray().Select(v => v.GetUInt32())) + "]";
}
