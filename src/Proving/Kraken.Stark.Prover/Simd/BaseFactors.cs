using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Simd;

/// <summary>The factors that one block of 64 values reads: 16 of layer 1, 8 of layer 2, 4 of layer 3, 2 of layer 4, 1 of layer 5.</summary>
internal readonly unsafe struct BaseFactors
{
    // SAFETY: the pointers lead into the pinned tables of TwiddleTable, which the caller keeps alive; a block's factors lie inside them.
    public readonly uint* Layer1;
    public readonly uint* Layer2;
    public readonly uint* Layer3;
    public readonly uint* Layer4;
    public readonly uint* Layer5;

    public BaseFactors(TwiddleTable twiddles, int domainLog, long block, bool inverse)
    {
        Layer1 = twiddles.Line(domainLog, 1, inverse) + (block * 16);
        Layer2 = twiddles.Line(domainLog, 2, inverse) + (block * 8);
        Layer3 = twiddles.Line(domainLog, 3, inverse) + (block * 4);
        Layer4 = twiddles.Line(domainLog, 4, inverse) + (block * 2);
        Layer5 = twiddles.Line(domainLog, 5, inverse) + block;
    }
}
