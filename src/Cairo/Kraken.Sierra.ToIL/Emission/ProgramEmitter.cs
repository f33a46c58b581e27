using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.ToIL.Layouts;
using Kraken.Sierra.ToIL.Runtime;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Emission;

/// <summary>
/// Emits a program as an assembly of one class: for each function a method over slots, and one that takes its arguments out of the place
/// where values are exchanged with the caller.
/// </summary>
internal sealed class ProgramEmitter
{
    /// <summary>The class that holds the functions.</summary>
    internal const string ClassName = "Program";

    // Bounds what a class of many loops has the JIT take more than for calls.
    private const int MaxInlinings = 1024;

    private static readonly ConstructorInfo OpensInternals = typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!;

    private readonly PersistedAssemblyBuilder assembly;
    private readonly TypeBuilder type;
    private readonly List<CircuitInfo> circuits = [];
    private int inlinings = MaxInlinings;

    private ProgramEmitter(SierraRegistry registry, SierraMetadata metadata)
    {
        Registry = registry;
        Metadata = metadata;
        Layouts = new LayoutTable(registry.Types);
        assembly = new PersistedAssemblyBuilder(new AssemblyName("Kraken.Native"), typeof(object).Assembly);
        ModuleBuilder module = assembly.DefineDynamicModule("Kraken.Native");
        assembly.SetCustomAttribute(new CustomAttributeBuilder(OpensInternals, [typeof(ProgramEmitter).Assembly.GetName().Name!]));
        type = module.DefineType(ClassName, TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        Methods = [.. registry.Program.Functions.Select((f, i) => Define(f, i))];
    }

    /// <summary>The checked program.</summary>
    internal SierraRegistry Registry { get; }

    /// <summary>Its gas.</summary>
    internal SierraMetadata Metadata { get; }

    /// <summary>The layouts of its types.</summary>
    internal LayoutTable Layouts { get; }

    /// <summary>The field elements that the code names.</summary>
    internal ConstantPool Constants { get; } = new();

    /// <summary>The methods of the functions.</summary>
    internal IReadOnlyList<MethodBuilder> Methods { get; }

    /// <summary>The number of a circuit in the program, which it gets when it is first asked for.</summary>
    internal int NumberOf(CircuitInfo circuit)
    {
        if (!circuits.Contains(circuit))
        {
            circuits.Add(circuit);
        }

        return circuits.IndexOf(circuit);
    }

    /// <summary>Takes one of the operations that may be compiled into the program's functions; false if there is none left.</summary>
    internal bool TakeInlining() => inlinings > 0 && inlinings-- > 0;

    /// <summary>The name of the method that calls a function with the exchanged values.</summary>
    internal static string EntryName(int function) => $"enter{function}";

    /// <summary>Emits a program.</summary>
    /// <exception cref="NotNativeException">Some part of the program has no native form.</exception>
    internal static NativeImage Emit(SierraRegistry registry, SierraMetadata metadata)
    {
        ProgramEmitter emitter = new(registry, metadata);
        for (int f = 0; f < emitter.Methods.Count; f++)
        {
            new FunctionEmitter(emitter, f).Emit();
            emitter.EmitEntry(f);
        }

        emitter.type.CreateType();
        using MemoryStream stream = new();
        emitter.assembly.Save(stream);
        return new NativeImage(stream.ToArray(), [.. emitter.Constants.Values], [.. emitter.circuits.Select(circuit => new NativeCircuit(
            1 + circuit.InputCount + circuit.Values.Count, circuit.InputCount, [.. circuit.AddGates], [.. circuit.MulGates]))]);
    }

    private MethodBuilder Define(SierraFunction function, int number)
    {
        Type[] parameters =
            [typeof(NativeContext), .. function.Parameters.SelectMany(p => Layouts[p.Type].Slots).Select(SlotKinds.TypeOf)];
        int results = function.ReturnTypes.Sum(t => Layouts[t].Words);
        int arguments = function.Parameters.Sum(p => Layouts[p.Type].Words);
        if (Math.Max(results, arguments) > NativeContext.ExchangeWords || parameters.Length > LayoutTable.MaxSlots)
        {
            throw new NotNativeException($"a function with {arguments} words of arguments and {results} of results");
        }

        MethodBuilder method = type.DefineMethod(
            $"f{number}", MethodAttributes.Assembly | MethodAttributes.Static, typeof(void), parameters);
        Prepare(method);
        return method;
    }

    private void EmitEntry(int function)
    {
        MethodBuilder method = type.DefineMethod(
            EntryName(function), MethodAttributes.Public | MethodAttributes.Static, typeof(void), [typeof(NativeContext)]);
        Prepare(method);
        MethodWriter writer = new(method.GetILGenerator(), Constants);
        Slot place = Slot.Constant(SlotKind.Int32, NativeContext.ExchangePlace);
        int words = 0;
        writer.PushContext();
        foreach (SlotKind kind in Registry.Program.Functions[function].Parameters.SelectMany(p => Layouts[p.Type].Slots))
        {
            writer.PushWordAddress(place, words);
            writer.Load(kind);
            words += SlotKinds.WordsOf(kind);
        }

        writer.Call(Methods[function]);
        writer.IL.Emit(OpCodes.Ret);
    }

    // Without tiers: the first call already runs the optimised code.
    private static void Prepare(MethodBuilder method)
    {
        method.SetImplementationFlags(MethodImplAttributes.AggressiveOptimization);
        method.InitLocals = false;
    }
}
