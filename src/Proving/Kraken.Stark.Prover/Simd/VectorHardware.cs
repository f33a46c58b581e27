using System.Runtime.Intrinsics.X86;

namespace Kraken.Stark.Prover.Simd;

/// <summary>What the vector kernels want of the processor.</summary>
public static class VectorHardware
{
    /// <summary>True where the processor has AVX2; without it the kernels run on portable vectors, tens of times slower.</summary>
    public static bool IsSupported => Avx2.IsSupported;
}
