using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Air.Tapes;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Relations;
using Kraken.Cairo.Air.Verification;
using Kraken.Cairo.Prover.Witness;
using Kraken.Fields;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>
/// Adds up the lookups of a base trace relation by relation, row by row: slower than the logup sum, but it names the
/// relation that does not balance. A tuple counts by a random function of its elements, so that equal tuples cancel;
/// zeros at its end do not count, as in the protocol.
/// </summary>
internal sealed class RelationBalance
{
    private readonly Dictionary<string, ulong> sums = [];
    private readonly ulong[] weights = new ulong[128];

    internal RelationBalance()
    {
        Random random = new(11);
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = (ulong)random.NextInt64() * 2 + 1;
        }
    }

    /// <summary>The relations whose uses and yields differ.</summary>
    internal IEnumerable<string> Unbalanced => sums.Where(sum => sum.Value != 0).Select(sum => sum.Key);

    internal void Add(CairoClaim claim, PlacedComponent placed, ComponentTrace trace, IReadOnlyList<FixedColumn> fixedColumns)
    {
        ConstraintTape tape = placed.Air.ConstraintTape;
        M31[] registers = new M31[tape.RegisterCount];
        M31[] parameters = ComponentParameters.Of(claim, placed.Instance);
        parameters.CopyTo(registers, tape.Layout.FirstParameter);
        for (int i = 0; i < tape.Layout.Constants.Length; i++)
        {
            registers[tape.Layout.FirstConstant + i] = M31.Reduce(tape.Layout.Constants[i]);
        }

        for (int row = 0; row < 1 << trace.LogSize; row++)
        {
            for (int i = 0; i < trace.Trace.Count; i++)
            {
                registers[i] = M31.Reduce(trace.Trace.Rows(i)[row]);
            }

            for (int i = 0; i < placed.PreprocessedIndices.Length; i++)
            {
                registers[tape.Layout.FirstPreprocessed + i] = M31.FromCanonical(fixedColumns[placed.PreprocessedIndices[i]].At(row));
            }

            Run(tape, registers);
        }
    }

    internal void AddPublic(PublicData data)
    {
        foreach (PublicEntry entry in data.Entries())
        {
            Add(CairoRelations.MemoryAddressToId.Name, 1, [M31.Reduce(entry.Address), M31.Reduce(entry.Id)]);
            uint[] limbs = new uint[28];
            Air.Hints.FeltWords.ToLimbs(entry.Value, limbs);
            Add(CairoRelations.MemoryIdToValue.Name, 1, [M31.Reduce(entry.Id), .. limbs.Select(M31.FromCanonical)]);
        }

        Add(CairoRelations.Opcodes.Name, 1, State(data.FinalState));
        Add(CairoRelations.Opcodes.Name, -1, State(data.InitialState));
    }

    private static M31[] State(PublicState state) => [M31.Reduce(state.Pc), M31.Reduce(state.Ap), M31.Reduce(state.Fp)];

    private void Run(ConstraintTape tape, M31[] registers) => TapeRun.Over(
        tape,
        registers,
        (_, _) => { },
        lookup =>
        {
            uint numerator = registers[lookup.Numerator].Value;
            long signed = numerator > M31.Modulus / 2 ? (long)numerator - M31.Modulus : numerator;
            Add(lookup.Relation.Name, signed, [.. lookup.Tuple.Select(register => registers[register])]);
        });

    private void Add(string relation, long count, ReadOnlySpan<M31> tuple)
    {
        if (count == 0)
        {
            return;
        }

        ulong mixed = 0;
        for (int i = 0; i < tuple.Length; i++)
        {
            mixed += weights[i] * tuple[i].Value;
        }

        mixed ^= mixed >> 29;
        mixed *= 0xbf58476d1ce4e5b9;
        mixed ^= mixed >> 32;
        mixed *= 0x94d049bb133111eb;
        mixed ^= mixed >> 29;
        sums[relation] = sums.GetValueOrDefault(relation) + (mixed * (ulong)count);
    }
}
