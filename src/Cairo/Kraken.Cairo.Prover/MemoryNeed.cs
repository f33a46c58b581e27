using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Air.Components;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Prover.Witness;
using Kraken.Stark.Pcs;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Merkle;

namespace Kraken.Cairo.Prover;

/// <summary>
/// The memory that a proof takes, told before it is begun from the sizes of its components. It is a little too much: what lies in gaps that
/// nothing later fits into is counted as if none were filled.
/// </summary>
public static class MemoryNeed
{
    // The machines' strips, what is compiled while proving, and the proof itself.
    private const long OtherBytes = 64L << 20;

    // The columns that a tree's leaves are made of at once, at least.
    private const int ExtendedColumns = 16;

    // A part of a tree with all its nodes.
    private const long TreePartBytes = 16L << 20;

    // The layers of a tree that are kept, 2^(height - 4) nodes and their parents.
    private const int NodeBytes = 32;
    private const int LogPrunedNodes = 3;

    /// <summary>The bytes that a first proof of a session takes beyond what the process holds with the run.</summary>
    /// <param name="input">The run.</param>
    /// <param name="parameters">How to prove, parameters that are not refused.</param>
    /// <exception cref="ProvingException">A builtin's segment does not lie in the memory.</exception>
    public static long BytesOf(ProverInput input, ProverParameters parameters)
    {
        PreprocessedLayout layout = PreprocessedLayout.Of(parameters.Variant);
        IReadOnlyList<(CairoComponent Component, int LogSize)> sizes =
            TraceSizes.Of(input, layout.MaxLogSize, parameters.BigComponents);
        int maxLog = sizes.Max(size => size.LogSize);
        PcsConfig config = parameters.ConfigFor(maxLog);
        int blowup = config.Fri.LogBlowup;
        long fixedColumns = layout.LogSizes.Sum(log => 2 * Columns(log, 1));
        long kept = sizes.Sum(size => Columns(size.LogSize, size.Component.Air.Columns.Length + size.Component.Air.InteractionColumns));
        long calls = sizes.Sum(size => Columns(size.LogSize, size.Component.Air.Columns.Length));
        long transient = new[] { calls, Tree(config, parameters.Hash, sizes, layout), Extended(sizes), Openings(sizes, blowup) }.Max();
        return fixedColumns + kept + Columns(maxLog, 8) + transient + TreePartBytes
            + ManagedBytes(config, maxLog, layout.MaxLogSize + blowup) + OtherBytes;
    }

    /// <summary>What a commitment takes: leaves with the states before them and the columns that are extended at once.</summary>
    private static long Tree(
        PcsConfig config, string hash, IReadOnlyList<(CairoComponent Component, int LogSize)> sizes, PreprocessedLayout layout)
    {
        int blowup = config.Fri.LogBlowup;
        int maxLog = sizes.Max(size => size.LogSize);
        int height = Math.Max(maxLog, layout.MaxLogSize) + blowup;
        if (hash == "poseidon252" || config.TreeHeight(maxLog) > maxLog + blowup)
        {
            long all = Math.Max(
                sizes.Sum(size => Columns(size.LogSize + blowup, size.Component.Air.Columns.Length)),
                sizes.Sum(size => Columns(size.LogSize + blowup, size.Component.Air.InteractionColumns)));
            return all + ((long)NodeBytes << (height + 1));
        }

        // Leaves are made part by part.
        int part = height - blowup;
        return (3 * ((long)NodeBytes << (part - 1))) + Math.Max(LeafMemory.ExtendedBytes, Columns(part, ExtendedColumns));
    }

    /// <summary>What the composition takes: sums by size, and the largest component on as many slots as it has rows.</summary>
    private static long Extended(IReadOnlyList<(CairoComponent Component, int LogSize)> sizes)
    {
        long sums = sizes.Select(size => size.LogSize).Distinct().Sum(log => Columns(log + 1, 4));
        return sums + sizes.Max(size => Columns(size.LogSize + 1, 4) + Columns(
            size.LogSize,
            size.Component.Air.Columns.Length + size.Component.Air.InteractionColumns + size.Component.Air.Preprocessed.Length));
    }

    /// <summary>What samples, quotients and the low-degree test take: weights and sums by size and point, the layers.</summary>
    private static long Openings(IReadOnlyList<(CairoComponent Component, int LogSize)> sizes, int blowup)
    {
        int[] logs = [.. sizes.Select(size => size.LogSize).Distinct()];
        return logs.Sum(log => 3 * Columns(log, 4)) + (3 * Columns(logs.Max() + blowup, 4));
    }

    /// <summary>Layers of the trees of base, interaction, composition and fixed columns, and the factors with their inverses.</summary>
    private static long ManagedBytes(PcsConfig config, int maxLog, int fixedHeight)
    {
        int height = config.TreeHeight(maxLog);
        long factors = 2 * ((long)sizeof(uint) << (Math.Max(height, fixedHeight) - 1));
        long nodes = ((3L << height) + (1L << fixedHeight)) >> LogPrunedNodes;
        return factors + (nodes * NodeBytes);
    }

    private static long Columns(int logSize, int count) => sizeof(uint) * ColumnBlock.WordsOf(logSize, count);
}
