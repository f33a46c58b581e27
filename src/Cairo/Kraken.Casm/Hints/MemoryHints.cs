using Kraken.Casm.Operands;

namespace Kraken.Casm.Hints;

/// <summary>Writes the start of a fresh segment.</summary>
public sealed record AllocSegment(CellRef Dst) : CoreHint;

/// <summary>Writes an address that has <paramref name="Size"/> free cells after it.</summary>
public sealed record AllocConstantSize(ResOperand Size, CellRef Dst) : CoreHint;

/// <summary>Prints the cells from Start (included) to End (excluded).</summary>
public sealed record DebugPrint(ResOperand Start, ResOperand End) : CoreHint;
