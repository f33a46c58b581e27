using System;
using System.Runtime.InteropServices;
using Kraken.Fields;

namespace Kraken.Stark.Channels;

/// <summary>
/// BLAKE2s-256 with every word of every digest reduced modulo 2^31 - 1: channel, leaves, nodes and proof of work; for verifiers
/// that are circuits over the base field. No format names it: it is told by the preprocessed root.
/// </summary>
public sealed class Blake2sM31Channel() : BlakeChain(true), IMerkleChannel<Blake2sHash>
{
    /// <inheritdoc/>
    public static string Name => "blake2s_m31";

    /// <inheritdoc/>
    public static int GrindLowBits => 20;

    /// <inheritdoc/>
    public static Blake2sHash EmptyRoot => Hash([], true);

    /// <inheritdoc/>
    public static Blake2sHash HashLeaf(ReadOnlySpan<M31> row) => Hash(MemoryMarshal.AsBytes(row), true);

    /// <inheritdoc/>
    public static Blake2sHash HashNode(in Blake2sHash left, in Blake2sHash right) => Hash(left, right, true);

    /// <inheritdoc/>
    public static void HashNodes(ReadOnlySpan<Blake2sHash> left, ReadOnlySpan<Blake2sHash> right, Span<Blake2sHash> parents) =>
        Hash(left, right, parents, true);
}
