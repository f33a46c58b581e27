using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Cairo.Hints.Casm;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Runs;
using Kraken.Casm.Builtins;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Sierra.Text;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests.Programs;

/// <summary>A compiled Sierra program whose functions can be called: builtins are laid out by the parameter types.</summary>
internal sealed partial class SierraMachine
{
    /// <summary>The gas that a call brings along unless it says otherwise.</summary>
    public const long PlentyOfGas = 1_000_000_000;

    private static readonly Felt ReturnWord = Felt.Parse("0x208b7fff7fff7ffe");
    private static readonly ulong[] Prices = [4050, 583, 4085, 491, 230, 604, 3334];

    private readonly SierraRegistry registry;
    private readonly CompiledProgram compiled;
    private readonly Felt[] code;
    private readonly CasmHints hints;

    /// <summary>Compiles a program in the form of <see cref="SierraSource"/>.</summary>
    public SierraMachine(string source)
        : this(Parse(SierraSource.Expand(source)))
    {
    }

    /// <summary>Compiles a program.</summary>
    public SierraMachine(SierraProgram program)
    {
        Assert.True(SierraCompiler.TryCompileProgram(program, out CompiledProgram? result, out SierraError? error), $"{error}");
        registry = SierraRegistry.Build(program);
        compiled = result;
        (ImmutableArray<Felt> words, ImmutableArray<CasmHintSite> sites) = compiled.Assemble();
        code = [.. words, ReturnWord];
        hints = new CasmHints(sites);
    }

    /// <summary>Reads a program in text form.</summary>
    public static SierraProgram Parse(string text)
    {
        Assert.True(SierraText.TryParse(text, out SierraProgram? program, out SierraError? error), $"{error}\n{text}");
        return program;
    }

    /// <summary>The steps that a call may take.</summary>
    public long MaxSteps { get; init; } = 10_000_000;

    /// <summary>The function that is called.</summary>
    public int Function { get; set; }

    /// <summary>Why a program does not compile; null when it does.</summary>
    public static SierraError? Refusal(string source)
    {
        string text = SierraSource.Expand(source);
        Assert.True(SierraText.TryParse(text, out SierraProgram? program, out SierraError? error), $"{error}\n{text}");
        return SierraCompiler.TryCompileProgram(program, out _, out error) ? null : error;
    }

    /// <summary>Calls the function; the run must succeed.</summary>
    public SierraRun Call(params Argument[] arguments) => CallWithGas(PlentyOfGas, arguments);

    /// <summary>Calls the function with an amount of gas; the run must succeed.</summary>
    public SierraRun CallWithGas(long gas, params Argument[] arguments)
    {
        (SierraRun run, VmError? error) = TryCall(gas, arguments);
        Assert.True(error is null, error?.ToString());
        return run;
    }

    /// <summary>Calls the function.</summary>
    public (SierraRun Run, VmError? Error) TryCall(long gas, params Argument[] arguments)
    {
        SierraFunction function = registry.Program.Functions[Function];
        BuiltinName[] builtins = [.. function.Parameters.Select(p => BuiltinOf(p.Type)).OfType<BuiltinName>().Order()];
        FunctionRunner runner = new(code, builtins);
        Relocatable prices = runner.Memory.AddSegment();
        runner.Memory.Load(prices, Array.ConvertAll(Prices, price => (Felt)price));
        runner.Memory.Insert(runner.ProgramBase + code.Length, prices);
        Queue<Argument> waiting = new(arguments);
        List<MaybeRelocatable> stack = [];
        foreach (Parameter parameter in function.Parameters)
        {
            if (BuiltinOf(parameter.Type) is { } builtin)
            {
                stack.Add(runner.BuiltinBases[Array.IndexOf(builtins, builtin)]);
            }
            else if (IsGas(parameter.Type))
            {
                stack.Add((Felt)gas);
            }
            else
            {
                MaybeRelocatable[] cells = waiting.Dequeue().LayOut(runner.Memory);
                Assert.Equal(registry.Types.SizeOf(parameter.Type), cells.Length);
                stack.AddRange(cells);
            }
        }

        Assert.Empty(waiting);
        CasmHintProcessor processor = new(hints);
        VmError? error = runner.Run(compiled.StatementOffsets[function.EntryPoint], stack, processor, new RunResources(MaxSteps));
        if (error is null)
        {
            FillHoles(runner, function);
        }

        error ??= runner.VerifySecure(code.Length + 1);
        SierraRun run = error is null ? ReadResults(runner, function) : new SierraRun(runner, [], 0);
        if (error is null)
        {
            AlsoRun(gas, stack, run);
        }

        return (run, error);
    }

