using System;
using System.Collections.Concurrent;
using Kraken.Fields;

namespace Kraken.Execution.Classes;

/// <summary>Keeps runnable classes in memory and loads others from where classes are stored. Safe for several threads.</summary>
public sealed class ClassRegistry : IClassSource
{
    private readonly ConcurrentDictionary<Felt, RunnableClass> classes = new();
    private readonly Func<Felt, RunnableClass?> load;

    /// <summary>Loads a class that is not in memory with <paramref name="load"/>, which answers null for an unknown class.</summary>
    public ClassRegistry(Func<Felt, RunnableClass?> load) => this.load = load;

    /// <summary>A registry of the classes that are added only.</summary>
    public ClassRegistry()
        : this(static _ => null)
    {
    }

    /// <summary>Adds a class; a class that is there already stays.</summary>
    public void Add(in Felt classHash, RunnableClass runnable) => classes.TryAdd(classHash, runnable);

    /// <inheritdoc/>
    public RunnableClass? Find(in Felt classHash)
    {
        if (classes.TryGetValue(classHash, out RunnableClass? found))
        {
            return found;
        }

        found = load(classHash);
        if (found is not null)
        {
            classes.TryAdd(classHash, found);
        }

        return found;
    }
}
