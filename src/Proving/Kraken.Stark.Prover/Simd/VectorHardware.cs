using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kraken.Stark.Prover.Simd;

/// <summary>What the vector kernels want of the processor.</summary>
public static class VectorHardware
{
    /// <summary>True where the processor has AVX2; without it the kernels run on portable vectors, tens of times slower.</summary>
    public static bool IsSupported => Avx2.IsSupported;

    /// <summary>True where hashing sixteen messages at a time is faster than eight: the rotations of AVX-512 need no shifts.</summary>
    public static bool HasWideLanes => Vector512.IsHardwareAccelerated && Avx512F.IsSupported;
}
