using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// Sums of products of base elements, a vector of them, kept in 64 bits, even and odd lanes apart, so that only every third product is
/// followed by a reduction: three products of canonical elements and a folded remainder stay below 2^64.
/// </summary>
/// <typeparam name="TVector">The vector of words.</typeparam>
/// <typeparam name="TLanes">The same as field elements.</typeparam>
internal unsafe interface IWideAccumulator<TVector, TLanes>
    where TLanes : unmanaged, IPackedM31<TLanes>
{
    // SAFETY: Load reads as many words as a vector has; the caller owns them.

    /// <summary>Reads a vector.</summary>
    static abstract TVector Load(uint* source);

    /// <summary>One factor for all lanes.</summary>
    static abstract TVector Broadcast(uint factor);

    /// <summary>The odd lanes at the even ones' places.</summary>
    static abstract TVector Odd(TVector value);

    /// <summary>Adds the products of the even lanes of two pairs of vectors: one has the even lanes' values, one the odd lanes'.</summary>
    void Add(TVector even, TVector odd, TVector evenFactor, TVector oddFactor);

    /// <summary>Reduces the sums below 2^34.</summary>
    void Fold();

    /// <summary>The sums, canonical.</summary>
    TLanes Result();
}
