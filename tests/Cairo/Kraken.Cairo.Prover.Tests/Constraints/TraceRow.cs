using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Air;
using Kraken.Air.Tapes;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Verification;
using Kraken.Cairo.Prover.Witness;
using Kraken.Fields;

namespace Kraken.Cairo.Prover.Tests.Constraints;

/// <summary>
/// One row of a component's trace with what its constraints and lookups say about it, computed step by step on field elements. Any cell may
/// be altered and the row asked again.
/// </summary>
internal sealed class TraceRow
{
    private readonly ConstraintTape tape;
    private readonly M31[] genuine;
    private readonly M31[] registers;

    private TraceRow(AirRecording air, M31[] genuine)
    {
        tape = air.ConstraintTape;
        Air = air;
        this.genuine = genuine;
        registers = [.. genuine];
    }

    /// <summary>The component.</summary>
    internal AirRecording Air { get; }

    /// <summary>Takes a row out of a trace.</summary>
    internal static TraceRow Of(
        CairoClaim claim, PlacedComponent placed, ComponentTrace trace, IReadOnlyList<FixedColumn> fixedColumns, int row)
    {
        ConstraintTape tape = placed.Air.ConstraintTape;
        M31[] registers = new M31[tape.RegisterCount];
        for (int i = 0; i < trace.Trace.Count; i++)
        {
            registers[i] = M31.Reduce(trace.Trace.Rows(i)[row]);
        }

        for (int i = 0; i < placed.PreprocessedIndices.Length; i++)
        {
            registers[tape.Layout.FirstPreprocessed + i] = M31.FromCanonical(fixedColumns[placed.PreprocessedIndices[i]].At(row));
        }

        ComponentParameters.Of(claim, placed.Instance).CopyTo(registers, tape.Layout.FirstParameter);
        for (int i = 0; i < tape.Layout.Constants.Length; i++)
        {
            registers[tape.Layout.FirstConstant + i] = M31.Reduce(tape.Layout.Constants[i]);
        }

        return new(placed.Air, registers);
    }

    /// <summary>The value of a cell of the genuine row.</summary>
    internal M31 Cell(int column) => genuine[column];

    /// <summary>
    /// What the row with one cell altered is checked by, as numbers: the remainder of each constraint, the numerator of each lookup, and
    /// the tuple of those that the genuine row counts.
    /// </summary>
    internal M31[] Checks(int column, M31 value)
    {
        bool[] counts = [.. Read().Lookups.Select(lookup => !lookup.Numerator.IsZero)];
        genuine.CopyTo(registers, 0);
        registers[column] = value;
        List<M31> checks = [];
        int next = 0;
        TapeRun.Over(
            tape,
            registers,
            (_, remainder) => checks.Add(remainder),
            lookup =>
            {
                checks.Add(registers[lookup.Numerator]);
                checks.AddRange(counts[next++] ? lookup.Tuple.Select(register => registers[register]) : []);
            });
        return [.. checks];
    }

    /// <summary>What constraints and lookups say of the row with one cell altered; column -1 for the row as it is.</summary>
    internal RowReading Read(int column = -1, M31 value = default) => Read(column < 0 ? [] : [(column, value)]);

    /// <summary>What constraints and lookups say of the row with some cells altered together.</summary>
    internal RowReading Read(params IReadOnlyList<(int Column, M31 Value)> cells)
    {
        genuine.CopyTo(registers, 0);
        foreach ((int column, M31 value) in cells)
        {
            registers[column] = value;
        }

        List<int> violated = [];
        List<LookupReading> lookups = [];
        TapeRun.Over(
            tape,
            registers,
            (constraint, remainder) =>
            {
                if (!remainder.IsZero)
                {
                    violated.Add(constraint);
                }
            },
            lookup => lookups.Add(new(
                lookup.Relation.Name, registers[lookup.Numerator], [.. lookup.Tuple.Select(register => registers[register])])));
        return new(violated, lookups);
    }
}

/// <summary>What a row's constraints and lookups say.</summary>
/// <param name="Violated">The constraints that do not vanish.</param>
/// <param name="Lookups">The fractions, in order of emission.</param>
internal sealed record RowReading(IReadOnlyList<int> Violated, IReadOnlyList<LookupReading> Lookups)
{
    /// <summary>The relations whose sum this row's alteration changes: other tuples, or the same ones another number of times.</summary>
    internal IEnumerable<string> ChangedRelations(RowReading other) => Lookups.Zip(other.Lookups)
        .Where(pair => !pair.First.CountsAs(pair.Second))
        .Select(pair => pair.First.Relation);
}

/// <summary>One fraction of the logup sum.</summary>
internal sealed record LookupReading(string Relation, M31 Numerator, M31[] Tuple)
{
    /// <summary>True where both add the same to the sum of their relation.</summary>
    internal bool CountsAs(LookupReading other) =>
        Numerator == other.Numerator && (Numerator.IsZero || Tuple.AsSpan().SequenceEqual(other.Tuple));
}
