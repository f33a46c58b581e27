using System.Collections.Immutable;
using System.Linq;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Public;

/// <summary>A public memory cell's value with its id.</summary>
/// <param name="Id">The value's id.</param>
/// <param name="Value">The value, reduced.</param>
public readonly record struct PublicCell(uint Id, Felt Value);

/// <summary>A pointer into a segment with the id of its value.</summary>
/// <param name="Id">The value's id.</param>
/// <param name="Value">The address.</param>
public readonly record struct SegmentPointer(uint Id, uint Value);

/// <summary>Where a builtin segment starts and where its use stops.</summary>
/// <param name="Start">The pointer that the program received.</param>
/// <param name="Stop">The pointer that the program returned.</param>
public readonly record struct SegmentRange(SegmentPointer Start, SegmentPointer Stop)
{
    /// <summary>True where no cell is used.</summary>
    public bool IsEmpty => Start.Value == Stop.Value;
}

/// <summary>The part of the memory that the verifier knows.</summary>
/// <param name="Program">The program from address initial pc on.</param>
/// <param name="Segments">The builtin segments by <see cref="BuiltinSegment"/>, null where absent; the output is always present.</param>
/// <param name="Output">The output cells.</param>
/// <param name="SafeCallIds">The ids of the two cells below the initial ap: the initial frame pointer and 0.</param>
public sealed record PublicMemory(
    ImmutableArray<PublicCell> Program,
    ImmutableArray<SegmentRange?> Segments,
    ImmutableArray<PublicCell> Output,
    (uint Frame, uint Zero) SafeCallIds)
{
    /// <summary>The number of segments that are present.</summary>
    public int PresentSegments => Segments.Count(segment => segment is not null);

    /// <summary>A segment, null where absent.</summary>
    public SegmentRange? this[BuiltinSegment segment] => Segments[(int)segment];
}
