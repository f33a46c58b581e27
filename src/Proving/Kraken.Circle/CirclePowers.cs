using Kraken.Fields;

namespace Kraken.Circle;

/// <summary>The points 2^k * G, k = 0..30, from which any index is summed.</summary>
internal static class CirclePowers
{
    internal static readonly CirclePoint<M31>[] OfGenerator = Build();

    private static CirclePoint<M31>[] Build()
    {
        CirclePoint<M31>[] powers = new CirclePoint<M31>[CircleGroup.LogOrder];
        CirclePoint<M31> point = CircleGroup.Generator;
        for (int k = 0; k < powers.Length; k++)
        {
            powers[k] = point;
            point = point.Double();
        }

        return powers;
    }
}
