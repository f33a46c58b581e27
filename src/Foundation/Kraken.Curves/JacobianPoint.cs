using System;
using System.Runtime.CompilerServices;
using Kraken.Fields;

namespace Kraken.Curves;

/// <summary>
/// A point of the Stark curve in Jacobian coordinates, (X / Z^2, Y / Z^3); Z = 0 is infinity and the default value.
/// Additions need no inversion; convert many points at once with <see cref="ToAffine(ReadOnlySpan{JacobianPoint}, Span{AffinePoint})"/>.
/// </summary>
/// <remarks>A mutable accumulator: the named operations change it in place and by reference, which is what makes them fast.</remarks>
public struct JacobianPoint
{
    private Felt x;
    private Felt y;
    private Felt z;

    /// <summary>Builds a point from its coordinates.</summary>
    public JacobianPoint(Felt x, Felt y, Felt z)
    {
        this.x = x;
        this.y = y;
        this.z = z;
    }

    /// <summary>Lifts an affine point.</summary>
    public JacobianPoint(AffinePoint point)
    {
        x = point.X;
        y = point.Y;
        z = point.IsInfinity ? Felt.Zero : Felt.One;
    }

    /// <summary>The X coordinate.</summary>
    public readonly Felt X => x;

    /// <summary>The Y coordinate.</summary>
    public readonly Felt Y => y;

    /// <summary>The denominator.</summary>
    public readonly Felt Z => z;

    /// <summary>True for the neutral element.</summary>
    public readonly bool IsInfinity => z.IsZero;

    /// <summary>The inverse element.</summary>
    public static JacobianPoint operator -(JacobianPoint point) => new(point.x, -point.y, point.z);

    /// <summary>The group law with an affine point.</summary>
    public static JacobianPoint operator +(JacobianPoint left, in AffinePoint right)
    {
        left.Add(right);
        return left;
    }

    /// <summary>The group law.</summary>
    public static JacobianPoint operator +(JacobianPoint left, in JacobianPoint right)
    {
        left.Add(right);
        return left;
    }

    /// <summary>The point added to itself.</summary>
    public readonly JacobianPoint Double()
    {
        JacobianPoint result = this;
        result.DoubleInPlace();
        return result;
    }

    /// <summary>Adds an affine point: 8 multiplications and 3 squarings.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(in AffinePoint right)
    {
        if (right.IsInfinity)
        {
            return;
        }

        if (IsInfinity)
        {
            this = new(right);
            return;
        }

        Felt.Square(z, out Felt zz);
        Felt.Multiply(right.X, zz, out Felt x2);
        Felt.Multiply(zz, z, out zz);
        Felt.Multiply(right.Y, zz, out Felt y2);
        AddScaled(x2, y2);
    }

    /// <summary>Subtracts an affine point: 8 multiplications and 3 squarings.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Subtract(in AffinePoint right)
    {
        if (right.IsInfinity)
        {
            return;
        }

        if (IsInfinity)
        {
            this = new(-right);
            return;
        }

        Felt.Square(z, out Felt zz);
        Felt.Multiply(right.X, zz, out Felt x2);
        Felt.Multiply(zz, z, out zz);
        Felt.Multiply(right.Y, zz, out Felt y2);
        Felt.Subtract(Felt.Zero, y2, out y2);
        AddScaled(x2, y2);
    }

    /// <summary>Adds a point: 12 multiplications and 4 squarings.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(in JacobianPoint right)
    {
        if (right.IsInfinity)
        {
            return;
        }

        if (IsInfinity)
        {
            this = right;
            return;
        }

        Felt.Square(z, out Felt zz1);
        Felt.Multiply(right.x, zz1, out Felt x2);
        Felt.Multiply(zz1, z, out zz1);
        Felt.Multiply(right.y, zz1, out Felt y2);
        Felt.Square(right.z, out Felt zz2);
        Felt.Multiply(x, zz2, out x);
        Felt.Multiply(zz2, right.z, out zz2);
        Felt.Multiply(y, zz2, out y);
        Felt.Multiply(z, right.z, out z);
        AddScaled(x2, y2);
    }

