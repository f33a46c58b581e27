using System;
using Kraken.Fields;

namespace Kraken.Curves;

/// <summary>The multiples of a point as affine points, many at once.</summary>
internal static class AffineMultiples
{
    /// <summary>Writes P, 2 P, 3 P, ... by affine sums that share one inversion for as many points as there are already.</summary>
    /// <param name="point">P, not infinity.</param>
    /// <param name="destination">Below 2^128 places, so that no two of the points are the same or opposite.</param>
    public static void Write(AffinePoint point, Span<AffinePoint> destination)
    {
        if (destination.IsEmpty)
        {
            return;
        }

        Felt[] slopes = new Felt[(destination.Length + 1) / 2];
        Felt[] inverses = new Felt[slopes.Length];
        destination[0] = point;
        for (int size = 1; size < destination.Length; size *= 2)
        {
            // The last one so far to itself and to all before it.
            int added = Math.Min(size, destination.Length - size);
            AffinePoint last = destination[size - 1];
            for (int i = 0; i < added; i++)
            {
                slopes[i] = i == size - 1 ? last.Y + last.Y : last.X - destination[i].X;
            }

            FieldInversion.Invert(slopes.AsSpan(0, added), inverses.AsSpan(0, added));
            for (int i = 0; i < added; i++)
            {
                AddAffine(last, destination[i], inverses[i], i == size - 1, out destination[size + i]);
            }
        }
    }

    private static void AddAffine(in AffinePoint left, in AffinePoint right, in Felt inverse, bool doubles, out AffinePoint sum)
    {
        Felt rise = doubles ? (3UL * left.X.Square()) + StarkCurve.Alpha : left.Y - right.Y;
        Felt slope = rise * inverse;
        Felt x = slope.Square() - left.X - right.X;
        sum = new(x, (slope * (left.X - x)) - left.Y);
    }
}
