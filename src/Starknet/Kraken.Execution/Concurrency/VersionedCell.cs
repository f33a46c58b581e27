using System.Collections.Generic;
using System.Threading;
using Kraken.Fields;
using Kraken.State;

namespace Kraken.Execution.Concurrency;

/// <summary>
/// One value of the state with what the transactions of a block make of it, those that ran ahead included, and who was given which of
/// these values. Safe for several threads.
/// </summary>
internal sealed class VersionedCell(CellName name)
{
    private readonly Lock gate = new();

    // By the transactions' places, ascending. Made when it is written, the readers when it is read: most cells of a block that goes on
    // are neither.
    private List<(int Index, Felt Value)>? writes;
    private Dictionary<int, (Attempt Attempt, Felt Value)>? readers;
    private Felt? beginning;

    /// <summary>Gives the value that the cell has before the block's first transaction.</summary>
    internal void Begin(in Felt value) => beginning = value;

    /// <summary>The value before a transaction, as far as known.</summary>
    /// <param name="parent">Where the value is that no transaction of the block wrote.</param>
    /// <param name="reader">The run that asks.</param>
    /// <param name="registers">Whether it is to be told of other values that come later.</param>
    internal Felt Read(IStateReader parent, Attempt reader, bool registers)
    {
        lock (gate)
        {
            Felt value = Before(reader.Index, parent);
            if (registers)
            {
                (readers ??= [])[reader.Index] = (reader, value);
            }

            return value;
        }
    }

    /// <summary>Sets what a transaction writes, or that it writes nothing.</summary>
    /// <param name="parent">Where the value is that no transaction of the block wrote.</param>
    /// <param name="index">The transaction.</param>
    /// <param name="value">The value, or null.</param>
    /// <param name="stale">Gets the runs that were given another value than they would be given now.</param>
    internal void Set(IStateReader parent, int index, Felt? value, List<Attempt> stale)
    {
        lock (gate)
        {
            if (value is { } after)
            {
                Write(index, after);
            }
            else
            {
                writes?.RemoveAll(write => write.Index == index);
            }

            if (readers is null)
            {
                return;
            }

            foreach ((int reader, (Attempt attempt, Felt given)) in readers)
            {
                if (reader > index && Before(reader, parent) != given)
                {
                    stale.Add(attempt);
                }
            }
        }
    }

    private void Write(int index, in Felt value)
    {
        writes ??= [];
        int place = writes.Count;
        while (place > 0 && writes[place - 1].Index >= index)
        {
            place--;
        }

        if (place < writes.Count && writes[place].Index == index)
        {
            writes[place] = (index, value);
        }
        else
        {
            writes.Insert(place, (index, value));
        }
    }

    private Felt Before(int index, IStateReader parent)
    {
        for (int i = (writes?.Count ?? 0) - 1; i >= 0; i--)
        {
            if (writes![i].Index < index)
            {
                return writes[i].Value;
            }
        }

        return beginning ??= name.ReadFrom(parent);
    }
}
