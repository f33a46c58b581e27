using System.Numerics;
using Kraken.Sierra.ToIL.Layouts;

namespace Kraken.Sierra.ToIL.Emission;

/// <summary>Where a slot's value is while a function is emitted.</summary>
internal enum SlotSource
{
    /// <summary>Nowhere: no code reads it (the payload of another variant).</summary>
    Undefined,

    /// <summary>An argument of the method.</summary>
    Argument,

    /// <summary>A local variable of the method.</summary>
    Local,

    /// <summary>In the code itself.</summary>
    Constant,
}

/// <summary>
/// A slot of a variable while a function is emitted. Renaming, taking apart and putting together move slots and emit nothing.
/// </summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Source">Where it is.</param>
/// <param name="Index">The number of the argument or local variable.</param>
/// <param name="Value">The constant; field elements from 0 to the prime.</param>
internal readonly record struct Slot(SlotKind Kind, SlotSource Source, int Index = 0, BigInteger Value = default)
{
    /// <summary>A slot that nobody reads.</summary>
    internal static Slot Undefined(SlotKind kind) => new(kind, SlotSource.Undefined);

    /// <summary>A constant of a kind.</summary>
    internal static Slot Constant(SlotKind kind, BigInteger value) => new(kind, SlotSource.Constant, 0, value);

    /// <summary>Whether the value stands in a place that may be overwritten.</summary>
    internal bool IsPlace => Source is SlotSource.Argument or SlotSource.Local;

    /// <summary>Whether both are the same place.</summary>
    internal bool IsSamePlace(Slot other) => IsPlace && Source == other.Source && Index == other.Index;
}
