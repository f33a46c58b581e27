using System;
using System.Collections.Generic;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;

namespace Kraken.Cairo.Hints.Cairo0;

/// <summary>The dictionaries of dict.cairo in a run, each known by the segment of its accesses.</summary>
public sealed class HintDictionaries
{
    /// <summary>The variable of scopes that holds them.</summary>
    public const string Name = "__dict_manager";

    /// <summary>
    /// The variable from which dict_new takes what the dictionary begins with: a dictionary of cells, or a function of the key for
    /// one whose keys are not known before.
    /// </summary>
    public const string Initial = "initial_dict";

    private readonly Dictionary<int, HintDictionary> dicts = [];

    private HintDictionaries()
    {
    }

    /// <summary>Those of the top scope, which has them from the first time on that it is asked.</summary>
    public static HintDictionaries Of(HintRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (!run.Scopes.TryGet(Name, out HintDictionaries? known))
        {
            known = new HintDictionaries();
            run.Scopes.Set(Name, known);
        }

        return known;
    }

    /// <summary>What stands at a key; a read of it is not added to the accesses.</summary>
    /// <param name="pointer">The end of the dictionary's accesses.</param>
    /// <exception cref="HintException">No dictionary's accesses end there, or it has no such key.</exception>
    public MaybeRelocatable Get(Relocatable pointer, in MaybeRelocatable key) => At(pointer).Get(key);

    internal Relocatable Add(
        VmMemory memory, Dictionary<MaybeRelocatable, MaybeRelocatable> data, Func<MaybeRelocatable, MaybeRelocatable>? initial)
    {
        Relocatable start = memory.AddSegment();
        dicts.Add(start.Segment, new HintDictionary(data, initial, start));
        return start;
    }

    internal HintDictionary At(Relocatable pointer)
    {
        HintDictionary dict = dicts.TryGetValue(pointer.Segment, out HintDictionary? found)
            ? found
            : throw new HintException("NoDictTracker", $"Dict Error: No dict tracker found for segment {pointer.Segment}");
        return dict.Current == pointer
            ? dict
            : throw new HintException("MismatchedDictPtr", $"Wrong dict pointer supplied. Got {pointer}, expected {dict.Current}.");
    }
}
