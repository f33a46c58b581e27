using System;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using Kraken.Cairo.Hints.Casm;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Programs;
using Kraken.Casm.Assembly;
using Kraken.Casm.Builtins;
using Kraken.Casm.Classes;
using Kraken.Execution.Blocks.Weights;
using Kraken.Execution.Constants;
using Kraken.Execution.Native;
using Kraken.Fields;
using Kraken.Sierra;
using Kraken.Starknet.Classes;

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

    private static readonly Felt Ret = CasmAssembler.ReturnWord;

    // The bytecode, the cells and decoded instructions of its program, and its hints.
    private const long BytesPerCodeFelt = 160;
    private const long OverheadBytes = 4_096;

    // The names and hints of a Cairo 0 program, whose text is not kept.
    private const long BytesPerTextByte = 4;

    // The instruction 'ap += immediate', by which functions make room for their variables.
    private static readonly Felt AddToAp = CasmAssembler.AddApWord;

    // A new segment with its first cells, or what one instruction and its hint write.
    private const int LeastCellsPerStep = 8;
    private const ulong MaxRoom = 1 << 30;

    private readonly FrozenDictionary<Felt, RunnableEntryPoint>[] entryPoints;

    private NativeContract? native;

    // 1 from when native code is asked for until it may be asked for again; for good where there is none.
    private int isNativeAsked;

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
    internal long MemoryBytes => OverheadBytes + (Bytecode.Length * BytesPerCodeFelt) + (TextBytes * BytesPerTextByte);

    /// <summary>
    /// The most memory cells that a step of it takes on the virtual machine: what it makes room for at once for its variables, or a new
    /// segment with its first cells.
    /// </summary>
    internal int CellsPerStep { get; private init; }

    /// <summary>The class as machine code; null where it runs on the virtual machine, by now or for good.</summary>
    internal NativeContract? Native
    {
        get => Volatile.Read(ref native);
        set => Volatile.Write(ref native, value);
    }

    internal ImmutableArray<Felt> Bytecode { get; }

    private long TextBytes { get; init; }

    internal CasmHints Hints { get; }

    internal Felt? ConstructorSelector { get; private init; }

    /// <summary>The program, where the class is one of Cairo 0; null for others, to which alone the hints here belong.</summary>
    internal DeprecatedProgram? Deprecated { get; private init; }

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
            CellsPerStep = LargestRoom(casm.Bytecode),
            ConstructorSelector = constructors.IsEmpty ? null : constructors[0].Selector,
        };
        return true;
    }

    /// <summary>Prepares a class of Cairo 0.</summary>
    /// <param name="value">The class.</param>
    /// <param name="runnable">The class ready to run, or null.</param>
    /// <param name="error">What is wrong with it, or null.</param>
    public static bool TryCreate(
        DeprecatedClass value, [NotNullWhen(true)] out RunnableClass? runnable, [NotNullWhen(false)] out string? error)
    {
        runnable = null;
        if (!DeprecatedProgram.TryCreate(value, out DeprecatedProgram? program, out error))
        {
            return false;
        }

        ImmutableArray<DeprecatedEntryPoint> constructors = value.EntryPoints.Constructor;
        runnable = new(value.Bytecode, new CasmHints([]), [])
        {
            SierraVersion = default,
            HashingCost = ClassHashing.Of(value),
            CellsPerStep = LargestRoom(value.Bytecode),
            ConstructorSelector = constructors.IsEmpty ? null : constructors[0].Selector,
            Deprecated = program,
            TextBytes = value.Program.Length,
        };
        return true;
    }

    /// <summary>Whether entry points may take a builtin, those of Cairo 0 among them.</summary>
    internal static bool MayUse(BuiltinName builtin) =>
        Array.IndexOf(Supported, builtin) >= 0 || Array.IndexOf(DeprecatedProgram.Supported, builtin) >= 0;

    /// <summary>Whether the caller is the one who has native code made; it must answer.</summary>
    internal bool TryAskForNative() => Native is null && Interlocked.CompareExchange(ref isNativeAsked, 1, 0) == 0;

    /// <summary>Ends what <see cref="TryAskForNative"/> began.</summary>
    /// <param name="contract">The class as machine code, or null.</param>
    /// <param name="mayAskAgain">Whether it is worth asking again when there is none, or when it was let go.</param>
    internal void AnswerNative(NativeContract? contract, bool mayAskAgain)
    {
        Native = contract;
        Volatile.Write(ref isNativeAsked, mayAskAgain ? 0 : 1);
    }

    /// <summary>Forgets machine code that was let go.</summary>
    internal void ForgetNative(NativeContract contract) => Interlocked.CompareExchange(ref native, null, contract);

    /// <summary>The program as runs use it: behind the bytecode stand a ret and the pointer to the prices of the builtins.</summary>
    internal ProgramImage Image(GasCosts gas) => images.GetOrAdd(gas, Load);

    internal RunnableEntryPoint? Find(EntryPointType type, in Felt selector) => entryPoints[(int)type].GetValueOrDefault(selector);

    private ProgramImage Load(GasCosts gas)
    {
        MaybeRelocatable[] behind = [Ret, new Relocatable(ProgramImage.ConstantsSegment, 0)];
        return new(Bytecode.AsSpan(), behind, [.. gas.PricesBehindCode], new CasmHintProcessor(Hints).HasHints);
    }

    private static int LargestRoom(ImmutableArray<Felt> bytecode)
    {
        ulong largest = LeastCellsPerStep;
        for (int i = 0; i + 1 < bytecode.Length; i++)
        {
            // What looks like it in data may only make the number larger; code that wants more than a segment holds fails anyway.
            if (bytecode[i] == AddToAp && bytecode[i + 1].TryToUInt64(out ulong cells) && cells <= MaxRoom)
            {
                largest = Math.Max(largest, cells);
            }
        }

        return (int)largest;
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
