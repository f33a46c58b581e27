using System;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Fri;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Transforms;
using Xunit;

namespace Kraken.Stark.Prover.Tests;

/// <summary>The prover of the low-degree test against its verifier, over all kinds of parameters.</summary>
public sealed class FriTests : IDisposable
{
    private const int LogDegree = 7;
    private static readonly TwiddleTable Twiddles = new(LogDegree + 4);
    private readonly BufferPool pool = new();

    public void Dispose() => pool.Dispose();

    [Fact]
    public void EveryKindOfParametersIsAccepted()
    {
        for (int blowup = 1; blowup <= 4; blowup++)
        {
            for (int step = 1; step <= 4; step++)
            {
                for (int last = 0; last + step <= LogDegree; last++)
                {
                    FriConfig config = new(blowup, last, 11, step);
                    Assert.Null(Check<Blake2sChannel>(config, (proof, answers) => (proof, answers)));
                    Assert.Null(Check<Blake2sM31Channel>(config, (proof, answers) => (proof, answers)));
                }
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void TheLastLayerIsGuarded(int last)
    {
        FriConfig config = new(1, last, 11, 2);
        for (int i = 0; i < 1 << last; i++)
        {
            VerifyError? error = Check<Blake2sChannel>(config, (proof, answers) =>
            {
                QM31[] altered = [.. proof.LastLayer];
                altered[i] += QM31.One;
                return (proof with { LastLayer = altered }, answers);
            });
            Assert.NotNull(error);
        }

        Assert.Equal(VerifyErrorKind.FriLastLayerDegree, Check<Blake2sChannel>(config, (proof, answers) =>
            (proof with { LastLayer = [.. proof.LastLayer, .. proof.LastLayer] }, answers))?.Kind);
        Assert.Equal(VerifyErrorKind.FriLastLayerDegree, Check<Blake2sChannel>(config, (proof, answers) =>
            (proof with { LastLayer = proof.LastLayer[1..] }, answers))?.Kind);
    }

    [Fact]
    public void ValuesOfAnotherDegreeCannotBeProved()
    {
        using ColumnBlock values = Columns.Random(pool, LogDegree + 1, 4, 1);
        Assert.Throws<InvalidOperationException>(() =>
            FriProver<Blake2sChannel, Blake2sHash>.Commit(new(), new(1, 2, 5, 1), values, Twiddles, pool));
    }

    private VerifyError? Check<TChannel>(FriConfig config, Func<FriProof<Blake2sHash>, QM31[], (FriProof<Blake2sHash>, QM31[])> alter)
        where TChannel : IMerkleChannel<Blake2sHash>, new()
    {
        ColumnBlock values = Columns.Random(pool, LogDegree + config.LogBlowup, 4, 3);
        ColumnTransforms.ExtendFromPart(values, config.LogBlowup, Twiddles);
        uint[] queries = QueryPositions.Draw(new TChannel(), values.LogSize, config.QueryCount);
        QM31[] answers = Array.ConvertAll(queries, query => Columns.Secure(values, (int)query));
        TChannel channel = new();
        using FriProver<TChannel, Blake2sHash> prover = FriProver<TChannel, Blake2sHash>.Commit(channel, config, values, Twiddles, pool);
        (FriProof<Blake2sHash> proof, answers) = alter(prover.Open(queries), answers);
        return FriVerifier<TChannel, Blake2sHash>.Commit(new(), config, proof, LogDegree, out FriVerifier<TChannel, Blake2sHash>? verifier)
            ?? verifier!.Decommit(queries, answers);
    }
}