    /// <summary>Replaces the point by its double, without a copy.</summary>
    public void DoubleInPlace() => DoubleInPlace(1);

    /// <summary>
    /// Doubles the point some times, for the curve coefficient alpha = 1: 4 multiplications and 4 squarings each, and 2 squarings once.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void DoubleInPlace(int times)
    {
        Felt.Square(z, out Felt z4);
        Felt.Square(z4, out z4);
        for (; times > 0; times--)
        {
            // m = 3 x^2 + z^4, s = 4 x y^2, u = 16 y^4
            Felt.Square(x, out Felt m);
            Felt.AddTriple(m, z4, out m);
            Felt.Add(y, y, out y);
            Felt.Multiply(z, y, out z);
            Felt.Square(y, out y);
            Felt.Multiply(x, y, out Felt s);
            Felt.Square(y, out Felt u);
            if (times > 1)
            {
                Felt.Multiply(z4, u, out z4);
            }

            // x = m^2 - 2 s, y = m (s - x) - 8 y^4
            Felt.Halve(u, out u);
            Felt.Square(m, out x);
            Felt.SubtractAndTwice(x, Felt.Zero, s, out x);
            Felt.Subtract(s, x, out s);
            Felt.Multiply(m, s, out y);
            Felt.Subtract(y, u, out y);
        }
    }

    /// <summary>The affine point; costs one field inversion.</summary>
    public readonly AffinePoint ToAffine() => IsInfinity ? default : Scale(z.Inverse());

    /// <summary>The affine x coordinate, zero for infinity; costs one field inversion.</summary>
    public readonly Felt AffineX()
    {
        if (IsInfinity)
        {
            return Felt.Zero;
        }

        Felt inverse = z.Inverse();
        Felt.Square(inverse, out inverse);
        Felt.Multiply(x, inverse, out inverse);
        return inverse;
    }

    /// <summary>Converts many points with one field inversion. The spans have equal length.</summary>
    public static void ToAffine(ReadOnlySpan<JacobianPoint> points, Span<AffinePoint> destination)
    {
        Felt[] denominators = new Felt[points.Length];
        for (int i = 0; i < points.Length; i++)
        {
            denominators[i] = points[i].IsInfinity ? Felt.One : points[i].z;
        }

        FieldInversion.InvertInPlace(denominators.AsSpan());
        for (int i = 0; i < points.Length; i++)
        {
            destination[i] = points[i].IsInfinity ? default : points[i].Scale(denominators[i]);
        }
    }

    /// <summary>True when the affine x coordinate is the given one; needs no inversion. False for infinity.</summary>
    public readonly bool HasX(Felt affineX) => !IsInfinity && x == affineX * z.Square();

    private readonly AffinePoint Scale(in Felt inverseZ)
    {
        Felt.Square(inverseZ, out Felt square);
        Felt.Multiply(x, square, out Felt affineX);
        Felt.Multiply(square, inverseZ, out square);
        Felt.Multiply(y, square, out Felt affineY);
        return new(affineX, affineY);
    }

    /// <summary>Adds (x2 / z^2, y2 / z^3): a point already brought to this one's denominator.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddScaled(in Felt x2, in Felt y2)
    {
        Felt.Subtract(x2, x, out Felt h);
        Felt.Subtract(y2, y, out Felt r);
        if (h.IsZero)
        {
            if (r.IsZero)
            {
                DoubleInPlace();
            }
            else
            {
                this = default;
            }

            return;
        }

        Felt.Multiply(z, h, out z);
        Felt.Square(h, out Felt hh);
        Felt.Multiply(x, hh, out Felt v);
        Felt.Multiply(hh, h, out hh);
        Felt.Square(r, out x);
        Felt.SubtractAndTwice(x, hh, v, out x);

        // y = r (v - x) - y h^3
        Felt.Subtract(v, x, out v);
        Felt.SubtractProducts(r, v, y, hh, out y);
    }
}
