using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using Kraken.Air.Evaluation;
using Kraken.Air.Tapes;
using Kraken.Fields;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// A lookup's denominator id + sum alpha^(i+1) t_i - z as a weighted sum of registers: literal elements are folded into the constant, and a
/// register that stands in several places is read once.
/// </summary>
internal sealed unsafe class LookupPlan
{
    private readonly uint[] weights;
    private readonly int[] registers;
    private readonly QM31 constant;

    /// <summary>Folds the literals of a lookup's tuple into the constant and merges equal registers.</summary>
    public LookupPlan(TapeLookup lookup, RegisterLayout layout, LookupElements elements)
    {
        Numerator = lookup.Numerator;
        constant = (QM31)lookup.Relation.Id - elements.Z;
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

        this.registers = [.. registers];
        this.weights = Words(weights);
    }

    /// <summary>The numerator's register.</summary>
    public int Numerator { get; }

    /// <summary>Writes the denominators of a strip.</summary>
    /// <param name="registers">The registers' first rows.</param>
    /// <param name="destination">Four runs of <paramref name="stride"/> words.</param>
    /// <param name="stride">Words between runs.</param>
    /// <param name="rows">Rows of the strip.</param>
    public void Combine(uint** registers, uint* destination, nint stride, int rows)
    {
        // SAFETY: at most 256 registers are read per call, each covering rows words; the weights are pinned.
        uint** columns = stackalloc uint*[this.registers.Length];
        for (int i = 0; i < this.registers.Length; i++)
        {
            columns[i] = registers[this.registers[i]];
        }

        uint* weights = (uint*)Marshal.UnsafeAddrOfPinnedArrayElement(this.weights, 0);
        WeightedSum.Rows(columns, weights, this.registers.Length, constant, destination, stride, rows);
    }

    /// <summary>Four words per weight, at a fixed address.</summary>
    internal static uint[] Words(List<QM31> weights)
    {
        uint[] words = GC.AllocateUninitializedArray<uint>(Math.Max(1, 4 * weights.Count), pinned: true);
        for (int i = 0; i < weights.Count; i++)
        {
            for (int k = 0; k < 4; k++)
            {
                words[(4 * i) + k] = weights[i][k].Value;
            }
        }

        return words;
    }
}
