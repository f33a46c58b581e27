using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Air.Verification;
using Kraken.Fields;
using Kraken.Stark;
using Kraken.Stark.Channels;
using Kraken.Stark.Fri;
using Kraken.Stark.Merkle;
using Kraken.Stark.Pcs;
using Xunit;

namespace Kraken.Cairo.Air.Tests.Proofs;

/// <summary>
/// The extended binary format on genuine proofs: what it adds is what the openings show, it is written where the reference writes it, and
/// the proof in it is the same.
/// </summary>
public sealed class ExtendedBinaryTests
{
    private const string Ret = "ret_opcode.canonical_small.proof.bin.bz2";
    private const string Poseidon = "ret_opcode.poseidon252.proof.cairo_serde.json";

    [Theory]
    [InlineData(Ret)]
    [InlineData(Poseidon)]
    public void TheProofSurvivesAndVerifies(string name)
    {
        CairoProof proof = SharedProofs.Read(name);
        byte[] extended = ProofEncoder.Encode(proof, ProofFormat.ExtendedBinary);
        Assert.Equal(ProofFormat.Binary, ProofDecoder.Detect(extended));
        Assert.True(ProofDecoder.TryDecode(extended, out CairoProof? read, out VerifyError? error), $"{error}");
        Assert.True(ProofEncoder.Encode(read, ProofFormat.Json).AsSpan().SequenceEqual(ProofEncoder.Encode(proof, ProofFormat.Json)));
        Assert.Null(ProofFileVerifier.Verify(extended).Error);
        Assert.True(ProofEncoder.Encode(read, ProofFormat.ExtendedBinary).AsSpan().SequenceEqual(extended));
    }

    [Theory]
    [InlineData(Ret)]
    [InlineData(Poseidon)]
    public void TheDataStandsBetweenTheProofAndTheSalt(string name)
    {
        CairoProof proof = SharedProofs.Read(name);
        byte[] plain = Unpacked(proof, ProofFormat.Binary), extended = Unpacked(proof, ProofFormat.ExtendedBinary);
        Assert.True(extended.Length > plain.Length);
        Assert.Equal(plain[..^8], extended[..(plain.Length - 8)]);
        Assert.Equal(plain[^8..], extended[^8..]);

        // First comes the number of drawn queries, each of eight bytes.
        ReadOnlySpan<byte> data = extended.AsSpan(plain.Length - 8);
        Assert.Equal((ulong)proof.Config.Fri.QueryCount, BinaryPrimitives.ReadUInt64LittleEndian(data));
        IReadOnlyList<uint> queries = Queries(proof);
        for (int i = 0; i < queries.Count; i++)
        {
            Assert.Equal(queries[i], BinaryPrimitives.ReadUInt64LittleEndian(data[(8 + (8 * i))..]));
        }

        // Then the four trees; the first layer of each is its leaves.
        Assert.Equal(4ul, BinaryPrimitives.ReadUInt64LittleEndian(data[(8 + (8 * queries.Count))..]));
    }

    /// <summary>The drawn positions are those of an independent verifier's transcript.</summary>
    [Fact]
    public void QueriesAreThoseOfTheSharedTranscript()
    {
        JsonElement transcript = SharedProofs.ReadJson("transcript_ret_opcode_poseidon.json");
        uint[] expected = [.. transcript.GetProperty("raw_queries").EnumerateArray().Select(query => query.GetUInt32())];
        Assert.Equal(expected, Queries(SharedProofs.Read(Poseidon)));
    }

    [Fact]
    public void NodesAreTheTreesOfABlakeProof() =>
        CheckNodes<Blake2sChannel, Blake2sHash>(
            (CairoProof<Blake2sHash>)SharedProofs.Read(Ret), (proof, record) => CairoVerifier.Verify(proof, record));

    [Fact]
    public void NodesAreTheTreesOfAPoseidonProof() =>
        CheckNodes<Poseidon252Channel, Felt>(
            (CairoProof<Felt>)SharedProofs.Read(Poseidon), (proof, record) => CairoVerifier.Verify(proof, record));

    [Fact]
    public void AnInvalidProofHasNoOpenings()
    {
        CairoProof<Blake2sHash> proof = (CairoProof<Blake2sHash>)SharedProofs.Read(Ret);
        CairoProof<Blake2sHash> altered = proof with { Stark = proof.Stark with { ProofOfWork = proof.Stark.ProofOfWork + 1 } };
        ArgumentException error = Assert.Throws<ArgumentException>(() => ProofEncoder.Encode(altered, ProofFormat.ExtendedBinary));
        Assert.Contains("only a valid proof", error.Message, StringComparison.Ordinal);
        ProofEncoder.Encode(altered, ProofFormat.Binary);
    }

