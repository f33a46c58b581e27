using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Vm.Errors;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit.Sdk;

namespace Kraken.Sierra.ToIL.Tests.Generation;

/// <summary>Calls each function of a program that can be called without a chain, with hostile arguments, on both engines.</summary>
internal sealed class EveryFunction
{
    private const int CallsPerFunction = 3;

    private static readonly long[] Gas = [10_000_000, 50_000, 1_000_000];

    /// <summary>The calls that gave the same.</summary>
    internal int Same { get; private set; }

    /// <summary>The calls that both engines ended without a result.</summary>
    internal int Failed { get; private set; }

    /// <summary>What could not be called, by the reason.</summary>
    internal Dictionary<string, int> Reasons { get; } = [];

    /// <summary>What differed.</summary>
    internal List<string> Differences { get; } = [];

    /// <summary>Runs a program.</summary>
    internal void Run(string name, SierraProgram program, int maxFunctions = int.MaxValue)
    {
        SierraMachine machine;
        try
        {
            machine = new SierraMachine(program) { MaxSteps = 400_000 };
        }
        catch (XunitException)
        {
            Skip("the compiler to CASM refuses the program");
            return;
        }

        if (machine.Native is not { } native)
        {
            Skip(machine.NotNative!);
            return;
        }

        using (native)
        {
            string?[] names = new string?[program.Types.Count];
            for (int function = 0; function < Math.Min(maxFunctions, program.Functions.Count); function++)
            {
                machine.Function = function;
                Run($"{name}, {program.Functions[function].Name}", machine, program, names);
            }
        }
    }

    private void Run(string name, SierraMachine machine, SierraProgram program, string?[] names)
    {
        SierraFunction function = program.Functions[machine.Function];
        string[] parameters = [.. function.Parameters.Select(p => Signature.NameOf(program, names, p.Type)).Where(IsValue)];
        string[] results = [.. function.ReturnTypes.Select(t => Signature.NameOf(program, names, t)).Where(IsValue)];
        if (parameters.Contains("System"))
        {
            Skip("functions with system calls");
        }
        else if (Array.Find(parameters, type => !GeneratedArguments.Makes(type)) is { } parameter)
        {
            Skip($"functions that take {TypeFacts.Find(parameter)?.Generic ?? parameter}");
        }
        else if (Array.Find(results, type => TypeFacts.Find(type) is null || !Palette.IsComparable(type)) is { } result)
        {
            Skip($"functions that give {TypeFacts.Find(result)?.Generic ?? result}");
        }
        else
        {
            for (int call = 0; call < CallsPerFunction; call++)
            {
                Call(name, machine, parameters, Gas[call], call);
            }
        }

        static bool IsValue(string type) => Array.IndexOf(Shapes.Builtins, type) < 0;
    }

    private void Call(string name, SierraMachine machine, string[] parameters, long gas, int seed)
    {
        try
        {
            (_, VmError? error) = machine.TryCall(gas, Values());
            if (error is null)
            {
                Same++;
            }
            else if (error.Kind == VmErrorKind.UnfinishedExecution)
            {
                Skip("calls beyond the steps of this test");
            }
            else if (machine.IsGivenBack(gas, Values()))
            {
                Failed++;
            }
            else
            {
                Differences.Add($"{name}: {error} on the virtual machine only");
            }
        }
        catch (NativeLimitException limit)
        {
            Skip(limit.Message);
        }
        catch (XunitException difference)
        {
            Differences.Add($"{name}: {difference.Message}");
        }

        Argument[] Values()
        {
            GeneratedArguments arguments = new(new Random(seed));
            return [.. parameters.Select(arguments.Of)];
        }
    }

    private void Skip(string reason) => Reasons[reason] = Reasons.GetValueOrDefault(reason) + 1;
}
