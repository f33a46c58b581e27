using System.Collections.Generic;
using Kraken.Air.Evaluation;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Hints;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Relations;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Claims;

/// <summary>The verifier's part of the logup sum.</summary>
public static class PublicLogup
{
    /// <summary>
    /// One use of address to id and id to value per public cell, one use of the final state and one yield of the initial one.
    /// </summary>
    /// <param name="data">The public data.</param>
    /// <param name="elements">The lookup randomness.</param>
    /// <returns>False where a denominator vanishes.</returns>
    public static bool TrySum(PublicData data, LookupElements elements, out QM31 sum)
    {
        List<QM31> denominators = [];
        M31[] value = new M31[1 + FeltLimbs.Count];
        uint[] limbs = new uint[FeltLimbs.Count];
        foreach (PublicEntry entry in data.Entries())
        {
            value[0] = M31.Reduce(entry.Id);
            denominators.Add(elements.Combine(CairoRelations.MemoryAddressToId, [M31.Reduce(entry.Address), value[0]]));
            FeltWords.ToLimbs(entry.Value, limbs);
            for (int i = 0; i < limbs.Length; i++)
            {
                value[i + 1] = M31.FromCanonical(limbs[i]);
            }

            denominators.Add(elements.Combine(CairoRelations.MemoryIdToValue, value));
        }

        denominators.Add(elements.Combine(CairoRelations.Opcodes, Tuple(data.FinalState)));
        denominators.Add(-elements.Combine(CairoRelations.Opcodes, Tuple(data.InitialState)));
        return TrySumInverses(denominators, out sum);
    }

    private static M31[] Tuple(PublicState state) => [M31.Reduce(state.Pc), M31.Reduce(state.Ap), M31.Reduce(state.Fp)];

    /// <summary>The sum of the inverses with one inversion (Montgomery's trick).</summary>
    private static bool TrySumInverses(List<QM31> values, out QM31 sum)
    {
        sum = QM31.Zero;
        QM31[] prefixes = new QM31[values.Count];
        QM31 product = QM31.One;
        for (int i = 0; i < values.Count; i++)
        {
            prefixes[i] = product;
            product *= values[i];
        }

        if (product.IsZero)
        {
            return false;
        }

        QM31 inverse = product.Inverse();
        for (int i = values.Count - 1; i >= 0; i--)
        {
            sum += inverse * prefixes[i];
            inverse *= values[i];
        }

        return true;
    }
}
