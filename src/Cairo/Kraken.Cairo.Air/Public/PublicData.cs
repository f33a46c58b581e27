using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Air.Evaluation;
using Kraken.Cairo.Air.Components.Subroutines;
using Kraken.Cairo.Air.Hints;
using Kraken.Cairo.Air.Relations;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Public;

/// <summary>What a Cairo proof states in public: the public memory and the machine's first and last state.</summary>
/// <param name="Memory">The public memory.</param>
/// <param name="Initial">The state before the first step.</param>
/// <param name="Final">The state after the last step.</param>
public sealed record PublicData(PublicMemory Memory, MachineState Initial, MachineState Final)
{
    /// <summary>
    /// Every public cell as (address, id, value): program, safe call, segment pointers, output. Addresses wrap modulo 2^32 where the claim
    /// was not checked before.
    /// </summary>
    public IEnumerable<(uint Address, uint Id, Felt Value)> Entries()
    {
        for (int i = 0; i < Memory.Program.Length; i++)
        {
            yield return (Initial.Pc + (uint)i, Memory.Program[i].Id, Memory.Program[i].Value);
        }

        yield return (Initial.Ap - 2, Memory.SafeCallIds.Frame, (ulong)Initial.Ap);
        yield return (Initial.Ap - 1, Memory.SafeCallIds.Zero, 0);

        uint present = (uint)Memory.PresentSegments;
        uint index = 0;
        foreach (SegmentRange range in Memory.Segments.OfType<SegmentRange>())
        {
            yield return (Initial.Ap + index, range.Start.Id, (ulong)range.Start.Value);
            yield return (Final.Ap - present + index, range.Stop.Id, (ulong)range.Stop.Value);
            index++;
        }

        uint output = Memory[BuiltinSegment.Output]?.Start.Value ?? 0;
        for (int i = 0; i < Memory.Output.Length; i++)
        {
            yield return (output + (uint)i, Memory.Output[i].Id, Memory.Output[i].Value);
        }
    }

    /// <summary>
    /// The verifier's part of the logup sum: one use of address to id and id to value per public cell, one use of the final state and one
    /// yield of the initial one.
    /// </summary>
    /// <param name="elements">The lookup randomness.</param>
    /// <param name="sum">The sum.</param>
    /// <returns>False where a denominator vanishes.</returns>
    public bool TryLogupSum(LookupElements elements, out QM31 sum)
    {
        List<QM31> denominators = [];
        M31[] value = new M31[1 + FeltLimbs.Count];
        uint[] limbs = new uint[FeltLimbs.Count];
        foreach ((uint address, uint id, Felt felt) in Entries())
        {
            denominators.Add(elements.Combine(CairoRelations.MemoryAddressToId, [M31.Reduce(address), M31.Reduce(id)]));
            value[0] = M31.Reduce(id);
            FeltWords.ToLimbs(felt, limbs);
            for (int i = 0; i < limbs.Length; i++)
            {
                value[i + 1] = M31.FromCanonical(limbs[i]);
            }

            denominators.Add(elements.Combine(CairoRelations.MemoryIdToValue, value));
        }

        denominators.Add(elements.Combine(CairoRelations.Opcodes, Final.Tuple));
        denominators.Add(-elements.Combine(CairoRelations.Opcodes, Initial.Tuple));
        return TrySumInverses(denominators, out sum);
    }

    /// <summary>
    /// The first part of what is mixed into the channel: states, segments (zeros where absent), safe call ids, ids of output and program.
    /// </summary>
    public ImmutableArray<uint> ClaimWords()
    {
        ImmutableArray<uint>.Builder words = ImmutableArray.CreateBuilder<uint>();
        words.AddRange(Initial.Pc, Initial.Ap, Initial.Fp, Final.Pc, Final.Ap, Final.Fp);
        foreach (SegmentRange? segment in Memory.Segments)
        {
            SegmentRange range = segment ?? default;
            words.AddRange(range.Start.Id, range.Start.Value, range.Stop.Id, range.Stop.Value);
        }

        words.AddRange(Memory.SafeCallIds.Frame, Memory.SafeCallIds.Zero);
        words.AddRange(Memory.Output.Select(cell => cell.Id));
        words.AddRange(Memory.Program.Select(cell => cell.Id));
        return words.ToImmutable();
    }

    /// <summary>The values of cells as 28 limbs of 9 bits each, concatenated: the leaf that is hashed and mixed into the channel.</summary>
    public static M31[] ValueLimbs(ImmutableArray<PublicCell> cells)
    {
        M31[] words = new M31[cells.Length * FeltLimbs.Count];
        Span<uint> limbs = stackalloc uint[FeltLimbs.Count];
        for (int i = 0; i < words.Length; i++)
        {
            if (i % FeltLimbs.Count == 0)
            {
                FeltWords.ToLimbs(cells[i / FeltLimbs.Count].Value, limbs);
            }

            words[i] = M31.FromCanonical(limbs[i % FeltLimbs.Count]);
        }

        return words;
    }

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
