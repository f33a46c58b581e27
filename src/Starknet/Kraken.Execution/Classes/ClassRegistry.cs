using System;
using System.Collections.Concurrent;
using Kraken.Caching;
using Kraken.Execution.Native;
using Kraken.Fields;
using Kraken.State;

namespace Kraken.Execution.Classes;

/// <summary>
/// Keeps the runnable classes that were used last, within a bound of bytes, and loads others from where classes are stored. Those that were
/// added stay. Safe for several threads.
/// </summary>
public sealed class ClassRegistry : IClassSource
{
    private const int MaxLoaded = 10_000;
    private const long MaxLoadedBytes = 256L << 20;

    private readonly ConcurrentDictionary<Felt, RunnableClass> added = new();
    private readonly BoundedCache<Felt, RunnableClass> loaded = new(MaxLoaded, MaxLoadedBytes, static runnable => runnable.MemoryBytes);
    private readonly Func<Felt, RunnableClass?> load;

    /// <summary>A registry that loads what is not in memory.</summary>
    /// <param name="load">A class by its hash; null for an unknown one.</param>
    /// <param name="natives">The native code of classes; null where all runs are the virtual machine's.</param>
    public ClassRegistry(Func<Felt, RunnableClass?> load, NativeClasses? natives = null)
    {
        this.load = load;
        Natives = natives;
    }

    /// <summary>A registry of the classes that are added only.</summary>
    public ClassRegistry()
        : this(static _ => null)
    {
    }

    /// <inheritdoc/>
    public NativeClasses? Natives { get; }

    /// <summary>Adds a class; a class that is there already stays.</summary>
    public void Add(in Felt classHash, RunnableClass runnable) => added.TryAdd(classHash, runnable);

    /// <inheritdoc/>
    /// <exception cref="StateUnavailableException">The class could not be read.</exception>
    public RunnableClass? Find(in Felt classHash)
    {
        if (added.TryGetValue(classHash, out RunnableClass? found) || loaded.TryGet(classHash, out found))
        {
            return found;
        }

        found = Load(classHash);
        if (found is not null)
        {
            loaded.Set(classHash, found);
        }

        return found;
    }

    private RunnableClass? Load(Felt classHash)
    {
        try
        {
            return load(classHash);
        }
        catch (Exception failure) when (failure is not StateUnavailableException)
        {
            throw new StateUnavailableException($"class {classHash}: {failure.Message}", failure);
        }
    }
}
