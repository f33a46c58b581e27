using System;
using System.Linq;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Fri;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Merkle;
using Kraken.Stark.Prover.Transforms;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>The verifier of the low-degree test refuses what an honest prover does not send, each fault by its own error.</summary>
public sealed class FriRefusalTests : IDisposable
{
    private const int LogDegree = 6;
    private static readonly FriConfig Config = new(1, 0, 8, 2);
    private static readonly TwiddleTable Twiddles = new(LogDegree + 2);
    private readonly BufferPool pool = new();
    private readonly uint[] queries;
    private readonly QM31[] answers;
    private readonly FriProof<Blake2sHash> proof;

    public FriRefusalTests()
    {
        ColumnBlock values = Columns.Random(pool, LogDegree + 1, 4, 5);
        ColumnTransforms.ExtendFromPart(values, 1, Twiddles);
        queries = QueryPositions.Draw(new Blake2sChannel(), values.LogSize, Config.QueryCount);
        answers = Array.ConvertAll(queries, query => Columns.Secure(values, (int)query));
        using FriProver<Blake2sChannel, Blake2sHash> prover =
            FriProver<Blake2sChannel, Blake2sHash>.Commit(new(), Config, values, Twiddles, pool);
        proof = prover.Open(queries);
    }

    public void Dispose() => pool.Dispose();

    [Fact]
    public void TheHonestProofIsAccepted() => Assert.Null(Verify(proof, Config, LogDegree, queries, answers));

    [Fact]
    public void AnotherDegreeBoundHasOtherLayers()
    {
        Assert.Equal(VerifyErrorKind.FriLayerCount, Verify(proof, Config, LogDegree - 2, queries, answers)!.Kind);
        Assert.Equal(VerifyErrorKind.FriLayerCount, Verify(proof, Config, LogDegree + 2, queries, answers)!.Kind);
        Assert.Equal(VerifyErrorKind.FriLayerCount, Verify(proof, Config, 1, queries, answers)!.Kind);
        FriProof<Blake2sHash> fewer = proof with { InnerLayers = proof.InnerLayers[1..] };
        Assert.Equal(VerifyErrorKind.FriLayerCount, Verify(fewer, Config, LogDegree, queries, answers)!.Kind);
        FriProof<Blake2sHash> more = proof with { InnerLayers = [.. proof.InnerLayers, proof.InnerLayers[0]] };
        Assert.Equal(VerifyErrorKind.FriLayerCount, Verify(more, Config, LogDegree, queries, answers)!.Kind);
    }

    /// <summary>
    /// A random function is far from every polynomial: its prover cannot end in a constant, and with the constant of another one in its
    /// place the opened values fold to something else.
    /// </summary>
    [Fact]
    public void ATooHighDegreeIsSeenInTheLastLayer()
    {
        ColumnBlock values = Columns.Random(pool, LogDegree + 1, 4, 6);
        QM31[] high = Array.ConvertAll(queries, query => Columns.Secure(values, (int)query));
        Assert.Throws<InvalidOperationException>(() =>
            FriProver<Blake2sChannel, Blake2sHash>.Commit(new(), Config, values, Twiddles, pool));

        // Its first layer alone, opened honestly, on top of the other function's inner layers.
        ColumnBlock again = Columns.Random(pool, LogDegree + 1, 4, 6);
        MerkleTree<Blake2sHash> tree = MerkleTrees.CommitSecure<Blake2sChannel, Blake2sHash>(again, 2, pool);
        uint[] cosets = QueryPositions.Fold(queries, 2);
        QM31[] witness = [.. cosets.SelectMany(coset => Enumerable.Range(4 * (int)coset, 4))
            .Where(slot => !queries.Contains((uint)slot))
            .Select(slot => Columns.Secure(again, slot))];
        FriLayerProof<Blake2sHash> first = new(witness, tree.Decommit(cosets), tree.Root);
        VerifyError? error = Verify(proof with { FirstLayer = first }, Config, LogDegree, queries, high);
        Assert.Equal((VerifyErrorKind.MerkleRoot, "fri layer 1"), (error!.Kind, error.Where));
    }

    [Fact]
    public void AlteredValuesLeadToAnotherRoot()
    {
        for (int i = 0; i < answers.Length; i++)
        {
            QM31[] altered = [.. answers];
            altered[i] += new QM31(0, 0, 1, 0);
            Assert.Equal(VerifyErrorKind.MerkleRoot, Verify(proof, Config, LogDegree, queries, altered)!.Kind);
        }
    }

