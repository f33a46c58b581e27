using System;

namespace Kraken.Air;

/// <summary>Degrees in the columns of the base trace (preprocessed columns count as columns, parameters and literals as 0).</summary>
internal static class AirDegree
{
    public static int Of(AirRecording air)
    {
        int[] degrees = NodeDegrees(air);
        int largest = 0;
        foreach (int node in air.Constraints)
        {
            largest = Math.Max(largest, degrees[node]);
        }

        for (int first = 0; first < air.Lookups.Length; first += 2)
        {
            largest = Math.Max(largest, BatchDegree(air, degrees, first));
        }

        return largest;
    }

    /// <summary>(S - S') d d' - (n d' + n' d).</summary>
    private static int BatchDegree(AirRecording air, int[] degrees, int first)
    {
        (int numerator, int denominator) = Fraction(air.Lookups[first], degrees);
        if (first + 1 == air.Lookups.Length)
        {
            return Math.Max(1 + denominator, numerator);
        }

        (int nextNumerator, int nextDenominator) = Fraction(air.Lookups[first + 1], degrees);
        return Math.Max(1 + denominator + nextDenominator, Math.Max(numerator + nextDenominator, nextNumerator + denominator));
    }

    private static (int Numerator, int Denominator) Fraction(Lookup lookup, int[] degrees)
    {
        int denominator = 0;
        foreach (int node in lookup.Tuple)
        {
            denominator = Math.Max(denominator, degrees[node]);
        }

        return (degrees[lookup.Numerator], denominator);
    }

    private static int[] NodeDegrees(AirRecording air)
    {
        int[] degrees = new int[air.Nodes.Length];
        for (int i = 0; i < degrees.Length; i++)
        {
            AirNode node = air.Nodes[i];
            degrees[i] = node.Op switch
            {
                AirOp.Column or AirOp.Preprocessed => 1,
                AirOp.Add or AirOp.Subtract => Math.Max(degrees[node.Left], degrees[node.Right]),
                AirOp.Multiply => degrees[node.Left] + degrees[node.Right],
                AirOp.Negate => degrees[node.Left],
                _ => 0,
            };
        }

        return degrees;
    }
}
