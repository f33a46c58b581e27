using System;
using Kraken.Circle;
using Kraken.Fields;

namespace Kraken.Stark.Fri;

/// <summary>
/// The folding of FRI [CIRCLE-STARK], without division by two: fold(v0, v1, t, a) = (v0 + v1) + a (v0 - v1) / t, where t is the y (first
/// halving of the circle layer) or x coordinate of the point of v0; each further halving squares a and doubles x.
/// </summary>
public static class FriFold
{
    /// <summary>The largest number of halvings per layer.</summary>
    public const int MaxFoldStep = 8;

    /// <summary>Folds one pair.</summary>
    /// <param name="v0">The value at an even storage slot.</param>
    /// <param name="v1">The value at the next slot.</param>
    /// <param name="inverseTwiddle">1 / t of the even slot.</param>
    /// <param name="alpha">The folding coefficient.</param>
    public static QM31 Pair(QM31 v0, QM31 v1, M31 inverseTwiddle, QM31 alpha) => v0 + v1 + (alpha * ((v0 - v1) * inverseTwiddle));

    /// <summary>
    /// Folds 2^k consecutive values of the circle layer to one value of the line layer, in place in <paramref name="values"/>.
    /// </summary>
    /// <param name="values">The values at the slots firstSlot, firstSlot + 1, ...; 2^k of them, k >= 1; overwritten.</param>
    /// <param name="firstSlot">A multiple of 2^k.</param>
    /// <param name="domain">The circle domain.</param>
    /// <param name="alpha">The layer's coefficient.</param>
    public static QM31 CircleCoset(Span<QM31> values, uint firstSlot, CircleDomain domain, QM31 alpha)
    {
        int pairs = values.Length / 2;
        Span<M31> y = stackalloc M31[pairs];
        Span<M31> x = stackalloc M31[pairs / 2];
        for (int k = 0; k < pairs; k++)
        {
            CirclePoint<M31> point = domain.AtSlot(firstSlot + (2 * (uint)k));
            y[k] = point.Y;
            if ((k & 1) == 0 && pairs > 1)
            {
                x[k / 2] = point.X;
            }
        }

        Halve(values, y, alpha);
        return Fold(values[..pairs], x, alpha * alpha);
    }

    /// <summary>Folds 2^k consecutive values of a line layer to one, in place in <paramref name="values"/>.</summary>
    /// <param name="values">The values at the slots firstSlot, firstSlot + 1, ...; 2^k of them, k >= 1; overwritten.</param>
    /// <param name="firstSlot">A multiple of 2^k.</param>
    /// <param name="domain">The line domain.</param>
    /// <param name="alpha">The layer's coefficient.</param>
    public static QM31 LineCoset(Span<QM31> values, uint firstSlot, LineDomain domain, QM31 alpha)
    {
        Span<M31> x = stackalloc M31[values.Length / 2];
        for (int k = 0; k < x.Length; k++)
        {
            x[k] = domain.AtSlot(firstSlot + (2 * (uint)k));
        }

        return Fold(values, x, alpha);
    }

    private static QM31 Fold(Span<QM31> values, Span<M31> x, QM31 alpha)
    {
        for (; values.Length > 1; values = values[..(values.Length / 2)])
        {
            Halve(values, x, alpha);
            alpha *= alpha;
            int next = x.Length / 2;

            // The next layer's even slot 2k lies over this layer's slot 4k, so its x is the double of every second x here.
            for (int k = 0; k < next; k++)
            {
                x[k] = CirclePoint<M31>.DoubleX(x[2 * k]);
            }

            x = x[..next];
        }

        return values[0];
    }

    /// <summary>One halving, in place; coordinates of FRI domains are never zero.</summary>
    private static void Halve(Span<QM31> values, ReadOnlySpan<M31> twiddles, QM31 alpha)
    {
        Span<M31> inverses = stackalloc M31[twiddles.Length];
        FieldInversion.Invert(twiddles, inverses);
        for (int k = 0; k < twiddles.Length; k++)
        {
            values[k] = Pair(values[2 * k], values[(2 * k) + 1], inverses[k], alpha);
        }
    }
}
