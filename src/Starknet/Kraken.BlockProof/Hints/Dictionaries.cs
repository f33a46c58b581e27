using System;
using System.Collections.Generic;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;

namespace Kraken.BlockProof.Hints;

/// <summary>The lists of accesses of a run, each in a segment of its own, with what stands at each key after the last access.</summary>
internal sealed class Dictionaries
{
    private const int Before = 1;
    private const int After = 2;

    private readonly Dictionary<int, (Func<Felt, MaybeRelocatable> Initial, Dictionary<Felt, Relocatable> Last)> lists = [];

    /// <summary>A new list.</summary>
    /// <param name="memory">Takes it.</param>
    /// <param name="initial">What stands at a key before the first access.</param>
    public Relocatable Add(VmMemory memory, Func<Felt, MaybeRelocatable> initial)
    {
        Relocatable start = memory.AddSegment();
        lists.Add(start.Segment, (initial, []));
        return start;
    }

    /// <summary>Writes what stands at the key of an access before it.</summary>
    public void Write(VmMemory memory, Relocatable access)
    {
        if (!lists.TryGetValue(access.Segment, out (Func<Felt, MaybeRelocatable> Initial, Dictionary<Felt, Relocatable> Last) list))
        {
            throw new HintException("NoDictionary", $"there is no list of accesses at {access}");
        }

        Felt key = memory.GetFelt(access);
        MaybeRelocatable before = list.Last.TryGetValue(key, out Relocatable last) ? memory.Get(last + After) : list.Initial(key);
        memory.Insert(access + Before, before);
        list.Last[key] = access;
    }
}
