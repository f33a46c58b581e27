using System.Collections.Generic;
using Kraken.Cairo.Vm.Errors;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Casm;

/// <summary>A dictionary's squashing: keys in ascending order, and of each key the accesses not yet walked over.</summary>
internal sealed class DictSquash
{
    private readonly Dictionary<Felt, Queue<int>> accesses = [];
    private readonly Dictionary<Felt, int> counts = [];
    private readonly List<Felt> keys = [];
    private int current;

    /// <summary>Notes an access; accesses come in order.</summary>
    public void Add(Felt key, int index)
    {
        if (!accesses.TryGetValue(key, out Queue<int>? indices))
        {
            indices = new Queue<int>();
            accesses.Add(key, indices);
            keys.Add(key);
        }

        indices.Enqueue(index);
        counts[key] = counts.GetValueOrDefault(key) + 1;
    }

    /// <summary>Sorts the keys when all accesses are there.</summary>
    public void Start() => keys.Sort();

    /// <summary>The greatest key.</summary>
    public Felt LargestKey => keys.Count == 0 ? throw Missing("no key was accessed") : keys[^1];

    /// <summary>The key under work.</summary>
    public Felt CurrentKey => current < keys.Count ? keys[current] : throw Missing("No current key");

    /// <summary>The accesses of the current key that are left, the present one first.</summary>
    public Queue<int> CurrentAccesses => accesses[CurrentKey];

    /// <summary>All keys were taken up and their accesses walked over.</summary>
    public bool IsDone => current >= keys.Count || (current == keys.Count - 1 && CurrentAccesses.Count <= 1);

    /// <summary>The number of accesses that a key had.</summary>
    public int CountOf(Felt key) => counts[key];

    /// <summary>Leaves the current key for the next.</summary>
    public void NextKey()
    {
        if (CurrentAccesses.Count != 1)
        {
            throw Missing("Key popped but not all accesses were processed.");
        }

        current++;
        if (current >= keys.Count)
        {
            throw new HintException("KeyNotFound", "No keys left but remaining_accesses > 0.");
        }
    }

    /// <summary>Moves to the current key's next access and returns the distance.</summary>
    public int NextAccess()
    {
        Queue<int> left = CurrentAccesses;
        int previous = left.Count > 1 ? left.Dequeue() : throw Missing("no index accessed");
        return left.Peek() - previous;
    }

    private static HintException Missing(string message) => new("CustomHint", message);
}
