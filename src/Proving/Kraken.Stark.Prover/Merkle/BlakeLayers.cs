using System;
using System.Threading.Tasks;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Simd;

namespace Kraken.Stark.Prover.Merkle;

/// <summary>Hashes the layers of BLAKE2s trees on all cores; <see cref="MerkleLanes"/> says how a layer is stored.</summary>
internal static class BlakeLayers
{
    private const int GroupsPerTask = 512;

    /// <summary>Hashes pairs of nodes to their parents, at the width that the processor hashes fastest.</summary>
    /// <param name="children">The layer of 2^(logSize + 1) nodes.</param>
    /// <param name="parents">The layer of 2^logSize nodes, written.</param>
    /// <param name="logSize">log2 of the number of parents.</param>
    /// <param name="isReduced">True to reduce every word of a digest modulo 2^31 - 1.</param>
    public static void Hash(BufferPart children, BufferPart parents, int logSize, bool isReduced)
    {
        if (VectorHardware.HasWideLanes)
        {
            Hash<BlakeLanes16>(children, parents, logSize, isReduced);
        }
        else
        {
            Hash<BlakeLanes8>(children, parents, logSize, isReduced);
        }
    }

    /// <summary>Hashes pairs of nodes to their parents at a given width; a layer of one group takes eight lanes.</summary>
    public static void Hash<T>(BufferPart children, BufferPart parents, int logSize, bool isReduced)
        where T : struct, IBlakeLanes<T>
    {
        long groups = MerkleLanes.Groups(logSize);
        if (groups < 2)
        {
            MerkleLanes.HashGroups<BlakeLanes8>(children, parents, 0, groups, logSize < 3, isReduced);
            return;
        }

        Each(groups, (from, to) => MerkleLanes.HashGroups<T>(children, parents, from, to, false, isReduced));
    }

    /// <summary>Writes the leaves of secure values, at the width that the processor hashes fastest.</summary>
    /// <param name="secure">Four coordinate columns.</param>
    /// <param name="leafLog">log2 of the values per leaf, 0 or 2.</param>
    /// <param name="isReduced">True to reduce every word of a digest modulo 2^31 - 1.</param>
    /// <param name="leaves">The layer of 2^(LogSize - leafLog) nodes.</param>
    public static void HashSecure(ColumnBlock secure, int leafLog, bool isReduced, BufferPart leaves)
    {
        if (VectorHardware.HasWideLanes)
        {
            HashSecure<BlakeLanes16>(secure, leafLog, isReduced, leaves);
        }
        else
        {
            HashSecure<BlakeLanes8>(secure, leafLog, isReduced, leaves);
        }
    }

    /// <summary>Writes the leaves of secure values at a given width; a layer of one group takes eight lanes.</summary>
    public static void HashSecure<T>(ColumnBlock secure, int leafLog, bool isReduced, BufferPart leaves)
        where T : struct, IBlakeLanes<T>
    {
        long groups = MerkleLanes.Groups(secure.LogSize - leafLog);
        if (groups < T.Width / 8)
        {
            SecureLeaves.HashGroups<BlakeLanes8>(secure, leafLog, isReduced, leaves, 0, groups);
            return;
        }

        Each(groups, (from, to) => SecureLeaves.HashGroups<T>(secure, leafLog, isReduced, leaves, from, to));
    }

    private static void Each(long groups, Action<long, long> hash) =>
        Parallel.For(0, (int)((groups + GroupsPerTask - 1) / GroupsPerTask), task =>
            hash(task * (long)GroupsPerTask, Math.Min(groups, (task + 1L) * GroupsPerTask)));
}
