using Kraken.Casm.Operands;

namespace Kraken.Casm.Hints;

/// <summary>Writes the two smaller arcs of [0, a], [a, b], [b, P-1] into four range check cells and remembers the excluded one.</summary>
public sealed record AssertLeFindSmallArcs(ResOperand RangeCheckPtr, ResOperand A, ResOperand B) : CoreHint;

/// <summary>Writes whether the excluded arc is not [0, a].</summary>
public sealed record AssertLeIsFirstArcExcluded(CellRef SkipExcludeAFlag) : CoreHint;

/// <summary>Writes whether the excluded arc is not [a, b].</summary>
public sealed record AssertLeIsSecondArcExcluded(CellRef SkipExcludeBMinusA) : CoreHint;

/// <summary>Writes some point of the Stark curve.</summary>
public sealed record RandomEcPoint(CellRef X, CellRef Y) : CoreHint;

/// <summary>Writes the square root of Val if it is a quadratic residue, else of 3 * Val.</summary>
public sealed record FieldSqrt(ResOperand Val, CellRef Sqrt) : CoreHint;

/// <summary>Fills the value segments of the modulo builtins by walking the circuit's gates.</summary>
public sealed record EvalCircuit(ResOperand NAddMods, ResOperand AddModBuiltin, ResOperand NMulMods, ResOperand MulModBuiltin) : CoreHint;
