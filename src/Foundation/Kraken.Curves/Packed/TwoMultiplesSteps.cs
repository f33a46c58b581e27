using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Kraken.Fields.Packed;
using V = System.Runtime.Intrinsics.Vector512<long>;

namespace Kraken.Curves.Packed;

/// <summary>
/// How the lanes move between the products of <see cref="TwoMultiples"/>: lanes 0 to 3 and, alike, 4 to 7. A name says what stands in lanes
/// 0, 1 ... of the result.
/// </summary>
internal static class TwoMultiplesSteps
{
    private static V Lane0
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(-1L, 0, 0, 0, -1, 0, 0, 0);
    }

    private static V Lane1
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(0L, -1, 0, 0, 0, -1, 0, 0);
    }

    private static V Lane2
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(0L, 0, -1, 0, 0, 0, -1, 0);
    }

    private static V Lane3
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(0L, 0, 0, -1, 0, 0, 0, -1);
    }

    private static V Lanes01
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Create(-1L, -1, 0, 0, -1, -1, 0, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Select(V mask, V one, V other) => Vector512.ConditionalSelect(mask, one, other);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Order(V value, long i, long j, long k, long l) =>
        Avx512F.PermuteVar8x64(value, Vector512.Create(i, j, k, l, i + 4, j + 4, k + 4, l + 4));

    // Lanes from 8 on are those of the second.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Order(V first, V second, long i, long j, long k, long l) =>
        Avx512F.PermuteVar8x64x2(first, Vector512.Create(i, j, k, l, i + 4, j + 4, k + 4, l + 4), second);

    /// <summary>x and y of the first, the rest of the second.</summary>
    internal readonly struct Take01 : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => Select(Lanes01, a, b);
    }

    /// <summary>Lane 0 of the first, the rest of the second.</summary>
    internal readonly struct Take0 : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => Select(Lane0, a, b);
    }

    /// <summary>x, y, y, z^2.</summary>
    internal readonly struct Order0113 : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => Order(a, 0, 1, 1, 3);
    }

    /// <summary>Lane 0 in all lanes.</summary>
    internal readonly struct Order0000 : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => Order(a, 0, 0, 0, 0);
    }

    /// <summary>Lane 3 in all lanes.</summary>
    internal readonly struct Order3333 : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => Order(a, 3, 3, 3, 3);
    }

    /// <summary>3 x^2 + z^4 in lane 0, y^2 in the others, of x^2, y^2, y z and z^4.</summary>
    internal readonly struct SlopeAndSquare : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => Select(Lane0, a + a + a + Order(a, 3, 3, 3, 3), Order(a, 1, 1, 1, 1));
    }

    /// <summary>The slope, x, y^2 and z^2, of the point and the step before.</summary>
    internal readonly struct BesideSlope : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => Order(a, b, 8, 0, 9, 3);
    }

    /// <summary>m^2 - 8 x y^2 in all lanes, of m^2 and x y^2.</summary>
    internal readonly struct DoubledX : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => Order(a, 0, 0, 0, 0) - (Order(a, 1, 1, 1, 1) << 3);
    }

    /// <summary>4 x y^2 less the new x, in all lanes.</summary>
    internal readonly struct FourfoldLessX : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => (Order(a, 1, 1, 1, 1) << 2) - b;
    }

    /// <summary>The new x, two places, 2 y z and 4 y^2 z^2.</summary>
    internal readonly struct DoubledZ : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => Select(Lane2, a << 1, Select(Lane3, b << 2, c));
    }

    /// <summary>Puts the first less 8 y^4 into lane 1 of the third.</summary>
    internal readonly struct DoubledY : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => Select(Lane1, a - (Order(b, 2, 2, 2, 2) << 3), c);
    }

    /// <summary>Lane 0 of the first, 1 of the second, the rest of the third.</summary>
    internal readonly struct TakeEach : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => Select(Lane0, a, Select(Lane1, b, c));
    }

    /// <summary>h, z^3, h, h.</summary>
    internal readonly struct DifferenceAndCube : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => Order(a, b, 0, 10, 0, 0);
    }

    /// <summary>h^2, h^2, r and the new z.</summary>
    internal readonly struct SquaresAndZ : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => Order(a, b, 0, 0, 9, 2);
    }

    /// <summary>h, x, and the lanes 2 and 3 of the third.</summary>
    internal readonly struct BesideSquares : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => Select(Lanes01, Order(a, b, 0, 8, 0, 0), c);
    }

    /// <summary>r^2 - h^3 - 2 x h^2 in all lanes.</summary>
    internal readonly struct SumX : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => Order(a, 2, 2, 2, 2) - Order(a, 0, 0, 0, 0) - (Order(a, 1, 1, 1, 1) << 1);
    }

    /// <summary>h^3, and x h^2 less the new x.</summary>
    internal readonly struct CubeAndRest : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => Select(Lane0, a, Order(a, 1, 1, 1, 1) - b);
    }

    /// <summary>y and r.</summary>
    internal readonly struct YAndRise : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => Order(a, b, 9, 1, 1, 1);
    }

    /// <summary>The new x, two places, the new z and the new z^2.</summary>
    internal readonly struct SumZ : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => Select(Lane2, a, Select(Lane3, b, c));
    }

    /// <summary>Puts lane 1 less lane 0 of the first into lane 1 of the second.</summary>
    internal readonly struct SumY : ILimbStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Invoke(V a, V b, V c) => Select(Lane1, a - Order(a, 0, 0, 0, 0), b);
    }
}
