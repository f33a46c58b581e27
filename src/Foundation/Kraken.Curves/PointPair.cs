using System.Runtime.CompilerServices;
using Kraken.Fields;

namespace Kraken.Curves;

/// <summary>
/// The sum S and the doubled point D of double and add. Both stand on a curve isomorphic to the Stark curve, y^2 = x^3 + a x + b with a
/// scaled by a fourth power, which changes with each addition so that S stays affine: then comparing x coordinates takes one
/// multiplication.
/// </summary>
internal struct PointPair
{
    // S is (sumX, sumY), and (sumX / scale^2, sumY / scale^3) on the Stark curve.
    private Felt sumX;
    private Felt sumY;
    private Felt scale;

    // D is (x / z^2, y / z^3); zz = z^2 and az4 = a z^4 are kept along.
    private Felt x;
    private Felt y;
    private Felt z;
    private Felt zz;
    private Felt az4;

    // S.x zz - x, zero where the x coordinates are the same.
    private Felt h;

    public PointPair(AffinePoint sum, AffinePoint doubled)
    {
        sumX = sum.X;
        sumY = sum.Y;
        x = doubled.X;
        y = doubled.Y;
        scale = z = zz = Felt.One;
        az4 = StarkCurve.Alpha;
        h = default;
    }

    /// <summary>S on the Stark curve.</summary>
    public readonly JacobianPoint Sum => new(sumX, sumY, scale);

    /// <summary>D on the Stark curve.</summary>
    public readonly JacobianPoint Doubled => new(x, y, z * scale);

    /// <summary>Whether S and D have the same x coordinate; has to be called before <see cref="TryAdd"/>.</summary>
    public bool SameX()
    {
        Felt.Multiply(sumX, zz, out h);
        Felt.Subtract(h, x, out h);
        return h.IsZero;
    }

    /// <summary>Whether S and D have the same y coordinate.</summary>
    public readonly bool SameY() => sumY * zz * z == y;

    /// <summary>S += D or S -= D, of which the x coordinates differ: 8 to 9 multiplications and 3 to 4 squarings.</summary>
    /// <param name="carry">Whether S + D must not be -D.</param>
    /// <returns>False if it is.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryAdd(bool subtract, bool carry)
    {
        Felt.Multiply(zz, z, out zz);
        Felt.Multiply(sumY, zz, out Felt s);
        Felt.Multiply(z, h, out z);
        Felt.Multiply(scale, z, out scale);

        // The new denominator is z h: D becomes (x h^2, y h^3).
        Felt.Square(h, out Felt hh);
        Felt.Multiply(h, hh, out Felt hhh);
        Felt.Multiply(x, hh, out x);
        Felt.Square(hh, out hh);
        Felt.Multiply(az4, hh, out az4);
        Felt.Subtract(s, y, out Felt r);
        bool fails = false;
        if (subtract)
        {
            if (carry)
            {
                Felt.Square(r, out Felt other);
                Felt.SubtractAndTwice(other, hhh, x, out other);
                fails = other == x;
            }

            Felt.Add(s, y, out r);
        }

        Felt.Square(r, out sumX);
        Felt.SubtractAndTwice(sumX, hhh, x, out sumX);
        Felt.Multiply(y, hhh, out y);
        Felt.Subtract(x, sumX, out s);
        Felt.Multiply(r, s, out sumY);
        if (subtract)
        {
            Felt.Add(sumY, y, out sumY);
        }
        else
        {
            Felt.Subtract(sumY, y, out sumY);
            fails = carry && sumX == x;
        }

        z = Felt.One;
        zz = Felt.One;
        return !fails;
    }

    /// <summary>D += D: 5 multiplications and 4 squarings.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Double()
    {
        // m = 3 x^2 + a z^4, s = 4 x y^2, u = 16 y^4
        Felt.Square(x, out Felt m);
        Felt.AddTriple(m, az4, out m);
        Felt.Add(y, y, out y);
        Felt.Multiply(z, y, out z);
        Felt.Square(y, out y);
        Felt.Multiply(zz, y, out zz);
        Felt.Multiply(x, y, out Felt s);
        Felt.Square(y, out Felt u);
        Felt.Multiply(az4, u, out az4);
        Felt.Halve(u, out u);

        // x = m^2 - 2 s, y = m (s - x) - 8 y^4
        Felt.Square(m, out x);
        Felt.SubtractAndTwice(x, Felt.Zero, s, out x);
        Felt.Subtract(s, x, out s);
        Felt.Multiply(m, s, out y);
        Felt.Subtract(y, u, out y);
    }
}
