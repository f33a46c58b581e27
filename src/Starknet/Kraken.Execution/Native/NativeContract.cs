using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Sierra;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.ToCasm;
using Kraken.Sierra.ToCasm.Classes;
using Kraken.Sierra.ToIL;

namespace Kraken.Execution.Native;

/// <summary>A class as machine code, with the functions of its entry points.</summary>
public sealed class NativeContract : IDisposable
{
    private readonly FrozenDictionary<(EntryPointType Kind, Felt Selector), int> functions;

    private NativeContract(NativeProgram program, FrozenDictionary<(EntryPointType Kind, Felt Selector), int> functions)
    {
        Program = program;
        this.functions = functions;
    }

    internal NativeProgram Program { get; }

    /// <summary>Compiles a class that the compiler to CASM has taken.</summary>
    /// <param name="contract">The class.</param>
    /// <param name="native">The class as machine code.</param>
    /// <param name="reason">Why it stays on the virtual machine.</param>
    public static bool TryCompile(
        SierraContractClass contract, [NotNullWhen(true)] out NativeContract? native, [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(contract);
        native = null;
        if (!SierraCompiler.TryAnalyze(
            contract, out SierraRegistry? registry, out SierraMetadata? metadata, out SierraError? error))
        {
            reason = error.ToString();
            return false;
        }

        try
        {
            NativeProgram program = NativeProgram.Load(NativeProgram.Compile(registry, metadata));
            native = new NativeContract(program, Functions(contract.EntryPoints));
            reason = null;
            return true;
        }
        catch (NotNativeException refusal)
        {
            reason = refusal.Message;
            return false;
        }
    }

    /// <summary>Lets the machine code go; no call may be running.</summary>
    public void Dispose() => Program.Dispose();

    internal int? Find(EntryPointType kind, in Felt selector) =>
        functions.TryGetValue((kind, selector), out int function) ? function : null;

    private static FrozenDictionary<(EntryPointType Kind, Felt Selector), int> Functions(EntryPoints<SierraEntryPoint> entryPoints)
    {
        Dictionary<(EntryPointType Kind, Felt Selector), int> functions = [];
        foreach (EntryPointType kind in Enum.GetValues<EntryPointType>())
        {
            foreach (SierraEntryPoint entryPoint in entryPoints.Of(kind))
            {
                functions.Add((kind, entryPoint.Selector), (int)entryPoint.FunctionIndex);
            }
        }

        return functions.ToFrozenDictionary();
    }
}
