namespace Kraken.Sierra.ToIL.Layouts;

/// <summary>What a part of a value is for the machine: the type of a local variable, an argument, and some words of memory.</summary>
internal enum SlotKind
{
    /// <summary>A place in memory, a handle, or the number of an enum's variant.</summary>
    Int32,

    /// <summary>An integer of at most 64 bits; negative ones in two's complement.</summary>
    Int64,

    /// <summary>An integer of at most 128 bits; negative ones in two's complement.</summary>
    UInt128,

    /// <summary>A field element.</summary>
    Felt,
}