    [Fact]
    public void EveryLayersWitnessIsBound()
    {
        for (int layer = 0; layer <= proof.InnerLayers.Length; layer++)
        {
            FriLayerProof<Blake2sHash> genuine = layer == 0 ? proof.FirstLayer : proof.InnerLayers[layer - 1];
            QM31[] witness = genuine.FriWitness;
            string where = Refused(layer, genuine with { FriWitness = [.. witness, default] }, VerifyErrorKind.FriWitnessTooLong);
            Assert.Equal($"fri layer {layer}", where);
            if (witness.Length > 0)
            {
                Refused(layer, genuine with { FriWitness = witness[..^1] }, VerifyErrorKind.FriWitnessTooShort);
                Refused(layer, genuine with { FriWitness = [witness[0] + QM31.One, .. witness[1..]] }, VerifyErrorKind.MerkleRoot);
            }

            Blake2sHash[] hashes = genuine.Decommitment.HashWitness;
            Refused(layer, genuine with { Decommitment = new([.. hashes, default]) }, VerifyErrorKind.MerkleWitnessTooLong);
            if (hashes.Length > 0)
            {
                Refused(layer, genuine with { Decommitment = new(hashes[1..]) }, VerifyErrorKind.MerkleWitnessTooShort);
                Refused(layer, genuine with { Decommitment = new([default, .. hashes[1..]]) }, VerifyErrorKind.MerkleRoot);
            }
        }
    }

    /// <summary>A layer's root is mixed, so that another one also draws other coefficients from there on.</summary>
    [Fact]
    public void AnotherRootIsRefused()
    {
        for (int layer = 0; layer <= proof.InnerLayers.Length; layer++)
        {
            FriLayerProof<Blake2sHash> genuine = layer == 0 ? proof.FirstLayer : proof.InnerLayers[layer - 1];
            FriProof<Blake2sHash> altered = With(layer, genuine with { Commitment = default });
            Assert.Equal(VerifyErrorKind.MerkleRoot, Verify(altered, Config, LogDegree, queries, answers)!.Kind);
        }
    }

    [Fact]
    public void AnotherConstantIsNotWhatTheLayersFoldTo()
    {
        foreach (QM31 other in (QM31[])[proof.LastLayer[0] + QM31.One, default, -proof.LastLayer[0]])
        {
            FriProof<Blake2sHash> altered = proof with { LastLayer = [other] };
            Assert.Equal(VerifyErrorKind.FriLastLayerValue, Verify(altered, Config, LogDegree, queries, answers)!.Kind);
        }

        Assert.Equal(VerifyErrorKind.FriLastLayerDegree, Verify(proof with { LastLayer = [] }, Config, LogDegree, queries, answers)!.Kind);
    }

    [Fact]
    public void OtherQueriesNeedOtherWitnesses()
    {
        Assert.NotNull(Verify(proof, Config, LogDegree, queries[1..], answers[1..]));
        uint free = Enumerable.Range(0, 1 << (LogDegree + 1)).Select(i => (uint)i).First(q => !queries.Contains(q));
        (uint Query, QM31 Answer)[] more = [.. queries.Zip(answers).Append((free, default)).OrderBy(pair => pair.Item1)];
        Assert.NotNull(Verify(proof, Config, LogDegree, [.. more.Select(pair => pair.Query)], [.. more.Select(pair => pair.Answer)]));
    }

    private string Refused(int layer, FriLayerProof<Blake2sHash> altered, VerifyErrorKind kind)
    {
        VerifyError error = Verify(With(layer, altered), Config, LogDegree, queries, answers)!;
        Assert.Equal(kind, error.Kind);
        return error.Where;
    }

    private FriProof<Blake2sHash> With(int layer, FriLayerProof<Blake2sHash> altered)
    {
        if (layer == 0)
        {
            return proof with { FirstLayer = altered };
        }

        FriLayerProof<Blake2sHash>[] inner = [.. proof.InnerLayers];
        inner[layer - 1] = altered;
        return proof with { InnerLayers = inner };
    }

    private static VerifyError? Verify(FriProof<Blake2sHash> proof, FriConfig config, int logDegree, uint[] queries, QM31[] answers) =>
        FriVerifier<Blake2sChannel, Blake2sHash>.Commit(
            new(), config, proof, logDegree, out FriVerifier<Blake2sChannel, Blake2sHash>? verifier)
        ?? verifier!.Decommit(queries, answers);
}
