using System.Collections.Generic;

namespace Kraken.Sierra.ToIL.Emission;

/// <summary>Where the variables are when a statement begins.</summary>
internal sealed class FunctionState
{
    private readonly Dictionary<ulong, Slot[]> variables;

    internal FunctionState() => variables = [];

    private FunctionState(FunctionState other) => variables = new Dictionary<ulong, Slot[]>(other.variables);

    /// <summary>The variables with their slots.</summary>
    internal IReadOnlyDictionary<ulong, Slot[]> Variables => variables;

    /// <summary>Uses a variable up.</summary>
    internal Slot[] Take(ulong variable) => variables.Remove(variable, out Slot[]? slots)
        ? slots
        : throw new NotNativeException($"variable {variable} is used but not set");

    /// <summary>Sets a variable.</summary>
    internal void Put(ulong variable, Slot[] slots) => variables[variable] = slots;

    /// <summary>A copy that changes on its own.</summary>
    internal FunctionState Copy() => new(this);

    /// <summary>The numbers of the local variables in use.</summary>
    internal HashSet<int> BusyLocals()
    {
        HashSet<int> busy = [];
        foreach (Slot[] slots in variables.Values)
        {
            AddLocals(slots, busy);
        }

        return busy;
    }

    /// <summary>Adds the local variables of some slots to the busy ones.</summary>
    internal static void AddLocals(IReadOnlyList<Slot> slots, HashSet<int> busy)
    {
        foreach (Slot slot in slots)
        {
            if (slot.Source == SlotSource.Local)
            {
                busy.Add(slot.Index);
            }
        }
    }
}
