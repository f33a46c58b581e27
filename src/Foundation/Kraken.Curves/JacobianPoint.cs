using System;
using Kraken.Fields;

namespace Kraken.Curves;

/// <summary>
/// A point of the Stark curve in Jacobian coordinates, (X / Z^2, Y / Z^3); Z = 0 is infinity and the default value.
/// Additions need no inversion; convert many points at once with <see cref="ToAffine(ReadOnlySpan{JacobianPoint}, Span{AffinePoint})"/>.
/// </summary>
public readonly struct JacobianPoint
{
    /// <summary>Builds a point from its coordinates.</summary>
    public JacobianPoint(Felt x, Felt y, Felt z)
    {
        X = x;
        Y = y;
        Z = z;
    }

    /// <summary>Lifts an affine point.</summary>
    public JacobianPoint(AffinePoint point)
    {
        X = point.X;
        Y = point.Y;
        Z = point.IsInfinity ? Felt.Zero : Felt.One;
    }

    /// <summary>The X coordinate.</summary>
    public Felt X { get; }

    /// <summary>The Y coordinate.</summary>
    public Felt Y { get; }

    /// <summary>The denominator.</summary>
    public Felt Z { get; }

    /// <summary>True for the neutral element.</summary>
    public bool IsInfinity => Z.IsZero;

    /// <summary>The inverse element.</summary>
    public static JacobianPoint operator -(JacobianPoint point) => new(point.X, -point.Y, point.Z);

    /// <summary>The group law with an affine point: 8 multiplications and 3 squarings.</summary>
    public static JacobianPoint operator +(in JacobianPoint left, in AffinePoint right)
    {
        if (right.IsInfinity)
        {
            return left;
        }

        if (left.IsInfinity)
        {
            return new(right);
        }

        Felt zz = left.Z.Square();
        return Sum(left.X, left.Y, right.X * zz, right.Y * zz * left.Z, left.Z, left);
    }

    /// <summary>The group law: 12 multiplications and 4 squarings.</summary>
    public static JacobianPoint operator +(in JacobianPoint left, in JacobianPoint right)
    {
        if (right.IsInfinity)
        {
            return left;
        }

        if (left.IsInfinity)
        {
            return right;
        }

        Felt zz1 = left.Z.Square();
        Felt zz2 = right.Z.Square();
        return Sum(left.X * zz2, left.Y * zz2 * right.Z, right.X * zz1, right.Y * zz1 * left.Z, left.Z * right.Z, left);
    }

    /// <summary>The double of the point, for the curve coefficient alpha = 1: 3 multiplications and 6 squarings.</summary>
    public JacobianPoint Double()
    {
        Felt yy = Y.Square();
        Felt s = X * yy;
        s += s;
        s += s;
        Felt xx = X.Square();
        Felt m = xx + xx + xx + Z.Square().Square();
        Felt x = m.Square() - s - s;
        Felt y8 = yy.Square();
        y8 += y8;
        y8 += y8;
        y8 += y8;
        Felt z = Y * Z;
        return new(x, (m * (s - x)) - y8, z + z);
    }

    /// <summary>The affine point; costs one field inversion.</summary>
    public AffinePoint ToAffine() => IsInfinity ? default : Scale(Z.Inverse());

    /// <summary>Converts many points with one field inversion. The spans have equal length.</summary>
    public static void ToAffine(ReadOnlySpan<JacobianPoint> points, Span<AffinePoint> destination)
    {
        Felt[] denominators = new Felt[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            denominators[i] = points[i].IsInfinity ? Felt.One : points[i].Z;
        }

        FieldInversion.InvertInPlace(denominators.AsSpan());
        for (int i = 0; i < points.Length; i++)
        {
            destination[i] = points[i].IsInfinity ? default : points[i].Scale(denominators[i]);
        }
    }

    /// <summary>True when the affine x coordinate is the given one; needs no inversion. False for infinity.</summary>
    public bool HasX(Felt x) => !IsInfinity && X == x * Z.Square();

    private AffinePoint Scale(Felt inverseZ)
    {
        Felt square = inverseZ.Square();
        return new(X * square, Y * square * inverseZ);
    }

    /// <summary>Adds two points whose coordinates are already brought to the common denominator z.</summary>
    private static JacobianPoint Sum(in Felt x1, in Felt y1, in Felt x2, in Felt y2, in Felt z, in JacobianPoint left)
    {
        Felt h = x2 - x1;
        Felt r = y2 - y1;
        if (h.IsZero)
        {
            return r.IsZero ? left.Double() : default;
        }

        Felt hh = h.Square();
        Felt hhh = hh * h;
        Felt v = x1 * hh;
        Felt x = r.Square() - hhh - v - v;
        return new(x, (r * (v - x)) - (y1 * hhh), z * h);
    }
}
