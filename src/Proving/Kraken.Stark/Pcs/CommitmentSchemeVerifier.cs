using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Fri;

namespace Kraken.Stark.Pcs;

/// <summary>
/// The verifier of the commitments: reads roots, then checks that the sampled values are those of the committed polynomials.
/// </summary>
/// <param name="config">The parameters, already checked for range.</param>
/// <param name="record">Takes what the openings show; null to skip.</param>
/// <typeparam name="TChannel">Gives channel and hash.</typeparam>
/// <typeparam name="THash">A tree node.</typeparam>
public sealed class CommitmentSchemeVerifier<TChannel, THash>(PcsConfig config, OpeningRecord<THash>? record = null)
    where TChannel : IMerkleChannel<THash>
    where THash : unmanaged, IEquatable<THash>
{
    private const int PreprocessedTree = 0;

    private readonly List<CommitmentTree<THash>> trees = [];

    /// <summary>
    /// Mixes a root and remembers what it commits to. Trees come in the order of the proof; tree 0, the preprocessed one, may have
    /// another height.
    /// </summary>
    public void Commit(TChannel channel, in THash root, TreeColumns columns)
    {
        channel.MixRoot(root);
        trees.Add(new(root, columns));
    }

    /// <summary>Checks sampled values against commitments.</summary>
    /// <param name="channel">The channel after the out-of-domain point was drawn.</param>
    /// <param name="point">The out-of-domain point Z.</param>
    /// <param name="maxLogSize">log2 of the number of coefficients of the largest columns, which the composition halves have.</param>
    public VerifyError? VerifyValues(TChannel channel, StarkProof<THash> proof, CirclePoint<QM31> point, int maxLogSize)
    {
        VerifyError? error = CheckShape(proof, maxLogSize);
        if (error is not null)
        {
            return error;
        }

        channel.MixFelts([.. proof.SampledValues.SelectMany(tree => tree.SelectMany(column => column))]);
        QM31 coefficient = channel.DrawSecureFelt();
        int lifted = config.LiftedLogSize(maxLogSize);
        error = FriVerifier<TChannel, THash>.Commit(channel, config.Fri, proof.Fri, lifted, out FriVerifier<TChannel, THash>? fri);
        if (fri is null)
        {
            return error;
        }

        if (!channel.VerifyPow(config.PowBits, proof.ProofOfWork))
        {
            return new(
                VerifyErrorKind.QueryProofOfWork, "query proof of work", $"{config.PowBits} zero bits", $"nonce {proof.ProofOfWork}");
        }

        channel.MixU64(proof.ProofOfWork);
        int logDomain = lifted + config.Fri.LogBlowup;
        uint[] queries = Draw(channel, logDomain);
        error = CheckTrees(proof, queries, logDomain);
        QuotientEvaluator quotients = new(Columns(), proof.SampledValues, point, coefficient, lifted);
        return error ?? CheckAnswers(proof, fri, queries, quotients, logDomain);
    }

    private uint[] Draw(TChannel channel, int logDomain)
    {
        uint[] positions = QueryPositions.DrawRaw(channel, logDomain, config.Fri.QueryCount);
        if (record is not null)
        {
            record.Queries = [.. positions];
        }

        return QueryPositions.Sort(positions);
    }

    /// <summary>Checks the lengths of all arrays of a proof against the commitments; after this no access can be out of range.</summary>
    /// <param name="maxLogSize">log2 of the number of coefficients of the largest columns.</param>
    public VerifyError? CheckShape(StarkProof<THash> proof, int maxLogSize)
    {
        int count = trees.Count;
        VerifyError? error = Length("sampled values", count, proof.SampledValues.Length)
            ?? Length("decommitments", count, proof.Decommitments.Length)
            ?? Length("queried values", count, proof.QueriedValues.Length);
        for (int tree = 0; tree < count && error is null; tree++)
        {
            error = CheckTreeShape(proof, tree, maxLogSize);
        }

        return error;
    }

    private VerifyError? CheckTreeShape(StarkProof<THash> proof, int tree, int maxLogSize)
    {
        string name = TreeNames.Of(tree);
        TreeColumns columns = trees[tree].Columns;
        if (tree != PreprocessedTree && columns.MaxLogSize != maxLogSize)
        {
            return VerifyError.Number(VerifyErrorKind.Claim, name + " size", maxLogSize, columns.MaxLogSize);
        }

        QM31[][] samples = proof.SampledValues[tree];
        if (samples.Length != columns.LogSizes.Length)
        {
            return VerifyError.Number(VerifyErrorKind.SampledValues, name + " columns", columns.LogSizes.Length, samples.Length);
        }

        for (int column = 0; column < samples.Length; column++)
        {
            if (samples[column].Length != columns.SampleCounts[column])
            {
                return VerifyError.Number(
                    VerifyErrorKind.SampledValues, $"{name} column {column}", columns.SampleCounts[column], samples[column].Length);
            }

            int lifted = config.LiftedLogSize(maxLogSize);
            if (samples[column].Length > 0 && columns.LogSizes[column] > lifted)
            {
                return new(
                    VerifyErrorKind.SampledValues,
                    $"{name} column {column}",
                    $"no sample of a column above 2^{lifted}",
                    $"2^{columns.LogSizes[column]}");
            }
        }

        return Length(name + " queried columns", columns.LogSizes.Length, proof.QueriedValues[tree].Length);
    }

    private static VerifyError? Length(string where, int expected, int got) =>
        expected == got ? null : VerifyError.Number(VerifyErrorKind.Structure, where, expected, got);

    private VerifyError? CheckTrees(StarkProof<THash> proof, uint[] queries, int logDomain)
    {
        for (int tree = 0; tree < trees.Count; tree++)
        {
            VerifyError? error = CheckRows(proof.QueriedValues[tree], queries.Length, TreeNames.Of(tree))
                ?? CheckTree(proof, tree, queries, logDomain);
            if (error is not null)
            {
                return error;
            }
        }

        return null;
    }

    private static VerifyError? CheckRows(M31[][] columns, int queryCount, string name)
    {
        foreach (M31[] column in columns)
        {
            if (column.Length != queryCount)
            {
                return VerifyError.Number(VerifyErrorKind.QueriedValues, name + " rows", queryCount, column.Length);
            }
        }

        return null;
    }

    private VerifyError? CheckTree(StarkProof<THash> proof, int tree, uint[] queries, int logDomain)
    {
        TreeColumns columns = trees[tree].Columns;
        int height = columns.LogSizes.Length == 0 ? 0 : config.TreeHeight(columns.MaxLogSize);
        TreeOpening<TChannel, THash> opening = new(TreeNames.Of(tree), height, columns.SortedOrder);
        return opening.Verify(
            trees[tree].Root, queries, logDomain, proof.QueriedValues[tree], proof.Decommitments[tree], record?.AddTree());
    }

    private List<TreeColumns> Columns() => trees.ConvertAll(tree => tree.Columns);

    private VerifyError? CheckAnswers(
        StarkProof<THash> proof, FriVerifier<TChannel, THash> fri, uint[] queries, QuotientEvaluator quotients, int logDomain)
    {
        CircleDomain domain = new CanonicCoset(logDomain).CircleDomain;
        QM31[] answers = new QM31[queries.Length];
        M31[][] columns = [.. proof.QueriedValues.SelectMany(tree => tree)];
        M31[] row = new M31[columns.Length];
        for (int query = 0; query < queries.Length; query++)
        {
            for (int column = 0; column < row.Length; column++)
            {
                row[column] = columns[column][query];
            }

            if (!quotients.TryEvaluate(row, domain.AtSlot(queries[query]), out answers[query]))
            {
                return new(VerifyErrorKind.DegenerateChallenge, "quotients", "nonzero denominators", "zero");
            }
        }

        return fri.Decommit(queries, answers, record);
    }
}
