using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Prover;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Simd;

namespace Kraken.Cairo.Prover;

/// <summary>
/// Computes the roots of the preprocessed trees, which <see cref="PreprocessedRoots"/> then knows. The extension is made part by part,
/// each as long as the columns themselves and with its own factors, and of each part's tree only the root is kept, subtree by subtree: the
/// memory is that of the columns and of one part, whatever the blowup.
/// </summary>
public static class PreprocessedRootComputation
{
    /// <summary>The roots of all heights from the natural one up to a maximum.</summary>
    /// <param name="hashName">blake2s, blake2s_m31 or poseidon252.</param>
    /// <param name="variant">The fixed columns.</param>
    /// <param name="logBlowup">log2 of the blowup.</param>
    /// <param name="maxHeight">The largest height; at least the variant's largest column with its blowup.</param>
    /// <returns>The roots as text, from the natural height upwards.</returns>
    /// <exception cref="ArgumentException">The hash is unknown.</exception>
    public static IReadOnlyList<string> Compute(string hashName, PreprocessedVariant variant, int logBlowup, int maxHeight) =>
        hashName switch
        {
            "blake2s" => Compute<Blake2sChannel, Blake2sHash>(variant, logBlowup, maxHeight),
            "blake2s_m31" => Compute<Blake2sM31Channel, Blake2sHash>(variant, logBlowup, maxHeight),
            "poseidon252" => Compute<Poseidon252Channel, Felt>(variant, logBlowup, maxHeight),
            _ => throw new ArgumentException($"{hashName} is no channel", nameof(hashName)),
        };

    private static string[] Compute<TChannel, THash>(PreprocessedVariant variant, int logBlowup, int maxHeight)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        int log = PreprocessedLayout.Of(variant).MaxLogSize;
        using BufferPool pool = new();
        ColumnBlock[] coefficients = Coefficients(variant, new(log), pool);
        THash[][] parts = new THash[1 << logBlowup][];
        for (int part = 0; part < parts.Length; part++)
        {
            parts[part] = PartRoots<TChannel, THash>(
                coefficients, new(new TwiddleTree(log, logBlowup, part)), maxHeight - log - logBlowup, pool);
        }

        return [.. Enumerable.Range(0, parts[0].Length)
            .Select(lift => Join<TChannel, THash>([.. parts.Select(roots => roots[lift])]).ToString()!)];
    }

    private static ColumnBlock[] Coefficients(PreprocessedVariant variant, TwiddleTable twiddles, BufferPool pool)
    {
        IReadOnlyList<FixedColumn> columns = PreprocessedTrace.Columns(variant);
        ColumnBlock[] blocks = new ColumnBlock[columns.Count];
        Parallel.For(0, blocks.Length, i =>
        {
            blocks[i] = new(pool, columns[i].LogSize, 1);
            columns[i].Fill(MemoryMarshal.Cast<uint, M31>(blocks[i].Rows(0)));
            ColumnTransforms.Interpolate(blocks[i], twiddles);
        });
        return blocks;
    }

    /// <summary>The roots of one part's tree by how often it is lifted: a part of a lifted tree is the lifted tree of the part.</summary>
    private static THash[] PartRoots<TChannel, THash>(
        ColumnBlock[] coefficients, TwiddleTable twiddles, int lifts, BufferPool pool)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        ColumnReference[] values = new ColumnReference[coefficients.Length];
        for (int i = 0; i < values.Length; i++)
        {
            ColumnBlock column = new(pool, coefficients[i].LogSize, 1);
            coefficients[i].Rows(0).CopyTo(column.Rows(0));
            ColumnTransforms.Evaluate(column, twiddles);
            values[i] = new(column, 0);
        }

        IReadOnlyList<THash> roots = MerkleTrees.LiftedRoots<TChannel, THash>(values, lifts, pool);
        foreach (ColumnReference column in values)
        {
            column.Block.Dispose();
        }

        return [.. roots];
    }

    private static THash Join<TChannel, THash>(THash[] nodes)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        while (nodes.Length > 1)
        {
            nodes = [.. Enumerable.Range(0, nodes.Length / 2).Select(i => TChannel.HashNode(nodes[2 * i], nodes[(2 * i) + 1]))];
        }

        return nodes[0];
    }
}
