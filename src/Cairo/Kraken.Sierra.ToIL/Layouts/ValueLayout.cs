using System.Collections.Generic;
using System.Linq;

namespace Kraken.Sierra.ToIL.Layouts;

/// <summary>
/// The slots of a type's values. A struct has the slots of its members one after the other. An enum has the number of its variant and
/// then slots that the variants share by kind. What is a pointer to the virtual machine is a place in the call's memory here; builtins and
/// the gas counter have no slots: the context of the call counts them.
/// </summary>
internal sealed class ValueLayout
{
    internal ValueLayout(IReadOnlyList<SlotKind> slots, IReadOnlyList<IReadOnlyList<int>>? variants = null)
    {
        Slots = slots;
        Variants = variants ?? [];
        Words = slots.Sum(SlotKinds.WordsOf);
    }

    /// <summary>The kinds of the slots, in order.</summary>
    internal IReadOnlyList<SlotKind> Slots { get; }

    /// <summary>For each variant of an enum, which slot of the enum each slot of its payload is.</summary>
    internal IReadOnlyList<IReadOnlyList<int>> Variants { get; }

    /// <summary>The words of 64 bits of a value in memory: its slots without gaps.</summary>
    internal int Words { get; }
}
