using System;
using System.Numerics;

namespace Kraken.Cairo0.Flow;

/// <summary>
/// A position of ap: two positions of one group differ by the difference of their offsets, of two positions of different groups nothing is
/// known.
/// </summary>
/// <param name="Group">Numbered through the whole program, in the order in which unknown changes are met.</param>
/// <param name="Offset">Cells since the group's first position.</param>
internal readonly record struct ApTracking(int Group, BigInteger Offset)
{
    /// <summary>How far this position is from an earlier one.</summary>
    public ApChange Since(ApTracking earlier) => Group == earlier.Group ? ApChange.Known(Offset - earlier.Offset) : ApChange.Unknown;

    /// <summary>The position behind a change; an unknown one opens a group.</summary>
    public ApTracking Move(ApChange change, Func<int> newGroup) =>
        change.IsKnown ? this with { Offset = Offset + change.Cells } : new ApTracking(newGroup(), BigInteger.Zero);

    /// <summary>The position where two paths meet: theirs if it is the same, else one of a new group.</summary>
    public ApTracking Meet(ApTracking other, Func<int> newGroup) => this == other ? this : new ApTracking(newGroup(), BigInteger.Zero);
}
