using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Sierra.ToCasm.Classes;
using Kraken.Sierra.ToIL;
using Kraken.Starknet.Classes;

namespace Kraken.Execution.Native;

/// <summary>
/// Makes native code of the classes that are called, on a thread of its own, and keeps what was used lately. Until a class is ready, and
/// where it has no native form, the virtual machine runs it. Safe for several threads.
/// </summary>
public sealed class NativeClasses : IDisposable
{
    private readonly Func<Felt, SierraClass?> source;
    private readonly NativeFolder? folder;
    private readonly NativeLimits limits;
    private readonly BlockingCollection<Wanted> wanted;
    private readonly Dictionary<Felt, NativeContract> kept = [];
    private readonly Lock gate = new();
    private readonly Thread worker;
    private long bytes;
    private int compilations;

    /// <summary>Begins without any code.</summary>
    /// <param name="source">The class of a hash; null for one that is not stored, or not yet.</param>
    /// <param name="compares">Whether every run is done on both engines, which then waits for the code of each class.</param>
    /// <param name="folder">Where code is kept over restarts; null for nowhere.</param>
    /// <param name="limits">How much is kept; null for the usual.</param>
    public NativeClasses(
        Func<Felt, SierraClass?> source, bool compares = false, NativeFolder? folder = null, NativeLimits? limits = null)
    {
        this.source = source;
        this.folder = folder;
        this.limits = limits ?? new NativeLimits();
        Compares = compares;
        wanted = new BlockingCollection<Wanted>(this.limits.MaxWaiting);
        worker = new Thread(Work) { IsBackground = true, Name = "native classes" };
        worker.Start();
    }

    /// <summary>Told what kept a class from being compiled, stored or loaded, beside its having no native form; must not throw.</summary>
    public Action<Felt, Exception>? Failed { get; set; }

    /// <summary>Told a difference of the engines before it is thrown; must not throw.</summary>
    public Action<EngineDifferenceException>? Differed { get; set; }

    /// <summary>Classes whose code is in memory.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return kept.Count;
            }
        }
    }

    /// <summary>Bytes of their code.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Classes compiled since the start; what came from the folder is not among them.</summary>
    public int Compilations => Volatile.Read(ref compilations);

    /// <summary>Whether every run is done on both engines.</summary>
    internal bool Compares { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        wanted.CompleteAdding();
        worker.Join();
        lock (gate)
        {
            foreach (NativeContract contract in kept.Values)
            {
                contract.Dispose();
            }

            kept.Clear();
        }

        wanted.Dispose();
    }

    /// <summary>Has a class compiled unless it is, or was asked for.</summary>
    internal void Want(in Felt classHash, RunnableClass runnable)
    {
        if (!runnable.TryAskForNative())
        {
            return;
        }

        Wanted request = new(classHash, runnable);
        if (!TryAdd(request))
        {
            runnable.AnswerNative(null, mayAskAgain: true);
        }
        else if (Compares)
        {
            request.Done.Task.Wait();
        }
    }

    /// <summary>Ends the run whose results differ.</summary>
    /// <exception cref="EngineDifferenceException">Always.</exception>
    internal void Refuse(string difference)
    {
        EngineDifferenceException failure = new(difference);
        Differed?.Invoke(failure);
        throw failure;
    }

    private bool TryAdd(Wanted request)
    {
        try
        {
            return wanted.TryAdd(request);
        }
        catch (InvalidOperationException)
        {
            // The process ends.
            return false;
        }
    }

    private void Work()
    {
        foreach (Wanted next in wanted.GetConsumingEnumerable())
        {
            if (wanted.IsAddingCompleted)
            {
                next.Done.TrySetResult();
                continue;
            }

            try
            {
                Answer(next);
            }
            catch (Exception failure)
            {
                // Whatever the emitter or the runtime cannot do with a class, the virtual machine can; memory may come back.
                next.Runnable.AnswerNative(null, mayAskAgain: failure is OutOfMemoryException);
                Failed?.Invoke(next.ClassHash, failure);
            }
            finally
            {
                next.Done.TrySetResult();
            }
        }
    }

    private void Answer(Wanted next)
    {
        NativeContract? contract;
        lock (gate)
        {
            kept.TryGetValue(next.ClassHash, out contract);
        }

        if (contract is not null)
        {
            next.Runnable.AnswerNative(contract, mayAskAgain: true);
            return;
        }

        if (source(next.ClassHash) is not { } sierra)
        {
            // Declared in a block that is not stored yet.
            next.Runnable.AnswerNative(null, mayAskAgain: true);
            return;
        }

        SierraContractClass declared = new(sierra.SierraProgram, sierra.EntryPoints);
        NativeImage? image = Stored(next.ClassHash) ?? Compile(next.ClassHash, declared);
        if (image is null)
        {
            next.Runnable.AnswerNative(null, mayAskAgain: false);
            return;
        }

        contract = NativeContract.Load(image, declared);
        contract.Program.Prepare();
        Keep(next.ClassHash, contract);
        next.Runnable.AnswerNative(contract, mayAskAgain: true);
    }

    private NativeImage? Stored(in Felt classHash)
    {
        try
        {
            return folder?.Find(classHash);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Failed?.Invoke(classHash, failure);
            return null;
        }
    }

    private NativeImage? Compile(in Felt classHash, SierraContractClass declared)
    {
        Interlocked.Increment(ref compilations);
        if (!NativeContract.TryCompile(declared, out NativeImage? image, out _))
        {
            return null;
        }

        try
        {
            folder?.Keep(classHash, image);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Failed?.Invoke(classHash, failure);
        }

        return image;
    }

    private void Keep(in Felt classHash, NativeContract contract)
    {
        lock (gate)
        {
            while (kept.Count > 0 && (kept.Count >= limits.MaxClasses || bytes > limits.MaxBytes - contract.MemoryBytes))
            {
                (Felt oldest, NativeContract unused) = kept.MinBy(entry => entry.Value.LastUse);
                kept.Remove(oldest);
                bytes -= unused.MemoryBytes;
                unused.Dispose();
            }

            kept.Add(classHash, contract);
            bytes += contract.MemoryBytes;
        }
    }

    private sealed record Wanted(Felt ClassHash, RunnableClass Runnable)
    {
        internal TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
