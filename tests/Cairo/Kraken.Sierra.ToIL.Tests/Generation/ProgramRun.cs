using System;
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
/// <param name="Failed">The calls that the virtual machine failed on, and that the native form left to it.</param>
/// <param name="Difference">What differed; null when nothing did.</param>
internal sealed record ProgramRun(string? Refusal, string? NotNative, int Calls, int GivenBack, int Failed, string? Difference)
{
    private static readonly long[] Gas = [10_000_000, 300_000, 20_000, 0];

    /// <summary>Runs the program of a seed with some arguments and amounts of gas.</summary>
    internal static ProgramRun Of(GeneratedProgram program, int seed)
    {
        SierraProgram sierra = SierraMachine.Parse(program.Text);
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
            return new ProgramRun(refusal.Message, null, 0, 0, 0, null);
        }

        if (machine.Native is not { } native)
        {
            return new ProgramRun(null, machine.NotNative, 0, 0, 0, null);
        }

        try
        {
            return Call(machine, program, seed);
        }
        finally
        {
            native.Dispose();
        }
    }

    private static ProgramRun Call(SierraMachine machine, GeneratedProgram program, int seed)
    {
        int same = 0;
        int givenBack = 0;
        int failed = 0;
        for (int call = 0; call < Gas.Length; call++)
        {
            int callSeed = (seed * 10) + call;
            try
            {
                (_, VmError? error) = machine.TryCall(Gas[call], Values());
                failed += error is null ? 0 : 1;
                if (error is not null && !machine.IsGivenBack(Gas[call], Values()))
                {
                    return new ProgramRun(null, null, same, givenBack, failed, $"call {call}: {error} on the virtual machine only");
                }

                same += error is null ? 1 : 0;
            }
            catch (NativeLimitException)
            {
                givenBack++;
            }
            catch (Exception difference) when (difference is not OutOfMemoryException)
            {
                return new ProgramRun(null, null, same, givenBack, failed, $"call {call}: {difference}");
            }

            // The same values whenever they are laid out anew.
            Argument[] Values()
            {
                GeneratedArguments arguments = new(new Random(callSeed));
                return [.. program.Main.Parameters.Select(arguments.Of)];
            }
        }

        return new ProgramRun(null, null, same, givenBack, failed, null);
    }
}
