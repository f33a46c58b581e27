using System;
using Kraken.Air;
using Kraken.Air.Tapes;
using Kraken.Fields;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>A constraint tape over one row of base field values, one instruction after the other.</summary>
internal static class TapeRun
{
    /// <summary>Runs a tape.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="registers">The row's cells, parameters and constants; the rest is written.</param>
    /// <param name="constrained">Told of each constraint's number and value, which is zero where it holds.</param>
    /// <param name="lookedUp">Told of each lookup once its registers are known.</param>
    internal static void Over(ConstraintTape tape, M31[] registers, Action<int, M31> constrained, Action<TapeLookup> lookedUp)
    {
        foreach (TapeInstruction step in tape.Instructions)
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
                    constrained(step.Destination, registers[step.Left]);
                    break;
                case AirOp.Lookup:
                    lookedUp(tape.Lookups[step.Left]);
                    break;
                default:
                    throw new InvalidOperationException($"{step.Op} in a constraint tape");
            }
        }
    }
}
