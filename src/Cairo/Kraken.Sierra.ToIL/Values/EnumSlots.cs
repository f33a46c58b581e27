using System.Collections.Generic;
using System.Linq;
using Kraken.Sierra.ToIL.Layouts;

namespace Kraken.Sierra.ToIL.Values;

/// <summary>Where the words of a variant's value stand among those of the enum, which share slots by kind.</summary>
internal static class EnumSlots
{
    /// <summary>For each slot of a variant's value: its place in the enum's words, its place in the value's words, its length.</summary>
    internal static IEnumerable<(int At, int Offset, int Length)> Of(ValueLayout layout, ValueLayout value, int variant)
    {
        int offset = 0;
        foreach ((int index, SlotKind kind) in value.Slots.Index())
        {
            int length = SlotKinds.WordsOf(kind);
            yield return (layout.Slots.Take(layout.Variants[variant][index]).Sum(SlotKinds.WordsOf), offset, length);
            offset += length;
        }
    }
}
