using System;
using Kraken.Fields;

namespace Kraken.Sierra.ToIL.Layouts;

/// <summary>Facts about the kinds of slots.</summary>
internal static class SlotKinds
{
    /// <summary>How many kinds there are.</summary>
    internal const int Count = 4;

    /// <summary>The words of 64 bits that a slot takes in memory.</summary>
    internal static int WordsOf(SlotKind kind) => kind switch
    {
        SlotKind.UInt128 => 2,
        SlotKind.Felt => 4,
        _ => 1,
    };

    /// <summary>The type of the runtime that holds a slot.</summary>
    internal static Type TypeOf(SlotKind kind) => kind switch
    {
        SlotKind.Int32 => typeof(int),
        SlotKind.Int64 => typeof(long),
        SlotKind.UInt128 => typeof(UInt128),
        _ => typeof(Felt),
    };
}
