using System;
using Kraken.Air;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Curves;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Hints;

/// <summary>Curve arithmetic in affine coordinates: the inversions of all rows of a strip are made at once.</summary>
internal abstract class SlopeHint : Hint
{
    /// <summary>The number of inversions per row.</summary>
    protected virtual int InversionsPerRow => 1;

    public sealed override void Evaluate(IWitnessContext context, ReadOnlySpan<uint> inputs, Span<uint> outputs, int rows)
    {
        Felt[] denominators = new Felt[rows * InversionsPerRow];
        uint[] input = new uint[Inputs];
        for (int row = 0; row < rows; row++)
        {
            Gather(inputs, input, row, rows);
            Denominators(input, denominators.AsSpan(row * InversionsPerRow, InversionsPerRow));
        }

        Invert(denominators);
        uint[] output = new uint[Outputs];
        for (int row = 0; row < rows; row++)
        {
            Gather(inputs, input, row, rows);
            Finish(input, denominators.AsSpan(row * InversionsPerRow, InversionsPerRow), output);
            for (int i = 0; i < output.Length; i++)
            {
                outputs[(i * rows) + row] = output[i];
            }
        }
    }

    public sealed override void EvaluateRow(IWitnessContext context, ReadOnlySpan<uint> inputs, Span<uint> outputs) =>
        Evaluate(context, inputs, outputs, 1);

    /// <summary>Writes what a row needs the inverses of; zero counts as one.</summary>
    protected abstract void Denominators(ReadOnlySpan<uint> inputs, Span<Felt> denominators);

    /// <summary>Writes a row's outputs.</summary>
    protected abstract void Finish(ReadOnlySpan<uint> inputs, ReadOnlySpan<Felt> inverses, Span<uint> outputs);

    /// <summary>Reads a point of 28 limbs of x and 28 of y.</summary>
    protected static AffinePoint ReadPoint(ReadOnlySpan<uint> limbs) =>
        new(FeltWords.FromLimbs(limbs), FeltWords.FromLimbs(limbs[FeltLimbs.Count..]));

    /// <summary>Writes a point as 28 limbs of x and 28 of y.</summary>
    protected static void WritePoint(AffinePoint point, Span<uint> limbs)
    {
        FeltWords.ToLimbs(point.X, limbs);
        FeltWords.ToLimbs(point.Y, limbs[FeltLimbs.Count..]);
    }

    /// <summary>The slope of the line through two points.</summary>
    protected static Felt SlopeOf(AffinePoint left, AffinePoint right, Felt inverse) => (right.Y - left.Y) * inverse;

    /// <summary>The slope of the tangent at a point.</summary>
    protected static Felt TangentAt(AffinePoint point, Felt inverse)
    {
        Felt square = point.X.Square();
        return (square + square + square + StarkCurve.Alpha) * inverse;
    }

    /// <summary>The third point of a line, mirrored.</summary>
    protected static AffinePoint Third(Felt slope, AffinePoint left, Felt rightX)
    {
        Felt x = slope.Square() - left.X - rightX;
        return new(x, (slope * (left.X - x)) - left.Y);
    }

    private static void Gather(ReadOnlySpan<uint> inputs, Span<uint> input, int row, int rows)
    {
        for (int i = 0; i < input.Length; i++)
        {
            input[i] = inputs[(i * rows) + row];
        }
    }

    private static void Invert(Span<Felt> values)
    {
        foreach (ref Felt value in values)
        {
            value = value.IsZero ? Felt.One : value;
        }

        FieldInversion.InvertInPlace(values);
    }
}
