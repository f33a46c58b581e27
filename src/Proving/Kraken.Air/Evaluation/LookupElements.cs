using System;
using System.Runtime.CompilerServices;
using Kraken.Fields;

namespace Kraken.Air.Evaluation;

/// <summary>
/// The verifier's randomness for all lookups: a tuple t combines to t_0 + alpha t_1 + alpha^2 t_2 + ... - z,
/// with t_0 the relation's identifier.
/// </summary>
public sealed class LookupElements
{
    private readonly QM31[] alphaPowers;

    /// <summary>Prepares the powers of alpha.</summary>
    /// <param name="z">The drawn z.</param>
    /// <param name="alpha">The drawn alpha.</param>
    /// <param name="largestTuple">The number of elements of the longest tuple, with the identifier.</param>
    public LookupElements(QM31 z, QM31 alpha, int largestTuple = 128)
    {
        Z = z;
        Alpha = alpha;
        alphaPowers = new QM31[largestTuple];
        QM31 power = QM31.One;
        for (int i = 0; i < largestTuple; i++)
        {
            alphaPowers[i] = power;
            power *= alpha;
        }
    }

    /// <summary>The drawn z.</summary>
    public QM31 Z { get; }

    /// <summary>The drawn alpha.</summary>
    public QM31 Alpha { get; }

    /// <summary>1, alpha, alpha^2, ...</summary>
    public ReadOnlySpan<QM31> AlphaPowers => alphaPowers;

    /// <summary>Combines a tuple of base field elements (the elements after the identifier).</summary>
    public QM31 Combine(Relation relation, ReadOnlySpan<M31> elements)
    {
        QM31 sum = (QM31)relation.Id - Z;
        for (int i = 0; i < elements.Length; i++)
        {
            sum += alphaPowers[i + 1] * elements[i];
        }

        return sum;
    }

    /// <summary>Combines the elements that registers hold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal QM31 Combine(Tapes.TapeLookup lookup, ReadOnlySpan<QM31> registers)
    {
        QM31 sum = (QM31)lookup.Relation.Id - Z;
        ReadOnlySpan<int> tuple = lookup.Tuple.AsSpan();
        for (int i = 0; i < tuple.Length; i++)
        {
            sum += alphaPowers[i + 1] * registers[tuple[i]];
        }

        return sum;
    }
}
