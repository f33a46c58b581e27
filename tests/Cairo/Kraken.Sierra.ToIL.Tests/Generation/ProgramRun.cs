using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Vm.Errors;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit.Sdk;

namespace Kraken.Sierra.ToIL.Tests.Generation;

/// <summary>What came of a generated program on both engines.</summary>
/// <param name="Refusal">Why the compiler to CASM refused it; null when it did not.</param>
/// <param name="NotNative">Why it has no native form; null when it has.</param>
/// <param name="Calls">The calls that gave the same on both engines.</param>
/// <param name="GivenBack">The calls that the native form left to the virtual machine.</param>
/// <param name="Failure">Why the virtual machine failed on a call; null when it did not.</param>
/// <param name="Difference">What differed; null when nothing did.</param>
internal sealed record ProgramRun(string? Refusal, string? NotNative, int Calls, int GivenBack, string? Failure, string? Difference)
{
    internal static readonly long[] Times = new long[4];
    private static readonly long[] Gas = [10_000_000, 300_000, 20_000, 0];

    /// <summary>Runs the program of a seed with some arguments and amounts of gas.</summary>
    internal static ProgramRun Of(GeneratedProgram program, int seed)
    {
        long t0 = System.Diagnostics.Stopwatch.GetTimestamp();
        SierraProgram sierra = SierraMachine.Parse(program.Text);
        long t1 = System.Diagnostics.Stopwatch.GetTimestamp();
        SierraMachine machine;
        try
        {
            machine = new SierraMachine(sierra)
            {
                Function = sierra.Functions.ToList().FindIndex(f => f.Name == program.Main.Name),
                MaxSteps = 3_000_000,
            };
        }
        catch (XunitException refusal)
        {
            return new ProgramRun(refusal.Message, null, 0, 0, null, null);
        }

        long t2 = System.Diagnostics.Stopwatch.GetTimestamp();
        NativeProgram? n0 = machine.Native;
        long t3 = System.Diagnostics.Stopwatch.GetTimestamp();
        Times[0] += t1 - t0; Times[1] += t2 - t1; Times[2] += t3 - t2;
        if (machine.Native is not { } native)
        {
            return new ProgramRun(null, machine.NotNative, 0, 0, null, null);
        }

        try
        {
            return Call(machine, program, seed);
        }
        finally
        {
            Times[3] += System.Diagnostics.Stopwatch.GetTimestamp() - t3;
            native.Dispose();
        }
    }

    private static ProgramRun Call(SierraMachine machine, GeneratedProgram program, int seed)
    {
        int same = 0;
        int givenBack = 0;
        string? failure = null;
        for (int call = 0; call < Gas.Length; call++)
        {
            GeneratedArguments arguments = new(new Random((seed * 10) + call));
            Argument[] values = [.. program.Main.Parameters.Select(arguments.Of)];
            try
            {
                (_, VmError? error) = machine.TryCall(Gas[call], values);
                failure ??= error?.ToString();
                same += error is null ? 1 : 0;
            }
            catch (NativeLimitException)
            {
                givenBack++;
            }
            catch (Exception difference) when (difference is not OutOfMemoryException)
            {
                return new ProgramRun(null, null, same, givenBack, failure, $"call {call}: {difference}");
            }
        }

        return new ProgramRun(null, null, same, givenBack, failure, null);
    }
}
