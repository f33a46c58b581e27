using System.Collections.Generic;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Casm;

/// <summary>
/// The dictionaries of a run, each in a segment of its own. With temporary segments, all but the first are moved behind each other when
/// the run ends, as executables that prove their arena want it; contract runs keep real segments.
/// </summary>
internal sealed class DictArena(bool usesTemporarySegments)
{
    private readonly Dictionary<int, int> indexBySegment = [];
    private readonly List<Tracker> trackers = [];

    /// <summary>Creates a dictionary and returns its segment's start.</summary>
    public Relocatable Add(VmMemory memory)
    {
        Relocatable start = usesTemporarySegments && trackers.Count != 0 ? memory.AddTemporarySegment() : memory.AddSegment();
        indexBySegment.Add(start.Segment, trackers.Count);
        trackers.Add(new Tracker(start));
        return start;
    }

    /// <summary>The index of the dictionary that an address leads into.</summary>
    public int IndexOf(Relocatable pointer) => indexBySegment.TryGetValue(pointer.Segment, out int index)
        ? index
        : throw new HintException("CustomHint", "The given value does not point to a known dictionary.");

    /// <summary>A key's value; zero at first.</summary>
    public MaybeRelocatable Get(Relocatable pointer, Felt key) =>
        trackers[IndexOf(pointer)].Data.TryGetValue(key, out MaybeRelocatable value) ? value : Felt.Zero;

    /// <summary>Sets a key's value.</summary>
    public void Set(Relocatable pointer, Felt key, MaybeRelocatable value) => trackers[IndexOf(pointer)].Data[key] = value;

    /// <summary>Notes a dictionary's end and returns its index.</summary>
    public int Finish(Relocatable end)
    {
        int index = IndexOf(end);
        if (usesTemporarySegments)
        {
            Tracker tracker = trackers[index];
            tracker.End = tracker.End is { } previous
                ? throw new HintException(
                    "CustomHint", $"The segment is already finalized. Attempting to override next start {previous}, with: {end}.")
                : end;
        }

        return index;
    }

    /// <summary>Binds the temporary segments: each follows the dictionary before it, with a cell between.</summary>
    public void Relocate(VmMemory memory)
    {
        if (!usesTemporarySegments || trackers.Count == 0)
        {
            return;
        }

        Relocatable next = trackers[0].End ?? trackers[0].Start;
        for (int i = 1; i < trackers.Count; i++)
        {
            Tracker tracker = trackers[i];
            memory.AddRelocationRule(tracker.Start, next);
            next = CellArithmetic.Checked(next, (tracker.End ?? tracker.Start).Offset + 1);
        }
    }

    private sealed class Tracker(Relocatable start)
    {
        public Relocatable Start { get; } = start;

        public Relocatable? End { get; set; }

        public Dictionary<Felt, MaybeRelocatable> Data { get; } = [];
    }
}
