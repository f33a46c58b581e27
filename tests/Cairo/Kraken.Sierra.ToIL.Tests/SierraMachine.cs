using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Runs;
using Kraken.Casm.Builtins;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.ToIL;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;
using Kraken.Sierra.ToIL.Tests;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests.Programs;

/// <summary>The second engine: each call runs as machine code too, and must give the same values, gas and builtins.</summary>
internal sealed partial class SierraMachine
{
    private NativeProgram? native;
    private string? refusal;

    /// <summary>The price of each token, as native code takes them.</summary>
    internal static ImmutableArray<long> TokenPrices => [.. Prices.Select(price => (long)price)];

    /// <summary>Why the program stayed on the virtual machine; null when it ran on both engines.</summary>
    internal string? NotNative => refusal;

    /// <summary>The checked program.</summary>
    internal SierraRegistry Registry => registry;

    /// <summary>The native program, compiled.</summary>
    internal NativeProgram? Native
    {
        get
        {
            if (native is null && refusal is null)
            {
                Assert.True(SierraMetadata.TryCompute(
                    registry, new Dictionary<int, long>(), out SierraMetadata? metadata, out SierraError? error), $"{error}");
                try
                {
                    native = NativeProgram.Load(NativeProgram.Compile(registry, metadata));
                }
                catch (NotNativeException reason)
                {
                    refusal = reason.Message;
                }
            }

            return native;
        }
    }

    partial void AlsoRun(long gas, List<MaybeRelocatable> stack, SierraRun run)
    {
        if (Native is not { } program)
        {
            return;
        }

        using NativeContext context = new();
        context.Reset(TokenPrices);
        LayoutTable layouts = new(registry.Types);
        NativeTwin twin = new(registry, layouts, run.Runner.Memory, context);
        SierraFunction function = registry.Program.Functions[Function];
        List<ulong> words = [];
        ReadOnlySpan<MaybeRelocatable> cells = stack.ToArray();
        foreach (Parameter parameter in function.Parameters)
        {
            int size = registry.Types.SizeOf(parameter.Type);
            words.AddRange(twin.ToWords(parameter.Type, cells[..size]));
            cells = cells[size..];
        }

        Enter(program, context, gas, words);
        Compare(function, layouts, twin, context, run);
    }

    /// <summary>Whether a call on which the virtual machine fails is given back to it by the native form.</summary>
    internal bool IsGivenBack(long gas, params ReadOnlySpan<Argument> arguments)
    {
        using NativeContext context = new();
        context.Reset(TokenPrices);
        FunctionRunner cells = new(code, []);
        NativeTwin twin = new(registry, new LayoutTable(registry.Types), cells.Memory, context);
        List<ulong> words = [];
        int next = 0;
        foreach (Parameter parameter in registry.Program.Functions[Function].Parameters)
        {
            if (BuiltinOf(parameter.Type) is null && !IsGas(parameter.Type))
            {
                words.AddRange(twin.ToWords(parameter.Type, arguments[next++].LayOut(cells.Memory)));
            }
        }

        try
        {
            Enter(Native!, context, gas, words);
            return false;
        }
        catch (NativeLimitException)
        {
            return true;
        }
    }

    private void Enter(NativeProgram program, NativeContext context, long gas, List<ulong> words)
    {
        words.ToArray().CopyTo(context.Words(NativeContext.ExchangePlace, words.Count));
        context.Gas = gas;
        context.AllowStack(1 << 20);
        program.Run(Function, context);
    }

    private void Compare(SierraFunction function, LayoutTable layouts, NativeTwin twin, NativeContext context, SierraRun run)
    {
        int total = function.ReturnTypes.Sum(type => layouts[type].Words);
        ReadOnlySpan<ulong> words = context.Words(NativeContext.ExchangePlace, total).ToArray();
        ReadOnlySpan<MaybeRelocatable> cells = run.Cells.ToArray();
        foreach (int type in function.ReturnTypes)
        {
            if (IsGas(type))
            {
                Assert.Equal(run.Gas, context.Gas);
            }
            else if (BuiltinOf(type) is null)
            {
                int size = registry.Types.SizeOf(type);
                Assert.Null(twin.Difference(type, cells[..size], words[..layouts[type].Words]));
                cells = cells[size..];
                words = words[layouts[type].Words..];
            }
        }

        (BuiltinName Name, long Count)[] counts =
        [
            (BuiltinName.RangeCheck, context.RangeChecks), (BuiltinName.RangeCheck96, context.RangeChecks96),
            (BuiltinName.Bitwise, context.Bitwises), (BuiltinName.Pedersen, context.Pedersens), (BuiltinName.Poseidon, context.Poseidons),
            (BuiltinName.EcOp, context.EcOps), (BuiltinName.AddMod, context.AddMods), (BuiltinName.MulMod, context.MulMods),
        ];
        foreach ((BuiltinName name, long count) in counts)
        {
            long expected = run.Runner.Machine.FindBuiltin(name) is { } builtin ? builtin.UsedInstances(run.Runner.Memory) : 0;
            Assert.True(expected == count, $"{name}: {expected} on the virtual machine, {count}");
        }
    }
}
