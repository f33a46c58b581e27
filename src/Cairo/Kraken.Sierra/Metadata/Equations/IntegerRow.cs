using System;

namespace Kraken.Sierra.Metadata.Equations;

/// <summary>
/// A row of the simplex table in whole numbers: a sum of variables with coefficients, and the right side that it equals. A row stands for
/// itself times any positive number, so that no fractions are needed; it is kept free of a common divisor.
/// </summary>
internal sealed class IntegerRow
{
    private int[] variables = [];
    private long[] coefficients = [];

    /// <summary>The number of terms.</summary>
    public int Count { get; private set; }

    /// <summary>What the sum equals.</summary>
    public long RightSide { get; set; }

    /// <summary>The variables, ascending.</summary>
    public ReadOnlySpan<int> Variables => variables.AsSpan(0, Count);

    /// <summary>The coefficients of <see cref="Variables"/>; none is zero.</summary>
    public ReadOnlySpan<long> Coefficients => coefficients.AsSpan(0, Count);

    /// <summary>The coefficient of a variable, zero for one that has no term.</summary>
    public long this[int variable]
    {
        get
        {
            int place = Variables.BinarySearch(variable);
            return place < 0 ? 0 : coefficients[place];
        }
    }

    /// <summary>Replaces the terms by those of which the coefficient is not zero.</summary>
    public void SetTerms(ReadOnlySpan<int> newVariables, ReadOnlySpan<long> newCoefficients)
    {
        if (variables.Length < newVariables.Length)
        {
            // Some room, as rows grow by a few terms at a time.
            variables = new int[newVariables.Length + (newVariables.Length / 4)];
            coefficients = new long[variables.Length];
        }

        newVariables.CopyTo(variables);
        newCoefficients.CopyTo(coefficients);
        Count = newVariables.Length;
    }

    /// <summary>Multiplies the equation by -1.</summary>
    public void Negate()
    {
        for (int i = 0; i < Count; i++)
        {
            coefficients[i] = checked(-coefficients[i]);
        }

        RightSide = checked(-RightSide);
    }

    /// <summary>Divides by the greatest number that divides all coefficients and the right side.</summary>
    /// <returns>How many numbers were looked at.</returns>
    public int RemoveCommonDivisor()
    {
        long divisor = Divisor.Greatest(RightSide, 0);
        int read = 0;
        for (; read < Count && divisor != 1; read++)
        {
            divisor = Divisor.Greatest(divisor, coefficients[read]);
        }

        if (divisor > 1)
        {
            RightSide /= divisor;
            for (int i = 0; i < Count; i++)
            {
                coefficients[i] /= divisor;
            }
        }

        return read;
    }
}
