using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Fri;
using Kraken.Stark.Merkle;
using Kraken.Stark.Pcs;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover;

/// <summary>
/// The prover of the commitments: mixes roots, then proves the values of the committed polynomials at the out-of-domain point.
/// </summary>
/// <param name="config">The parameters.</param>
/// <param name="twiddles">FFT factors of the evaluation domain.</param>
/// <param name="pool">Memory.</param>
/// <typeparam name="TChannel">Gives channel and hash.</typeparam>
/// <typeparam name="THash">A tree node.</typeparam>
public sealed class CommitmentSchemeProver<TChannel, THash>(PcsConfig config, TwiddleTable twiddles, BufferPool pool)
    where TChannel : IMerkleChannel<THash>
    where THash : unmanaged, IEquatable<THash>
{
    private readonly List<(CommittedTree<THash> Tree, byte[] SampleCounts)> trees = [];

    /// <summary>Mixes a tree's root.</summary>
    /// <param name="tree">The committed columns.</param>
    /// <param name="sampleCounts">How often each column will be sampled: 0, 1 (Z) or 2 (Z - g, Z).</param>
    public void Commit(TChannel channel, CommittedTree<THash> tree, byte[] sampleCounts)
    {
        channel.MixRoot(tree.Root);
        trees.Add((tree, sampleCounts));
    }

    /// <summary>Samples, combines the quotients, runs the low-degree test and opens everything.</summary>
    /// <param name="channel">The channel after the out-of-domain point was drawn.</param>
    /// <param name="point">The out-of-domain point Z.</param>
    /// <param name="maxLogSize">log2 of the number of coefficients of the largest columns.</param>
    /// <param name="phase">Told when a phase begins.</param>
    /// <param name="cancellation">Ends the proof-of-work search.</param>
    public StarkProof<THash> ProveValues(
        TChannel channel, CirclePoint<QM31> point, int maxLogSize, Action<OpeningPhase> phase, CancellationToken cancellation)
    {
        phase(OpeningPhase.Sampling);
        int lifted = config.LiftedLogSize(maxLogSize);
        QM31[][][] samples = Sample(point, lifted);
        channel.MixFelts([.. samples.SelectMany(tree => tree.SelectMany(column => column))]);
        QM31 coefficient = channel.DrawSecureFelt();

        phase(OpeningPhase.Quotients);
        int logDomain = lifted + config.Fri.LogBlowup;
        List<QuotientTerms> terms = Terms(samples, point, coefficient, lifted);
        ColumnBlock quotients = QuotientCombination.Compute(terms, logDomain, config.Fri.LogBlowup, twiddles, pool);

        phase(OpeningPhase.Fri);
        using FriProver<TChannel, THash> fri = FriProver<TChannel, THash>.Commit(channel, config.Fri, quotients, twiddles, pool);

        phase(OpeningPhase.ProofOfWork);
        ulong nonce = ProofOfWork.Grind<TChannel, THash>(channel, config.PowBits, cancellation);
        channel.MixU64(nonce);

        phase(OpeningPhase.Decommitment);
        uint[] queries = QueryPositions.Draw(channel, logDomain, config.Fri.QueryCount);
        return Open(queries, logDomain, samples, nonce, fri.Open(queries));
    }

    private QM31[][][] Sample(CirclePoint<QM31> point, int maxLogSize)
    {
        using OutOfDomainSampler sampler = new(point, maxLogSize, pool);
        QM31[][][] samples = new QM31[trees.Count][][];
        for (int tree = 0; tree < samples.Length; tree++)
        {
            samples[tree] = sampler.Sample(trees[tree].Tree.Columns, trees[tree].SampleCounts);
        }

        return samples;
    }

    /// <summary>
    /// The power counter runs over trees, columns and samples; a column with two samples has three terms: f(Z) at Z + g_l (it is periodic
    /// under lifting), f(Z - g) at Z - g, f(Z) at Z.
    /// </summary>
    private List<QuotientTerms> Terms(QM31[][][] samples, CirclePoint<QM31> point, QM31 coefficient, int maxLogSize)
    {
        QuotientTerms current = new(point);
        QuotientTerms previous = new(OutOfDomainSampler.PreviousPoint(point, maxLogSize));
        SortedDictionary<int, QuotientTerms> periodic = new() { [maxLogSize] = current };
        QM31 power = QM31.One;
        for (int tree = 0; tree < samples.Length; tree++)
        {
            for (int i = 0; i < samples[tree].Length; i++)
            {
                QM31[] values = samples[tree][i];
                ColumnReference column = trees[tree].Tree.Columns[i];
                if (values.Length == 2)
                {
                    Add(Periodic(periodic, point, column.LogSize, maxLogSize), column, values[1]);
                    Add(previous, column, values[0]);
                }

                if (values.Length > 0)
                {
                    Add(current, column, values[^1]);
                }
            }
        }

        List<QuotientTerms> batches = [.. periodic.Values];
        if (previous.Groups.Count > 0)
        {
            batches.Add(previous);
        }

        return batches;

        void Add(QuotientTerms batch, ColumnReference column, QM31 value)
        {
            batch.Add(column, value, power);
            power *= coefficient;
        }
    }

    /// <summary>The terms at Z + g_l, where g_l has order 2^(M - l): Z itself for the largest columns.</summary>
    private static QuotientTerms Periodic(
        SortedDictionary<int, QuotientTerms> periodic,
        CirclePoint<QM31> point,
        int logSize,
        int maxLogSize)
    {
        if (!periodic.TryGetValue(logSize, out QuotientTerms? terms))
        {
            terms = new(point + CircleGroup.ToSecure(CirclePointIndex.SubgroupGenerator(maxLogSize - logSize).ToPoint()));
            periodic.Add(logSize, terms);
        }

        return terms;
    }

    private StarkProof<THash> Open(uint[] queries, int logDomain, QM31[][][] samples, ulong nonce, FriProof<THash> fri)
    {
        int count = trees.Count;
        THash[] roots = new THash[count];
        M31[][][] values = new M31[count][][];
        MerkleDecommitment<THash>[] decommitments = new MerkleDecommitment<THash>[count];
        for (int tree = 0; tree < count; tree++)
        {
            roots[tree] = trees[tree].Tree.Root;
            (values[tree], decommitments[tree]) = trees[tree].Tree.Open(queries, logDomain);
        }

        return new()
        {
            Config = config,
            Commitments = roots,
            SampledValues = samples,
            Decommitments = decommitments,
            QueriedValues = values,
            ProofOfWork = nonce,
            Fri = fri,
        };
    }
}
