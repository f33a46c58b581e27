using System.Runtime.CompilerServices;
using Kraken.Fields.Packed;

namespace Kraken.Stark.Prover.Simd;

/// <summary>Coefficients to values.</summary>
/// <remarks>Lanes: those of the kernels it calls. Twin: <see cref="Scalar.SmallTransform.Forward"/>.</remarks>
internal readonly unsafe struct ForwardFft : IFftDirection
{
    // SAFETY: the kernels' own, see there.

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Butterfly<T>(ref T v0, ref T v1, T doubledFactor)
        where T : unmanaged, IPackedM31<T> => FftButterfly.Forward(ref v0, ref v1, doubledFactor);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Butterflies<T>(ref T v0, ref T v1, ref T v2, ref T v3, T low0, T low1, T high)
        where T : unmanaged, IPackedM31<T>
    {
        FftButterfly.Forward(ref v0, ref v2, high);
        FftButterfly.Forward(ref v1, ref v3, high);
        FftButterfly.Forward(ref v0, ref v1, low0);
        FftButterfly.Forward(ref v2, ref v3, low1);
    }

    /// <inheritdoc/>
    public static void Blocks<TBlock, T>(uint* data, long blocks, BaseFactors first, int shift)
        where TBlock : struct, IBlockLanes<T>
        where T : unmanaged, IPackedM31<T> => ForwardBase.Run<TBlock, T>(data, blocks, first);

    /// <inheritdoc/>
    public static void Radix8<T>(uint* block, int layer, uint* l0, uint* l1, uint* l2, long number, nint from)
        where T : unmanaged, IPackedM31<T> => FftPass.ForwardRadix8<T>(block, layer, l0, l1, l2, number, from);
}