    /// <summary>Runs the function on another engine too, where there is one, and compares.</summary>
    /// <param name="gas">The gas that the call brings along.</param>
    /// <param name="stack">The cells of the arguments.</param>
    /// <param name="run">What came of it on the virtual machine.</param>
    partial void AlsoRun(long gas, List<MaybeRelocatable> stack, SierraRun run);

    private SierraRun ReadResults(FunctionRunner runner, SierraFunction function)
    {
        int size = function.ReturnTypes.Sum(type => registry.Types.SizeOf(type));
        Relocatable at = runner.Machine.Ap + -size;
        List<MaybeRelocatable> cells = [];
        long gas = 0;
        foreach (int type in function.ReturnTypes)
        {
            for (int i = 0; i < registry.Types.SizeOf(type); i++, at += 1)
            {
                MaybeRelocatable cell = runner.Memory.Get(at);
                if (IsGas(type))
                {
                    gas = (long)cell.Felt.ToBigInteger();
                }
                else if (BuiltinOf(type) is { } builtin)
                {
                    // A function gives back the end of what it used of a builtin.
                    Assert.Equal(EndOf(runner, builtin), cell.Address);
                }
                else
                {
                    cells.Add(cell);
                }
            }
        }

        return new SierraRun(runner, cells, gas);
    }

    // What circuits leave out in this segment counts as zeros, as in runs of contracts.
    private void FillHoles(FunctionRunner runner, SierraFunction function)
    {
        Relocatable at = runner.Machine.Ap + -function.ReturnTypes.Sum(type => registry.Types.SizeOf(type));
        foreach (int type in function.ReturnTypes)
        {
            if (BuiltinOf(type) == BuiltinName.RangeCheck96)
            {
                Relocatable end = runner.Memory.Get(at).Address;
                for (Relocatable cell = new(end.Segment, 0); cell.Offset < end.Offset; cell += 1)
                {
                    if (runner.Memory.Get(cell).IsEmpty)
                    {
                        runner.Memory.Insert(cell, Felt.Zero);
                    }
                }
            }

            at += registry.Types.SizeOf(type);
        }
    }

    private static Relocatable EndOf(FunctionRunner runner, BuiltinName name)
    {
        BuiltinRunner builtin = runner.Machine.FindBuiltin(name)!;
        return builtin.Base + (builtin.UsedInstances(runner.Memory) * builtin.CellsPerInstance);
    }

    private bool IsGas(int type) => registry.Types[type].GenericId == "GasBuiltin";

    private BuiltinName? BuiltinOf(int type) => registry.Types[type].GenericId switch
    {
        "RangeCheck" => BuiltinName.RangeCheck,
        "RangeCheck96" => BuiltinName.RangeCheck96,
        "Bitwise" => BuiltinName.Bitwise,
        "Pedersen" => BuiltinName.Pedersen,
        "Poseidon" => BuiltinName.Poseidon,
        "EcOp" => BuiltinName.EcOp,
        "AddMod" => BuiltinName.AddMod,
        "MulMod" => BuiltinName.MulMod,
        "SegmentArena" => BuiltinName.SegmentArena,
        _ => null,
    };
}
