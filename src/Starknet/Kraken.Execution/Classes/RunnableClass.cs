using System;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Hints.Casm;
using Kraken.Casm.Classes;
using Kraken.Execution.Blocks.Weights;
using Kraken.Execution.Constants;
using Kraken.Execution.Native;
using Kraken.Fields;
using Kraken.Sierra;

namespace Kraken.Execution.Classes;

/// <summary>A compiled class made ready to run: hints read, entry points indexed. Immutable, for any number of runs and threads.</summary>
public sealed class RunnableClass
{
    // Entry points take builtins in this order.
    private static readonly BuiltinName[] Supported =
    [
        BuiltinName.Pedersen, BuiltinName.RangeCheck, BuiltinName.Bitwise, BuiltinName.EcOp, BuiltinName.Poseidon, BuiltinName.SegmentArena,
        BuiltinName.RangeCheck96, BuiltinName.AddMod, BuiltinName.MulMod,
    ];

    private static readonly Felt Ret = Felt.Parse("0x208b7fff7fff7ffe");

    // The bytecode, the cells and decoded instructions of its program, and its hints.
    private const long BytesPerCodeFelt = 160;
    private const long OverheadBytes = 4_096;

    private readonly FrozenDictionary<Felt, RunnableEntryPoint>[] entryPoints;

    // Programs by the builtin prices that stand behind them: one per protocol version.
    private readonly ConcurrentDictionary<GasCosts, ProgramImage> images = new();

    private RunnableClass(ImmutableArray<Felt> bytecode, CasmHints hints, FrozenDictionary<Felt, RunnableEntryPoint>[] entryPoints)
    {
        Bytecode = bytecode;
        Hints = hints;
        this.entryPoints = entryPoints;
    }

    /// <summary>The version of Sierra that it was compiled from, which decides what meters its calls.</summary>
    public required SierraVersion SierraVersion { get; init; }

    /// <summary>What the OS spends on hashing the class, once in each block that runs it.</summary>
    public VmResources HashingCost { get; private init; }

    /// <summary>About the bytes of memory that it takes with its loaded program.</summary>
    internal long MemoryBytes => OverheadBytes + (Bytecode.Length * BytesPerCodeFelt);

    /// <summary>The class as machine code; null where it runs on the virtual machine only.</summary>
    internal NativeContract? Native { get; set; }

    internal ImmutableArray<Felt> Bytecode { get; }

    internal CasmHints Hints { get; }

    internal Felt? ConstructorSelector { get; private init; }

    /// <summary>Prepares a compiled class.</summary>
    /// <param name="casm">The class.</param>
    /// <param name="sierraVersion">The version of Sierra that it was compiled from.</param>
    /// <param name="runnable">The class ready to run, or null.</param>
    /// <param name="error">What is wrong with it, or null.</param>
    public static bool TryCreate(
        CasmClass casm,
        SierraVersion sierraVersion,
        [NotNullWhen(true)] out RunnableClass? runnable,
        [NotNullWhen(false)] out string? error)
    {
        runnable = null;
        error = null;
        foreach (CasmHintSite site in casm.Hints)
        {
            if (site.Offset < 0 || site.Offset >= casm.Bytecode.Length)
            {
                error = $"hint at {site.Offset}, outside of the bytecode of {casm.Bytecode.Length} felts";
                return false;
            }
        }

        EntryPointType[] types = Enum.GetValues<EntryPointType>();
        FrozenDictionary<Felt, RunnableEntryPoint>[] tables = new FrozenDictionary<Felt, RunnableEntryPoint>[types.Length];
        foreach (EntryPointType type in types)
        {
            if (!TryIndex(casm.EntryPoints.Of(type), casm.Bytecode.Length, out tables[(int)type], out error))
            {
                return false;
            }
        }

        ImmutableArray<CasmEntryPoint> constructors = casm.EntryPoints.Constructor;
        runnable = new(casm.Bytecode, new CasmHints(casm.Hints), tables)
        {
            SierraVersion = sierraVersion,
            HashingCost = ClassHashing.Of(casm),
            ConstructorSelector = constructors.IsEmpty ? null : constructors[0].Selector,
        };
        return true;
    }

    /// <summary>Whether entry points may take a builtin.</summary>
    internal static bool MayUse(BuiltinName builtin) => Array.IndexOf(Supported, builtin) >= 0;

    /// <summary>The program as runs use it: behind the bytecode stand a ret and the pointer to the prices of the builtins.</summary>
    internal ProgramImage Image(GasCosts gas) => images.GetOrAdd(gas, Load);

    internal RunnableEntryPoint? Find(EntryPointType type, in Felt selector) => entryPoints[(int)type].GetValueOrDefault(selector);

    private ProgramImage Load(GasCosts gas)
    {
        MaybeRelocatable[] behind = [Ret, new Relocatable(ProgramImage.ConstantsSegment, 0)];
        return new(Bytecode.AsSpan(), behind, [.. gas.PricesBehindCode], new CasmHintProcessor(Hints).HasHints);
    }

    private static bool TryIndex(
        ImmutableArray<CasmEntryPoint> entries,
        int size,
        out FrozenDictionary<Felt, RunnableEntryPoint> table,
        [NotNullWhen(false)] out string? error)
    {
        Dictionary<Felt, RunnableEntryPoint> found = [];
        error = null;
        foreach (CasmEntryPoint entry in entries)
        {
            if (entry.Offset < 0 || entry.Offset >= size)
            {
                error = $"entry point {entry.Selector} at {entry.Offset} is outside of the bytecode of {size} felts";
            }
            else if (!TryReadBuiltins(entry, out ImmutableArray<BuiltinName> builtins))
            {
                error = $"entry point {entry.Selector} uses unsupported builtins or an invalid order: {string.Join(", ", entry.Builtins)}";
            }
            else if (!found.TryAdd(entry.Selector, new(entry.Offset, builtins)))
            {
                error = $"entry point {entry.Selector} stands twice";
            }
        }

        table = found.ToFrozenDictionary();
        return error is null;
    }

    private static bool TryReadBuiltins(CasmEntryPoint entry, out ImmutableArray<BuiltinName> builtins)
    {
        ImmutableArray<BuiltinName>.Builder names = ImmutableArray.CreateBuilder<BuiltinName>(entry.Builtins.Length);
        int next = 0;
        foreach (string text in entry.Builtins)
        {
            if (!BuiltinNames.TryParse(text, out BuiltinName name))
            {
                break;
            }

            int place = Array.IndexOf(Supported, name, next);
            if (place < 0)
            {
                break;
            }

            next = place + 1;
            names.Add(name);
        }

        builtins = names.ToImmutable();
        return builtins.Length == entry.Builtins.Length;
    }
}
