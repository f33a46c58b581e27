using System.Collections.Generic;

namespace Kraken.Sierra.ToCasm.References;

/// <summary>The variables that are set at a statement. There are few, so that a list beats a dictionary.</summary>
internal sealed class LiveVariables
{
    // Far above what any compiler emits; bounds the work that a hostile program can cause per statement.
    private const int Maximum = 16384;

    private readonly List<(ulong Id, Reference Reference)> items;

    public LiveVariables() => items = [];

    private LiveVariables(LiveVariables other) => items = new(other.items);

    public int Count => items.Count;

    public ulong FirstId => items[0].Id;

    public IEnumerable<(ulong Id, Reference Reference)> Items => items;

    public LiveVariables Clone() => new(this);

    public Reference? Find(ulong id)
    {
        int index = IndexOf(id);
        return index < 0 ? null : items[index].Reference;
    }

    /// <summary>Removes and returns a variable; null when it is not set.</summary>
    public Reference? Take(ulong id)
    {
        int index = IndexOf(id);
        if (index < 0)
        {
            return null;
        }

        Reference taken = items[index].Reference;
        items[index] = items[^1];
        items.RemoveAt(items.Count - 1);
        return taken;
    }

    /// <summary>Sets a variable; false when it is set already or there are too many.</summary>
    public bool Put(ulong id, Reference reference)
    {
        if (IndexOf(id) >= 0 || items.Count >= Maximum)
        {
            return false;
        }

        items.Add((id, reference));
        return true;
    }

    /// <summary>Moves all variables by a change of ap; returns the variable that cannot follow, or null.</summary>
    public ulong? Move(int? apChange, bool clearStack)
    {
        for (int i = 0; i < items.Count; i++)
        {
            (ulong id, Reference reference) = items[i];
            if (reference.After(apChange, clearStack) is not { } moved)
            {
                return id;
            }

            items[i] = (id, moved);
        }

        return null;
    }

    /// <summary>Cuts the stack to what is contiguous at its top, and returns its size.</summary>
    public int TrimStack(int size)
    {
        if (size == 0)
        {
            return 0;
        }

        bool[] present = new bool[size];
        foreach ((_, Reference reference) in items)
        {
            if (reference.StackIndex >= 0)
            {
                present[reference.StackIndex] = true;
            }
        }

        int contiguous = 0;
        while (contiguous < size && present[size - 1 - contiguous])
        {
            contiguous++;
        }

        int cut = size - contiguous;
        for (int i = 0; cut > 0 && i < items.Count; i++)
        {
            (ulong id, Reference reference) = items[i];
            if (reference.StackIndex >= 0)
            {
                items[i] = (id, reference with { StackIndex = reference.StackIndex >= cut ? reference.StackIndex - cut : -1 });
            }
        }

        return contiguous;
    }

    private int IndexOf(ulong id)
    {
        for (int i = items.Count - 1; i >= 0; i--)
        {
            if (items[i].Id == id)
            {
                return i;
            }
        }

        return -1;
    }
}
