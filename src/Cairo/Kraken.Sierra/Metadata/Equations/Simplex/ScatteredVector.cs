using System;
using System.Collections.Generic;

namespace Kraken.Sierra.Metadata.Equations.Simplex;

/// <summary>
/// A vector of few numbers that are not zero, in the order in which their places were met: ties are decided by that order.
/// </summary>
internal sealed class ScatteredVector(int length)
{
    private readonly double[] values = new double[length];
    private readonly bool[] isMet = new bool[length];
    private readonly List<int> places = [];

    /// <summary>The places that were met.</summary>
    internal IReadOnlyList<int> Places => places;

    internal double this[int place]
    {
        get => values[place];
        set => values[place] = value;
    }

    /// <summary>The sum of the squares.</summary>
    internal double SquaredNorm
    {
        get
        {
            double sum = 0;
            foreach (int place in places)
            {
                sum += values[place] * values[place];
            }

            return sum;
        }
    }

    internal void Clear()
    {
        foreach (int place in places)
        {
            values[place] = 0;
            isMet[place] = false;
        }

        places.Clear();
    }

    /// <summary>Notes a place, whatever its number is.</summary>
    internal void Meet(int place)
    {
        if (!isMet[place])
        {
            isMet[place] = true;
            places.Add(place);
        }
    }

    /// <summary>Notes a place with its number.</summary>
    internal void Put(int place, double value)
    {
        Meet(place);
        values[place] = value;
    }

    /// <summary>The places and numbers as they are now.</summary>
    internal (int Place, double Value)[] ToArray() => Array.ConvertAll([.. places], place => (place, values[place]));
}
