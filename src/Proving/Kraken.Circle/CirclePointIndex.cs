using System.Runtime.CompilerServices;
using Kraken.Fields;

namespace Kraken.Circle;

/// <summary>The discrete logarithm i mod 2^31 of the point i * G of C(M31).</summary>
/// <param name="Value">The index, 0 &lt;= Value &lt; 2^31.</param>
public readonly record struct CirclePointIndex(uint Value)
{
    private const uint Mask = (1U << CircleGroup.LogOrder) - 1;

    /// <summary>The index of the identity.</summary>
    public static CirclePointIndex Zero => default;

    /// <summary>Adds indices modulo 2^31.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CirclePointIndex operator +(CirclePointIndex left, CirclePointIndex right) => new((left.Value + right.Value) & Mask);

    /// <summary>Subtracts indices modulo 2^31.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CirclePointIndex operator -(CirclePointIndex left, CirclePointIndex right) => new((left.Value - right.Value) & Mask);

    /// <summary>Negates modulo 2^31.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CirclePointIndex operator -(CirclePointIndex index) => new((0 - index.Value) & Mask);

    /// <summary>Multiplies by a scalar modulo 2^31.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CirclePointIndex operator *(CirclePointIndex index, uint factor) => new(index.Value * factor & Mask);

    /// <summary>The index 2^(31 - logOrder) of the generator of the subgroup of order 2^logOrder, 0 &lt;= logOrder &lt;= 31.</summary>
    public static CirclePointIndex SubgroupGenerator(int logOrder) => new((1U << (CircleGroup.LogOrder - logOrder)) & Mask);

    /// <summary>The point; a table of 2^8 multiples per byte would be faster, but indices are turned to points rarely.</summary>
    public CirclePoint<M31> ToPoint()
    {
        CirclePoint<M31> result = CirclePoint<M31>.Identity;
        uint bits = Value;
        for (int k = 0; bits != 0; k++, bits >>= 1)
        {
            if ((bits & 1) != 0)
            {
                result += CirclePowers.OfGenerator[k];
            }
        }

        return result;
    }
}
