using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Scalar;

namespace Kraken.Stark.Prover.Simd;

/// <summary>The factors of one domain, or their inverses.</summary>
/// <param name="twiddles">The table; it must outlive the pointers.</param>
/// <param name="domainLog">log2 of the canonic domain.</param>
/// <param name="areInverse">True for the inverses.</param>
internal readonly unsafe struct FftFactors(TwiddleTable twiddles, int domainLog, bool areInverse)
{
    // SAFETY: the pointers lead into the pinned tables of TwiddleTable; a block's factors lie inside them.

    /// <summary>The factors of a layer, one for each block of it.</summary>
    public uint* Line(int layer) => twiddles.Line(domainLog, layer, areInverse);

    /// <summary>The factors of the six lowest layers for a block of 64 values.</summary>
    public BaseFactors Base(long block) => new(twiddles, domainLog, block, areInverse);

    /// <summary>All layers from the highest down on one part of the domain, in scalars.</summary>
    public void SmallForward(uint* data, int logSize, int part) =>
        SmallTransform.Forward(new(data, 1 << logSize), logSize, domainLog, twiddles.Tree, areInverse, part);

    /// <summary>All layers upwards and the normalisation, in scalars.</summary>
    public void SmallInverse(uint* data, int logSize) =>
        SmallTransform.Inverse(new(data, 1 << logSize), logSize, domainLog, twiddles.Tree, areInverse);
}