    [Fact]
    public void CutOrLengthenedFilesAreRefused()
    {
        byte[] plain = Unpacked(SharedProofs.Read(Ret), ProofFormat.Binary);
        byte[] extended = Unpacked(SharedProofs.Read(Ret), ProofFormat.ExtendedBinary);
        for (int length = plain.Length + 1; length < extended.Length; length += 4999)
        {
            Refuse(extended[..length]);
        }

        Refuse(extended[..^1]);
        Refuse([.. extended, 0]);

        // A count of queries that the file does not hold.
        byte[] altered = [.. extended];
        altered.AsSpan(plain.Length - 8, 8).Fill(0xff);
        Refuse(altered);
    }

    private static void CheckNodes<TChannel, THash>(
        CairoProof<THash> proof, Func<CairoProof<THash>, OpeningRecord<THash>, VerifyError?> verify)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        OpeningRecord<THash> record = new();
        Assert.Null(verify(proof, record));
        StarkProof<THash> stark = proof.Stark;
        Assert.Equal(stark.Config.Fri.QueryCount, record.Queries.Count);
        Assert.Equal(4, record.Trees.Count);
        for (int tree = 0; tree < 4; tree++)
        {
            CheckTree<TChannel, THash>(record.Trees[tree], stark.Commitments[tree]);

            // A leaf of the witness is shown, and one per opened row.
            int queries = record.Queries.Distinct().Count();
            Assert.InRange(record.Trees[tree].Layers[0].Count, queries / 2, 2 * queries);
        }

        FriLayerProof<THash>[] layers = [stark.Fri.FirstLayer, .. stark.Fri.InnerLayers];
        Assert.Equal(layers.Length, record.Layers.Count);
        for (int layer = 0; layer < layers.Length; layer++)
        {
            CheckTree<TChannel, THash>(record.Layers[layer].Nodes, layers[layer].Commitment);
            CheckValues<TChannel, THash>(record.Layers[layer], layers[layer]);
        }
    }

    /// <summary>Pairs of children, whose hashes are nodes of the layer above; the last one's is the root.</summary>
    private static void CheckTree<TChannel, THash>(OpenedNodes<THash> nodes, THash root)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        for (int layer = 0; layer < nodes.Layers.Count; layer++)
        {
            (uint Position, THash Hash)[] shown = [.. nodes.Layers[layer]];
            Assert.Equal(shown.Select(node => node.Position), shown.Select(node => node.Position).Distinct().Order());
            Dictionary<uint, THash> above = layer + 1 < nodes.Layers.Count
                ? nodes.Layers[layer + 1].ToDictionary(node => node.Position, node => node.Hash)
                : new() { [0] = root };
            for (int i = 0; i < shown.Length; i += 2)
            {
                Assert.Equal((shown[i].Position | 1, 0u), (shown[i + 1].Position, shown[i].Position & 1));
                Assert.Equal(above[shown[i].Position >> 1], TChannel.HashNode(shown[i].Hash, shown[i + 1].Hash));
            }
        }
    }

    /// <summary>The values in order are those of the leaves, and the witness is a part of them.</summary>
    private static void CheckValues<TChannel, THash>(OpenedLayer<THash> opened, FriLayerProof<THash> proof)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        Assert.Equal(opened.Values.Select(entry => entry.Position), opened.Values.Select(entry => entry.Position).Distinct().Order());
        Assert.Subset(opened.Values.Select(entry => entry.Value).ToHashSet(), proof.FriWitness.ToHashSet());
        int perLeaf = 0;
        foreach (int candidate in (int[])[1, 4])
        {
            THash[] leaves = [.. opened.Values.Chunk(candidate).Select(chunk =>
                TChannel.HashLeaf([.. chunk.SelectMany(entry => Enumerable.Range(0, 4).Select(k => entry.Value[k]))]))];
            uint[] positions = [.. opened.Values.Chunk(candidate).Select(chunk => chunk[0].Position / (uint)candidate)];
            Dictionary<uint, THash> shown = opened.Nodes.Layers[0].ToDictionary(node => node.Position, node => node.Hash);
            bool agree = positions.Zip(leaves).All(leaf => shown.TryGetValue(leaf.First, out THash hash) && hash.Equals(leaf.Second));
            perLeaf += agree ? candidate : 0;
        }

        Assert.True(perLeaf is 1 or 4, $"{perLeaf}");
    }

    private static IReadOnlyList<uint> Queries(CairoProof proof)
    {
        if (proof is CairoProof<Felt> poseidon)
        {
            OpeningRecord<Felt> felts = new();
            Assert.Null(CairoVerifier.Verify(poseidon, felts));
            return felts.Queries;
        }

        OpeningRecord<Blake2sHash> record = new();
        Assert.Null(CairoVerifier.Verify((CairoProof<Blake2sHash>)proof, record));
        return record.Queries;
    }

    private static byte[] Unpacked(CairoProof proof, ProofFormat format) =>
        Bzip2Codec.Decompress(ProofEncoder.Encode(proof, format), ProofLimits.MaxUnpackedBytes);

    private static void Refuse(byte[] unpacked)
    {
        Assert.False(ProofDecoder.TryDecode(Bzip2Codec.Compress(unpacked), out CairoProof? proof, out VerifyError? error));
        Assert.Null(proof);
        Assert.Equal(VerifyErrorKind.Malformed, error.Kind);
    }
}
