using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Kraken.Stark.Prover.Simd;

/// <summary>What the vector kernels want of the processor.</summary>
public static class VectorHardware
{
    /// <summary>True where hashing sixteen messages at a time is faster than eight: the rotations of AVX-512 need no shifts.</summary>
    public static bool HasWideLanes => Vector512.IsHardwareAccelerated && Avx512F.IsSupported;
}
