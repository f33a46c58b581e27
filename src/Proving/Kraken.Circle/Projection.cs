using Kraken.Fields;

namespace Kraken.Circle;

/// <summary>The repeated projection pi of x coordinates, x to 2x^2 - 1.</summary>
public static class Projection
{
    /// <summary>pi applied the given number of times.</summary>
    public static T Apply<T>(T x, int times)
        where T : struct, IField<T>
    {
        for (int i = 0; i < times; i++)
        {
            x = CirclePoint<T>.DoubleX(x);
        }

        return x;
    }
}
