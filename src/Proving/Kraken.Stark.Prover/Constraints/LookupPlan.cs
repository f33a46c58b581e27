using System.Collections.Generic;
using Kraken.Air.Evaluation;
using Kraken.Air.Tapes;
using Kraken.Fields;
using Kraken.Stark.Prover.Simd;

namespace Kraken.Stark.Prover.Constraints;

/// <summary>
/// A lookup's denominator id + sum alpha^(i+1) t_i - z as a weighted sum of registers: literal elements are folded into the constant, and a
/// register that stands in several places is read once.
/// </summary>
internal sealed class LookupPlan
{
    /// <summary>Folds the literals of a lookup's tuple into the constant and merges equal registers.</summary>
    public LookupPlan(TapeLookup lookup, RegisterLayout layout, LookupElements elements)
    {
        Numerator = lookup.Numerator;
        QM31 constant = (QM31)lookup.Relation.Id - elements.Z;
        List<int> registers = [];
        List<QM31> weights = [];
        for (int i = 0; i < lookup.Tuple.Length; i++)
        {
            int register = lookup.Tuple[i];
            QM31 power = elements.AlphaPowers[i + 1];
            if (register >= layout.FirstConstant && register < layout.FirstTemporary)
            {
                constant += power * M31.Reduce(layout.Constants[register - layout.FirstConstant]);
            }
            else if (registers.IndexOf(register) is int known and >= 0)
            {
                weights[known] += power;
            }
            else
            {
                registers.Add(register);
                weights.Add(power);
            }
        }

        Constant = constant;
        Registers = [.. registers];
        Weights = WeightedSum.Words(weights);
    }

    /// <summary>The numerator's register.</summary>
    public int Numerator { get; }

    /// <summary>The registers that are summed.</summary>
    public int[] Registers { get; }

    /// <summary>Their weights, see <see cref="WeightedSum.Words"/>.</summary>
    public uint[] Weights { get; }

    /// <summary>Added to every sum.</summary>
    public QM31 Constant { get; }
}
