using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Sierra;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.ToCasm;
using Kraken.Sierra.ToCasm.Classes;
using Kraken.Sierra.ToIL;

namespace Kraken.Execution.Native;

/// <summary>
/// A class as machine code, with the functions of its entry points. It stays loaded while somebody runs it, also after its owner has let
/// it go.
/// </summary>
public sealed class NativeContract : IDisposable
{
    // Of a byte of the assembly the runtime makes so many: machine code, its tables, and the loaded assembly itself.
    private const long BytesPerAssemblyByte = 8;
    private const long OverheadBytes = 64 << 10;

    private static long clock;

    private readonly FrozenDictionary<(EntryPointType Kind, Felt Selector), int> functions;

    // Its owner's, and one for each run.
    private int uses = 1;
    private int released;
    private long lastUse = Interlocked.Increment(ref clock);

    private NativeContract(NativeImage image, FrozenDictionary<(EntryPointType Kind, Felt Selector), int> functions)
    {
        Program = NativeProgram.Load(image);
        MemoryBytes = OverheadBytes + (image.Assembly.Length * BytesPerAssemblyByte) + ((long)image.Constants.Length * Felt.ByteCount);
        this.functions = functions;
    }

    /// <summary>About the bytes of memory that it takes.</summary>
    public long MemoryBytes { get; }

    internal NativeProgram Program { get; }

    // Grows with each use of any class.
    internal long LastUse => Volatile.Read(ref lastUse);

    /// <summary>Compiles a class that the compiler to CASM has taken.</summary>
    /// <param name="contract">The class.</param>
    /// <param name="image">The class as IL.</param>
    /// <param name="reason">Why it stays on the virtual machine.</param>
    public static bool TryCompile(
        SierraContractClass contract, [NotNullWhen(true)] out NativeImage? image, [NotNullWhen(false)] out string? reason)
    {
        ArgumentNullException.ThrowIfNull(contract);
        image = null;
        if (!SierraCompiler.TryAnalyze(
            contract, out SierraRegistry? registry, out SierraMetadata? metadata, out SierraError? error))
        {
            reason = error.ToString();
            return false;
        }

        try
        {
            image = NativeProgram.Compile(registry, metadata);
            reason = null;
            return true;
        }
        catch (NotNativeException refusal)
        {
            reason = refusal.Message;
            return false;
        }
    }

    /// <summary>Loads a compiled class.</summary>
    /// <param name="image">What <see cref="TryCompile"/> gave.</param>
    /// <param name="contract">The class.</param>
    public static NativeContract Load(NativeImage image, SierraContractClass contract)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(contract);
        return new NativeContract(image, Functions(contract.EntryPoints));
    }

    /// <summary>Lets the machine code go as soon as nobody runs it.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref released, 1) == 0)
        {
            Leave();
        }
    }

    internal int? Find(EntryPointType kind, in Felt selector) =>
        functions.TryGetValue((kind, selector), out int function) ? function : null;

    /// <summary>Keeps it loaded until <see cref="Leave"/>; false if it is let go already.</summary>
    internal bool TryEnter()
    {
        int seen = Volatile.Read(ref uses);
        while (seen > 0)
        {
            int before = Interlocked.CompareExchange(ref uses, seen + 1, seen);
            if (before == seen)
            {
                Volatile.Write(ref lastUse, Interlocked.Increment(ref clock));
                return true;
            }

            seen = before;
        }

        return false;
    }

    internal void Leave()
    {
        if (Interlocked.Decrement(ref uses) == 0)
        {
            Program.Dispose();
        }
    }

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
