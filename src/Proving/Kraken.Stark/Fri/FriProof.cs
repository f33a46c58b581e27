using System;
using Kraken.Fields;

namespace Kraken.Stark.Fri;

/// <summary>A proof that the quotients are close to a polynomial.</summary>
/// <param name="FirstLayer">The circle layer.</param>
/// <param name="InnerLayers">The line layers, in order of folding.</param>
/// <param name="LastLayer">The last polynomial's coefficients in bit-reversed order, a power of two of them.</param>
/// <typeparam name="THash">A tree node.</typeparam>
public sealed record FriProof<THash>(FriLayerProof<THash> FirstLayer, FriLayerProof<THash>[] InnerLayers, QM31[] LastLayer)
    where THash : unmanaged, IEquatable<THash>;
