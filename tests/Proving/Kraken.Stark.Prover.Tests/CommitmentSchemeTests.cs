using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Pcs;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Transforms;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>The commitment scheme on random polynomials: what the prover opens the verifier takes, and nothing else.</summary>
public sealed class CommitmentSchemeTests : IDisposable
{
    private const int MaxLog = 6;

    // Tree 0 may have another height; the others must hold a column of the largest size.
    private static readonly (int Log, byte Samples)[][] Trees =
    [
        [(3, 1), (8, 0), (5, 1)],
        [(4, 1), (6, 1), (2, 1)],
        [(6, 2), (3, 2), (3, 1), (6, 1)],
        [(6, 1), (6, 1)],
    ];

    private readonly BufferPool pool = new();

    public void Dispose() => pool.Dispose();

    public static TheoryData<int, int, int, int> Configurations() => new()
    {
        { 1, 0, 1, 0 },
        { 1, 0, 3, 0 },
        { 1, 2, 2, 0 },
        { 2, 0, 1, 0 },
        { 3, 1, 4, 0 },
        { 1, 0, 1, 9 },
        { 2, 3, 1, 10 },
        { 4, 0, 3, 0 },
    };

    [Theory]
    [MemberData(nameof(Configurations))]
    public void OpeningsAreAccepted(int blowup, int last, int step, int lifting)
    {
        PcsConfig config = new(5, new(blowup, last, 9, step), lifting);
        Check<Blake2sChannel, Blake2sHash>(config);
        Check<Blake2sM31Channel, Blake2sHash>(config);
        Check<Poseidon252Channel, Felt>(config);
    }

    [Fact]
    public void EachAlteredPartHasItsError()
    {
        PcsConfig config = new(5, new(1, 1, 9, 2));
        StarkProof<Blake2sHash> proof = Prove<Blake2sChannel, Blake2sHash>(config);
        (StarkProof<Blake2sHash> Altered, VerifyErrorKind[] Kinds)[] cases =
        [
            (proof with { ProofOfWork = proof.ProofOfWork + 1 }, [VerifyErrorKind.QueryProofOfWork, VerifyErrorKind.MerkleRoot]),
            (WithSample(proof, sample => sample + QM31.One), AnyOfDraws),
            (WithQueried(proof, value => value + M31.One), [VerifyErrorKind.MerkleRoot]),
            (proof with { SampledValues = proof.SampledValues[1..] }, [VerifyErrorKind.Structure]),
            (proof with { Decommitments = proof.Decommitments[1..] }, [VerifyErrorKind.Structure]),
            (proof with { QueriedValues = [.. proof.QueriedValues, []] }, [VerifyErrorKind.Structure]),
            (proof with { QueriedValues = [proof.QueriedValues[0][1..], .. proof.QueriedValues[1..]] }, [VerifyErrorKind.Structure]),
            (proof with { SampledValues = [[[], [], []], .. proof.SampledValues[1..]] }, [VerifyErrorKind.SampledValues]),
            (proof with { SampledValues = [proof.SampledValues[0][1..], .. proof.SampledValues[1..]] }, [VerifyErrorKind.SampledValues]),
            (proof with { Decommitments = [new([]), .. proof.Decommitments[1..]] }, [VerifyErrorKind.MerkleWitnessTooShort]),
        ];
        foreach ((StarkProof<Blake2sHash> altered, VerifyErrorKind[] kinds) in cases)
        {
            Assert.Contains(Verify<Blake2sChannel, Blake2sHash>(config, altered)!.Kind, kinds);
        }
    }

    [Fact]
    public void RowsMustBeAsManyAsQueries()
    {
        PcsConfig config = new(5, new(1, 0, 9, 1));
        StarkProof<Blake2sHash> proof = Prove<Blake2sChannel, Blake2sHash>(config);
        for (int tree = 0; tree < Trees.Length; tree++)
        {
            foreach (Func<M31[], M31[]> change in (Func<M31[], M31[]>[])[rows => rows[1..], rows => [.. rows, M31.One], _ => []])
            {
                M31[][][] values = [.. proof.QueriedValues];
                values[tree] = [change(values[tree][0]), .. values[tree][1..]];
                VerifyError? error = Verify<Blake2sChannel, Blake2sHash>(config, proof with { QueriedValues = values });
                Assert.Equal(VerifyErrorKind.QueriedValues, error!.Kind);
            }
        }
    }

