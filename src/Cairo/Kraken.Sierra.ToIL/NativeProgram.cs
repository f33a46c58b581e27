using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.ToIL.Emission;
using Kraken.Sierra.ToIL.Memory;
using Kraken.Sierra.ToIL.Runtime;

namespace Kraken.Sierra.ToIL;

/// <summary>A program as machine code: an assembly that is unloaded when nobody runs it any more.</summary>
public sealed class NativeProgram : IDisposable
{
    private readonly AssemblyLoadContext loader;
    private readonly Type type;
    private readonly FeltTable constants;
    private readonly Dictionary<int, Action<NativeContext>> entries = [];
    private readonly ImmutableArray<NativeCircuit> circuits;
    private bool disposed;

    private NativeProgram(NativeImage image)
    {
        loader = new AssemblyLoadContext("native program", isCollectible: true);
        loader.Resolving += static (_, name) =>
            name.Name == typeof(NativeProgram).Assembly.GetName().Name ? typeof(NativeProgram).Assembly : null;
        using MemoryStream stream = new(image.Assembly, false);
        type = loader.LoadFromStream(stream).GetType(ProgramEmitter.ClassName, true)!;
        circuits = image.Circuits;
        constants = new FeltTable(image.Constants.AsSpan());
    }

    /// <summary>The loaded code.</summary>
    internal Assembly Assembly => type.Assembly;

    /// <summary>Compiles a program that the compiler to CASM takes.</summary>
    /// <param name="registry">The checked program.</param>
    /// <param name="metadata">Its gas.</param>
    /// <exception cref="NotNativeException">Some part of the program has no native form; it runs on the virtual machine.</exception>
    public static NativeImage Compile(SierraRegistry registry, SierraMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(metadata);
        return ProgramEmitter.Emit(registry, metadata);
    }

    /// <summary>Loads a compiled program.</summary>
    /// <param name="image">What <see cref="Compile"/> gave.</param>
    public static NativeProgram Load(NativeImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new NativeProgram(image);
    }

    /// <summary>
    /// Has the machine code made of all functions, so that no call waits for it. Takes some microseconds for each statement.
    /// </summary>
    public void Prepare()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        foreach (MethodInfo method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        {
            RuntimeHelpers.PrepareMethod(method.MethodHandle);
        }
    }

    /// <summary>Calls a function; arguments and results are exchanged through the context's memory.</summary>
    /// <param name="function">The function's number in the program.</param>
    /// <param name="context">The context of the call.</param>
    /// <exception cref="NativeLimitException">The call takes more stack or memory than it may.</exception>
    internal void Run(int function, NativeContext context)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        Action<NativeContext> entry;
        lock (entries)
        {
            if (!entries.TryGetValue(function, out entry!))
            {
                MethodInfo method = type.GetMethod(ProgramEmitter.EntryName(function))
                    ?? throw new ArgumentOutOfRangeException(nameof(function), function, "the program has no such function");
                entry = method.CreateDelegate<Action<NativeContext>>();
                entries.Add(function, entry);
            }
        }

        context.Constants = constants.Start;
        context.Circuits = circuits;
        entry(context);
    }

    /// <summary>Lets the assembly go; no call may be running.</summary>
    public void Dispose()
    {
        if (!disposed)
        {
            disposed = true;
            entries.Clear();
            constants.Dispose();
            loader.Unload();
        }
    }
}
