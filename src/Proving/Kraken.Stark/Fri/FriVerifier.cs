using System;
using System.Linq;
using System.Runtime.InteropServices;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Merkle;
using Kraken.Stark.Pcs;

namespace Kraken.Stark.Fri;

/// <summary>The verifier of the low-degree test: commit phase on the channel, then the openings at the queries.</summary>
/// <typeparam name="TChannel">Gives channel and hash.</typeparam>
/// <typeparam name="THash">A tree node.</typeparam>
public sealed class FriVerifier<TChannel, THash>
    where TChannel : IMerkleChannel<THash>
    where THash : unmanaged, IEquatable<THash>
{
    private readonly FriProof<THash> proof;
    private readonly int logDomain;
    private readonly int[] schedule;
    private readonly QM31[] alphas;

    private FriVerifier(FriProof<THash> proof, int logDomain, int[] schedule)
    {
        this.proof = proof;
        this.logDomain = logDomain;
        this.schedule = schedule;
        alphas = new QM31[schedule.Length];
    }

    /// <summary>Mixes the layers' roots and the last layer, and draws the folding coefficients.</summary>
    /// <param name="channel">The channel after the quotient coefficient.</param>
    /// <param name="config">The parameters, already checked for range.</param>
    /// <param name="logDegreeBound">log2 of the number of coefficients of the tested polynomial.</param>
    /// <param name="verifier">What the openings are then checked with; null on error.</param>
    public static VerifyError? Commit(
        TChannel channel, FriConfig config, FriProof<THash> proof, int logDegreeBound, out FriVerifier<TChannel, THash>? verifier)
    {
        verifier = null;
        int[]? schedule = config.FoldSchedule(logDegreeBound);
        if (schedule is null || schedule.Length != proof.InnerLayers.Length + 1)
        {
            return VerifyError.Number(VerifyErrorKind.FriLayerCount, "fri", (schedule?.Length ?? 1) - 1, proof.InnerLayers.Length);
        }

        if (proof.LastLayer.Length != 1 << config.LogLastLayerDegreeBound)
        {
            return VerifyError.Number(
                VerifyErrorKind.FriLastLayerDegree, "fri last layer", 1 << config.LogLastLayerDegreeBound, proof.LastLayer.Length);
        }

        FriVerifier<TChannel, THash> result = new(proof, logDegreeBound + config.LogBlowup, schedule);
        for (int layer = 0; layer < schedule.Length; layer++)
        {
            channel.MixRoot(result.Layer(layer).Commitment);
            result.alphas[layer] = channel.DrawSecureFelt();
        }

        channel.MixFelts(proof.LastLayer);
        verifier = result;
        return null;
    }

    /// <summary>Checks the openings of all layers down to the last polynomial.</summary>
    /// <param name="queries">Positions of the first layer's domain, strictly ascending, not empty.</param>
    /// <param name="answers">The tested polynomial's values there, which the verifier has from elsewhere.</param>
    /// <param name="record">Takes the values and nodes that the openings show; null to skip.</param>
    public VerifyError? Decommit(ReadOnlySpan<uint> queries, ReadOnlySpan<QM31> answers, OpeningRecord<THash>? record = null)
    {
        uint[] positions = queries.ToArray();
        QM31[] values = answers.ToArray();
        int logSize = logDomain;
        for (int layer = 0; layer < schedule.Length; layer++)
        {
            VerifyError? error = DecommitLayer(layer, logSize, ref positions, ref values, record);
            if (error is not null)
            {
                return error;
            }

            logSize -= schedule[layer];
        }

        return CheckLastLayer(logSize, positions, values);
    }

    private VerifyError? CheckLastLayer(int logSize, uint[] positions, QM31[] values)
    {
        LineDomain domain = LineDomain.HalfOdds(logSize);
        for (int i = 0; i < values.Length; i++)
        {
            QM31 expected = LinePolynomial.EvaluateAt(proof.LastLayer, domain.AtSlot(positions[i]));
            if (values[i] != expected)
            {
                return new VerifyError(VerifyErrorKind.FriLastLayerValue, "fri last layer", expected.ToString(), values[i].ToString());
            }
        }

        return null;
    }

    private FriLayerProof<THash> Layer(int layer) => layer == 0 ? proof.FirstLayer : proof.InnerLayers[layer - 1];

    private VerifyError? DecommitLayer(
        int layer, int logSize, ref uint[] positions, ref QM31[] values, OpeningRecord<THash>? record)
    {
        string where = $"fri layer {layer}";
        int step = schedule[layer];
        FriLayerProof<THash> proof = Layer(layer);
        uint[] folded = QueryPositions.Fold(positions, step);
        QM31[] opened = new QM31[folded.Length << step];
        OpenedNodes<THash>? nodes = record is null ? null : new();
        VerifyError? error = FillCosets(proof, step, where, positions, values, folded, opened)
            ?? CheckTree(proof, step, where, logSize, folded, opened, nodes);
        if (error is not null)
        {
            return error;
        }

        if (nodes is not null)
        {
            record!.AddLayer(new([.. opened.Select((value, i) => (Position(folded, step, i), value))], nodes));
        }

        values = new QM31[folded.Length];
        for (int i = 0; i < folded.Length; i++)
        {
            Span<QM31> coset = opened.AsSpan(i << step, 1 << step);
            values[i] = layer == 0
                ? FriFold.CircleCoset(coset, folded[i] << step, new CanonicCoset(logSize).CircleDomain, alphas[layer])
                : FriFold.LineCoset(coset, folded[i] << step, LineDomain.HalfOdds(logSize), alphas[layer]);
        }

        positions = folded;
        return null;
    }

    /// <summary>All values of the touched cosets: known ones from the layer before, the others from the witness.</summary>
    private static VerifyError? FillCosets(
        FriLayerProof<THash> proof, int step, string where, uint[] positions, QM31[] values, uint[] folded, QM31[] opened)
    {
        int known = 0;
        int used = 0;
        for (int i = 0; i < opened.Length; i++)
        {
            uint position = Position(folded, step, i);
            if (known < positions.Length && positions[known] == position)
            {
                opened[i] = values[known++];
            }
            else if (used < proof.FriWitness.Length)
            {
                opened[i] = proof.FriWitness[used++];
            }
            else
            {
                return VerifyError.Number(
                    VerifyErrorKind.FriWitnessTooShort, where, opened.Length - positions.Length, proof.FriWitness.Length);
            }
        }

        return used == proof.FriWitness.Length
            ? null
            : VerifyError.Number(VerifyErrorKind.FriWitnessTooLong, where, used, proof.FriWitness.Length);
    }

    /// <summary>The position of value i of the opened cosets.</summary>
    private static uint Position(uint[] folded, int step, int i) => (folded[i >> step] << step) + ((uint)i & ((1U << step) - 1));

    private VerifyError? CheckTree(
        FriLayerProof<THash> proof, int step, string where, int logSize, uint[] folded, QM31[] opened, OpenedNodes<THash>? nodes)
    {
        int leafLog = FriConfig.LeafLogSize(logSize, step);
        int leaves = opened.Length >> leafLog;
        uint[] positions = new uint[leaves];
        THash[] hashes = new THash[leaves];
        for (int i = 0; i < leaves; i++)
        {
            int first = i << leafLog;
            positions[i] = Position(folded, step, first) >> leafLog;
            hashes[i] = TChannel.HashLeaf(MemoryMarshal.Cast<QM31, M31>(opened.AsSpan(first, 1 << leafLog)));
        }

        return MerkleVerifier<TChannel, THash>.Verify(
            proof.Commitment, logSize - leafLog, positions, hashes, proof.Decommitment, where, nodes);
    }
}
