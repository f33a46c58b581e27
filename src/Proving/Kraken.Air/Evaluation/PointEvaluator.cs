using System;
using System.Buffers;
using System.Runtime.CompilerServices;
using Kraken.Air.Tapes;
using Kraken.Fields;

namespace Kraken.Air.Evaluation;

/// <summary>Evaluates a component's constraints at one point of the secure field (the verifier's view of a recording).</summary>
public static class PointEvaluator
{
    /// <summary>
    /// Runs Horner over the constraints: accumulator = accumulator * coefficient + C_j, first the constraints in definition order, then one
    /// per pair of lookups: (S_k - S_(k-1)) d d' - (n d' + n' d), where the last S gets the cumulative-sum shift.
    /// </summary>
    /// <param name="air">The component.</param>
    /// <param name="mask">Its values at the point; the span lengths must match the recording.</param>
    /// <param name="elements">The lookup randomness.</param>
    /// <param name="coefficient">The composition coefficient.</param>
    /// <param name="accumulator">The sum so far.</param>
    /// <returns>The sum with this component's constraints.</returns>
    /// <exception cref="ArgumentException">A span has the wrong length.</exception>
    public static QM31 Accumulate(AirRecording air, in ComponentMask mask, LookupElements elements, QM31 coefficient, QM31 accumulator)
    {
        ConstraintTape tape = air.ConstraintTape;
        CheckShape(air, mask);
        QM31[] registers = ArrayPool<QM31>.Shared.Rent(tape.RegisterCount);
        QM31[] fractions = ArrayPool<QM31>.Shared.Rent(2 * tape.Lookups.Length);
        Load(tape.Layout, mask, registers);
        accumulator = Run(tape, registers, fractions, elements, coefficient, accumulator);
        accumulator = AccumulateLookups(tape.Lookups.Length, mask, fractions, coefficient, accumulator);
        ArrayPool<QM31>.Shared.Return(registers);
        ArrayPool<QM31>.Shared.Return(fractions);
        return accumulator;
    }

    private static void CheckShape(AirRecording air, in ComponentMask mask)
    {
        Check(mask.Trace.Length, air.Columns.Length, "trace");
        Check(mask.Preprocessed.Length, air.Preprocessed.Length, "preprocessed");
        Check(mask.Parameters.Length, air.Parameters.Length, "parameters");
        Check(mask.Interaction.Length, air.InteractionColumns, "interaction");
        Check(mask.PreviousInteraction.Length, air.Lookups.IsEmpty ? 0 : 4, "previous interaction");

        void Check(int got, int expected, string what)
        {
            if (got != expected)
            {
                throw new ArgumentException($"{air.Name}: {what} has {got} values, expected {expected}");
            }
        }
    }

    private static void Load(RegisterLayout layout, in ComponentMask mask, Span<QM31> registers)
    {
        mask.Trace.CopyTo(registers);
        mask.Preprocessed.CopyTo(registers[layout.FirstPreprocessed..]);
        for (int i = 0; i < mask.Parameters.Length; i++)
        {
            registers[layout.FirstParameter + i] = mask.Parameters[i];
        }

        for (int i = 0; i < layout.Constants.Length; i++)
        {
            registers[layout.FirstConstant + i] = M31.Reduce(layout.Constants[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static QM31 Run(
        ConstraintTape tape, Span<QM31> registers, Span<QM31> fractions, LookupElements elements, QM31 coefficient, QM31 accumulator)
    {
        foreach (TapeInstruction step in tape.Instructions.AsSpan())
        {
            switch (step.Op)
            {
                case AirOp.Add:
                    registers[step.Destination] = registers[step.Left] + registers[step.Right];
                    break;
                case AirOp.Subtract:
                    registers[step.Destination] = registers[step.Left] - registers[step.Right];
                    break;
                case AirOp.Multiply:
                    registers[step.Destination] = registers[step.Left] * registers[step.Right];
                    break;
                case AirOp.Negate:
                    registers[step.Destination] = -registers[step.Left];
                    break;
                case AirOp.Constrain:
                    accumulator = (accumulator * coefficient) + registers[step.Left];
                    break;
                case AirOp.Lookup:
                    TapeLookup lookup = tape.Lookups[step.Left];
                    fractions[2 * step.Left] = registers[lookup.Numerator];
                    fractions[(2 * step.Left) + 1] = elements.Combine(lookup, registers);
                    break;
                default:
                    throw new InvalidOperationException($"{step.Op} in a constraint tape");
            }
        }

        return accumulator;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static QM31 AccumulateLookups(
        int count,
        in ComponentMask mask,
        ReadOnlySpan<QM31> fractions,
        QM31 coefficient,
        QM31 accumulator)
    {
        QM31 previous = QM31.Zero;
        for (int first = 0; first < count; first += 2)
        {
            QM31 sum = Recombine(mask.Interaction.Slice(2 * first, 4));
            QM31 step = sum - previous;
            if (first + 2 >= count)
            {
                step += (mask.ClaimedSum * M31.FromCanonical(1u << mask.LogSize).Inverse()) - Recombine(mask.PreviousInteraction);
            }

            (QM31 numerator, QM31 denominator) = (fractions[2 * first], fractions[(2 * first) + 1]);
            if (first + 1 < count)
            {
                (QM31 nextNumerator, QM31 nextDenominator) = (fractions[(2 * first) + 2], fractions[(2 * first) + 3]);
                numerator = (numerator * nextDenominator) + (nextNumerator * denominator);
                denominator *= nextDenominator;
            }

            accumulator = (accumulator * coefficient) + ((step * denominator) - numerator);
            previous = sum;
        }

        return accumulator;
    }

    private static QM31 Recombine(ReadOnlySpan<QM31> coordinates) =>
        QM31.FromPartialEvaluations(coordinates[0], coordinates[1], coordinates[2], coordinates[3]);
}
