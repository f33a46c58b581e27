using System;
using System.Runtime.InteropServices;
using Kraken.Fields;

namespace Kraken.Stark.Channels;

/// <summary>The default channel: BLAKE2s-256 digests as they are.</summary>
public sealed class Blake2sChannel() : BlakeChain(false), IMerkleChannel<Blake2sHash>
{
    /// <inheritdoc/>
    public static string Name => "blake2s";

    /// <inheritdoc/>
    public static int GrindLowBits => 20;

    /// <inheritdoc/>
    public static Blake2sHash EmptyRoot => Hash([], false);

    /// <inheritdoc/>
    public static Blake2sHash HashLeaf(ReadOnlySpan<M31> row) => Hash(MemoryMarshal.AsBytes(row), false);

    /// <inheritdoc/>
    public static Blake2sHash HashNode(in Blake2sHash left, in Blake2sHash right) => Hash(left, right, false);

    /// <inheritdoc/>
    public static void HashNodes(ReadOnlySpan<Blake2sHash> left, ReadOnlySpan<Blake2sHash> right, Span<Blake2sHash> parents) =>
        Hash(left, right, parents, false);
}
