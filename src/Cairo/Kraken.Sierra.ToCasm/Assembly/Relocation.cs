namespace Kraken.Sierra.ToCasm.Assembly;

/// <summary>What a relocated constant points to.</summary>
internal enum RelocationKind
{
    Statement,
    SegmentStart,
    Constant,
    Circuit,
    EndOfProgram,
}

/// <summary>A constant of an instruction that is only known when the whole program is placed.</summary>
/// <param name="Instruction">The index of the instruction.</param>
/// <param name="Kind">What it points to.</param>
/// <param name="Target">The statement, the segment, or the circuit type.</param>
/// <param name="ConstType">The type of a constant in a segment.</param>
internal readonly record struct Relocation(int Instruction, RelocationKind Kind, int Target = 0, int ConstType = 0);
