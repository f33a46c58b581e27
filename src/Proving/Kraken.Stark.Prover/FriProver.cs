using System;
using System.Collections.Generic;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Fri;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Merkle;

namespace Kraken.Stark.Prover;

/// <summary>The prover of the low-degree test: commits to every layer, then opens the cosets that the queries touch.</summary>
/// <typeparam name="TChannel">Gives channel and hash.</typeparam>
/// <typeparam name="THash">A tree node.</typeparam>
public sealed class FriProver<TChannel, THash> : IDisposable
    where TChannel : IMerkleChannel<THash>
    where THash : unmanaged, IEquatable<THash>
{
    private readonly int[] schedule;
    private readonly List<(ColumnBlock Values, MerkleTree<THash> Tree)> layers = [];
    private QM31[] last = [];

    private FriProver(int[] schedule) => this.schedule = schedule;

    /// <summary>Mixes the layers' roots and the last polynomial, and draws the folding coefficients.</summary>
    /// <param name="channel">The channel after the quotient coefficient.</param>
    /// <param name="config">The parameters.</param>
    /// <param name="quotients">Four coordinate columns on the circle domain; the prover takes them over.</param>
    /// <param name="twiddles">FFT factors of the domain.</param>
    /// <param name="pool">Memory.</param>
    /// <exception cref="InvalidOperationException">
    /// The last layer has a larger degree: the quotients are no polynomial of the bound.
    /// </exception>
    public static FriProver<TChannel, THash> Commit(
        TChannel channel,
        FriConfig config,
        ColumnBlock quotients,
        TwiddleTable twiddles,
        BufferPool pool)
    {
        int[] schedule = config.FoldSchedule(quotients.LogSize - config.LogBlowup)
            ?? throw new ArgumentException("the domain is too small for the first fold", nameof(quotients));
        FriProver<TChannel, THash> prover = new(schedule);
        ColumnBlock values = quotients;
        for (int layer = 0; layer < schedule.Length; layer++)
        {
            MerkleTree<THash> tree =
                MerkleTrees.CommitSecure<TChannel, THash>(values, FriConfig.LeafLogSize(values.LogSize, schedule[layer]), pool);
            prover.layers.Add((values, tree));
            channel.MixRoot(tree.Root);
            values = Fold(values, schedule[layer], channel.DrawSecureFelt(), layer == 0, twiddles, pool);
        }

        prover.last = LastPolynomial(values, config.LogLastLayerDegreeBound);
        values.Dispose();
        channel.MixFelts(prover.last);
        return prover;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((ColumnBlock values, MerkleTree<THash> tree) in layers)
        {
            values.Dispose();
            tree.Dispose();
        }
    }

    /// <summary>Opens all layers at the queries.</summary>
    /// <param name="queries">Positions of the first layer's domain, strictly ascending.</param>
    public FriProof<THash> Open(ReadOnlySpan<uint> queries)
    {
        FriLayerProof<THash>[] proofs = new FriLayerProof<THash>[layers.Count];
        uint[] positions = queries.ToArray();
        for (int layer = 0; layer < proofs.Length; layer++)
        {
            proofs[layer] = OpenLayer(layer, ref positions);
        }

        return new(proofs[0], proofs[1..], last);
    }

    private static ColumnBlock Fold(ColumnBlock values, int step, QM31 alpha, bool circle, TwiddleTable twiddles, BufferPool pool)
    {
        ColumnBlock current = values;
        for (int i = 0; i < step; i++)
        {
            ColumnBlock next = new(pool, current.LogSize - 1, 4);
            FriHalving.Halve(current, next, alpha, circle && i == 0, twiddles);
            if (i > 0)
            {
                current.Dispose();
            }

            current = next;
            alpha *= alpha;
        }

        return current;
    }

    /// <summary>The bit-reversed coefficients of the values' polynomial, all beyond the bound being zero.</summary>
    private static QM31[] LastPolynomial(ColumnBlock values, int logDegreeBound)
    {
        QM31[] coefficients = new QM31[1 << values.LogSize];
        for (int i = 0; i < coefficients.Length; i++)
        {
            coefficients[i] = values.Secure(i);
        }

        LinePolynomial.Interpolate(coefficients, LineDomain.HalfOdds(values.LogSize));
        BitReversal.Permute(coefficients.AsSpan());
        QM31[] last = coefficients[..(1 << logDegreeBound)];
        if (coefficients.AsSpan(last.Length).ContainsAnyExcept(QM31.Zero))
        {
            throw new InvalidOperationException("the last FRI layer exceeds the degree bound: the quotients do");
        }

        BitReversal.Permute(last.AsSpan());
        return last;
    }

    private FriLayerProof<THash> OpenLayer(int layer, ref uint[] positions)
    {
        (ColumnBlock values, MerkleTree<THash> tree) = layers[layer];
        int step = schedule[layer];
        int leafLog = FriConfig.LeafLogSize(values.LogSize, step);
        uint[] folded = QueryPositions.Fold(positions, step);
        List<QM31> witness = [];
        List<uint> leaves = [];
        int known = 0;
        foreach (uint coset in folded)
        {
            for (uint position = coset << step; position < (coset + 1) << step; position++)
            {
                if (leaves.Count == 0 || leaves[^1] != position >> leafLog)
                {
                    leaves.Add(position >> leafLog);
                }

                if (known < positions.Length && positions[known] == position)
                {
                    known++;
                }
                else
                {
                    witness.Add(values.Secure((int)position));
                }
            }
        }

        positions = folded;
        return new([.. witness], tree.Decommit(leaves.ToArray()), tree.Root);
    }
}
