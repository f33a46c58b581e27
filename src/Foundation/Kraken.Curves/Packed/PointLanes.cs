using System;
using System.Runtime.Intrinsics;
using Kraken.Fields;
using Kraken.Fields.Packed;

namespace Kraken.Curves.Packed;

/// <summary>
/// Eight points of the Stark curve in Jacobian coordinates side by side; the scalar twin is <see cref="JacobianPoint"/>. Sums are for
/// points of different x coordinates: where two are the same, the lane's denominator becomes zero and stays so, whatever is added.
/// </summary>
/// <remarks>Units as <see cref="FeltLanes"/> counts them: X is carried, Y and Z have at most two.</remarks>
internal struct PointLanes
{
    private FeltLanes x;
    private FeltLanes y;
    private FeltLanes z;

    // What the steps work with; fields, so that they are aligned with the whole.
    private FeltLanes x1;
    private FeltLanes y1;
    private FeltLanes z1;
    private FeltLanes x2;
    private FeltLanes y2;
    private FeltLanes zz;
    private FeltLanes h;
    private FeltLanes r;
    private FeltLanes v;

    /// <summary>Loads eight affine points to be added, of which the coordinates are held times <see cref="FeltLanes.Scale"/>.</summary>
    /// <param name="coordinates">Pairs of x and y.</param>
    /// <param name="places">Where the points' x stand.</param>
    /// <param name="negative">All ones in the lanes of points that are to be subtracted, zero in the others.</param>
    public void Load(ReadOnlySpan<Felt> coordinates, ReadOnlySpan<int> places, Vector512<long> negative)
    {
        FeltLanes.LoadScaled(coordinates, places, out x2);
        FeltLanes.LoadScaled(coordinates[1..], places, out y2);
        FeltLanes.Negate(ref y2, negative);
    }

    /// <summary>Sets each lane to an affine point and adds the loaded one: 4 multiplications and 2 squarings.</summary>
    /// <param name="startX">The first points' x, carried.</param>
    /// <param name="startY">The first points' y, of at most one unit.</param>
    /// <param name="mask">All ones, or zero in the lanes where nothing is added.</param>
    public void Start(in FeltLanes startX, in FeltLanes startY, Vector512<long> mask)
    {
        x1 = startX;
        y1 = startY;
        FeltLanes.Subtract(x2, x1, out h);
        FeltLanes.Subtract(y2, y1, out r);
        z = h;
        Finish();
        if (mask != Vector512<long>.AllBitsSet)
        {
            FeltLanes.Select(mask, x, startX, out x);
            FeltLanes.Select(mask, y, startY, out y);
            FeltLanes.Select(mask, z, FeltLanes.One, out z);
        }
    }

    /// <summary>Adds the loaded affine points: 8 multiplications and 3 squarings.</summary>
    /// <param name="mask">All ones, or zero in the lanes where nothing is added.</param>
    public void Add(Vector512<long> mask)
    {
        x1 = x;
        y1 = y;
        z1 = z;
        FeltLanes.Square(z1, out zz);
        FeltLanes.Multiply(x2, zz, out h);
        FeltLanes.Subtract(h, x1, out h);
        FeltLanes.Multiply(zz, z1, out zz);
        FeltLanes.Multiply(y2, zz, out r);
        FeltLanes.Subtract(r, y1, out r);
        FeltLanes.Multiply(z1, h, out z);
        Finish();
        if (mask != Vector512<long>.AllBitsSet)
        {
            FeltLanes.Select(mask, x, x1, out x);
            FeltLanes.Select(mask, y, y1, out y);
            FeltLanes.Select(mask, z, z1, out z);
        }
    }

    /// <summary>Adds to each of the lanes 0 to 3 that four further on, and the other way round: 12 multiplications, 4 squarings.</summary>
    public void AddOtherHalf()
    {
        Vector512<long> order = Vector512.Create(4L, 5, 6, 7, 0, 1, 2, 3);
        FeltLanes.Permute(x, order, out h);
        FeltLanes.Permute(y, order, out r);
        FeltLanes.Permute(z, order, out z1);
        FeltLanes.Square(z, out zz);
        FeltLanes.Multiply(h, zz, out h);
        FeltLanes.Multiply(zz, z, out zz);
        FeltLanes.Multiply(r, zz, out r);
        FeltLanes.Square(z1, out zz);
        FeltLanes.Multiply(x, zz, out x1);
        FeltLanes.Multiply(zz, z1, out zz);
        FeltLanes.Multiply(y, zz, out y1);
        FeltLanes.Subtract(h, x1, out h);
        FeltLanes.Subtract(r, y1, out r);
        FeltLanes.Multiply(z, z1, out z);
        FeltLanes.Multiply(z, h, out z);
        Finish();
    }

    /// <summary>Writes the coordinates of the eight points; each span has eight places.</summary>
    public readonly void Store(Span<Felt> xs, Span<Felt> ys, Span<Felt> zs)
    {
        x.Store(xs);
        y.Store(ys);
        z.Store(zs);
    }

    // The sum's x and y, of a point (x1, y1) and the differences h and r, of at most 2 and 3 units, to the other at its denominator.
    private void Finish()
    {
        FeltLanes.Square(h, out zz);
        FeltLanes.Multiply(x1, zz, out v);
        FeltLanes.Multiply(zz, h, out zz);

        // x = r^2 - h^3 - 2 v, y = r (v - x) - y1 h^3
        FeltLanes.Square(r, out x);
        FeltLanes.Subtract(x, zz, out x);
        FeltLanes.Subtract(x, v, out x);
        FeltLanes.Subtract(x, v, out x);
        FeltLanes.Carry(ref x);
        FeltLanes.Subtract(v, x, out v);
        FeltLanes.Multiply(r, v, out v);
        FeltLanes.Multiply(y1, zz, out zz);
        FeltLanes.Subtract(v, zz, out y);
    }
}
