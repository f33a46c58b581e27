using System;

namespace Kraken.Stark.Pcs;

/// <summary>A commitment that the verifier has read.</summary>
/// <param name="Columns">What it commits to.</param>
/// <typeparam name="THash">A tree node.</typeparam>
internal sealed record CommitmentTree<THash>(THash Root, TreeColumns Columns)
    where THash : unmanaged, IEquatable<THash>;
