using System.Runtime.Intrinsics.X86;

namespace Kraken.Stark.Prover.Simd;

/// <summary>What the vector kernels need of the processor.</summary>
public static class VectorHardware
{
    /// <summary>True where the processor has AVX2; without it the kernels cannot run.</summary>
    public static bool IsSupported => Avx2.IsSupported;
}