    /// <summary>The values at an out-of-domain point are those of the interpolated polynomials, lifted to the largest size.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void SamplesAreTheValuesOfThePolynomials(int blowup)
    {
        PcsConfig config = new(0, new(blowup, 0, 3, 1));
        StarkProof<Blake2sHash> proof = Prove<Blake2sChannel, Blake2sHash>(config);
        CirclePoint<QM31> point = Point(config);
        CirclePoint<QM31> previous = point - CircleGroup.ToSecure(CirclePointIndex.SubgroupGenerator(MaxLog).ToPoint());
        TwiddleTree tree = new(10);
        for (int t = 0; t < Trees.Length; t++)
        {
            for (int c = 0; c < Trees[t].Length; c++)
            {
                (int log, byte samples) = Trees[t][c];
                M31[] coefficients = [.. Values(t, c, log).Select(M31.FromCanonical)];
                CircleFft.Interpolate(coefficients, tree);
                QM31[] expected = [.. new[] { previous, point }.TakeLast(samples)
                    .Select(at => CirclePolynomial.EvaluateAt(coefficients, at.Double(MaxLog - log)))];
                Assert.Equal(expected, proof.SampledValues[t][c]);
            }
        }
    }

    private static VerifyErrorKind[] AnyOfDraws =>
    [
        VerifyErrorKind.QueryProofOfWork, VerifyErrorKind.MerkleRoot, VerifyErrorKind.MerkleWitnessTooShort,
        VerifyErrorKind.MerkleWitnessTooLong, VerifyErrorKind.QueriedValues,
    ];

    private static StarkProof<Blake2sHash> WithSample(StarkProof<Blake2sHash> proof, Func<QM31, QM31> change)
    {
        QM31[][][] samples = [.. proof.SampledValues.Select(tree => tree.Select(column => column.ToArray()).ToArray())];
        samples[1][0][0] = change(samples[1][0][0]);
        return proof with { SampledValues = samples };
    }

    private static StarkProof<Blake2sHash> WithQueried(StarkProof<Blake2sHash> proof, Func<M31, M31> change)
    {
        M31[][][] values = [.. proof.QueriedValues.Select(tree => tree.Select(column => column.ToArray()).ToArray())];
        values[1][0][0] = change(values[1][0][0]);
        return proof with { QueriedValues = values };
    }

    private void Check<TChannel, THash>(PcsConfig config)
        where TChannel : IMerkleChannel<THash>, new()
        where THash : unmanaged, IEquatable<THash> => Assert.Null(Verify<TChannel, THash>(config, Prove<TChannel, THash>(config)));

    private static VerifyError? Verify<TChannel, THash>(PcsConfig config, StarkProof<THash> proof)
        where TChannel : IMerkleChannel<THash>, new()
        where THash : unmanaged, IEquatable<THash>
    {
        Assert.Null(config.Check());
        TChannel channel = new();
        CommitmentSchemeVerifier<TChannel, THash> scheme = new(config);
        for (int tree = 0; tree < Trees.Length; tree++)
        {
            TreeColumns columns = new([.. Trees[tree].Select(c => c.Log)], [.. Trees[tree].Select(c => c.Samples)]);
            scheme.Commit(channel, proof.Commitments[tree], columns);
        }

        return scheme.VerifyValues(channel, proof, Point(config), MaxLog);
    }

    private StarkProof<THash> Prove<TChannel, THash>(PcsConfig config)
        where TChannel : IMerkleChannel<THash>, new()
        where THash : unmanaged, IEquatable<THash>
    {
        TwiddleTable twiddles = new(Math.Max(8 + config.Fri.LogBlowup, config.TreeHeight(MaxLog)));
        TChannel channel = new();
        CommitmentSchemeProver<TChannel, THash> scheme = new(config, twiddles, pool);
        for (int tree = 0; tree < Trees.Length; tree++)
        {
            List<ColumnBlock> blocks = [];
            for (int column = 0; column < Trees[tree].Length; column++)
            {
                int log = Trees[tree][column].Log;
                ColumnBlock coefficients = new(pool, log, 1);
                Values(tree, column, log).CopyTo(coefficients.Rows(0));
                ColumnTransforms.Interpolate(coefficients, twiddles);
                blocks.Add(coefficients);
            }

            CommittedTree<THash> committed = CommittedTree<THash>.Commit<TChannel>(
                Columns.Of([.. blocks]), new(config.Fri.LogBlowup, config.MinLiftingLogSize), twiddles, pool);
            scheme.Commit(channel, committed, [.. Trees[tree].Select(c => c.Samples)]);
        }

        return scheme.ProveValues(channel, Point(config), MaxLog, _ => { }, TestContext.Current.CancellationToken);
    }

    private static uint[] Values(int tree, int column, int log)
    {
        Random random = new((100 * tree) + column);
        return [.. Enumerable.Range(0, 1 << log).Select(_ => (uint)random.Next((int)M31.Modulus))];
    }

    private static CirclePoint<QM31> Point(PcsConfig config) => CircleGroup.FromParameter(new(config.Fri.LogBlowup, 22, 333, 4444));
}
