using Kraken.Casm.Operands;

namespace Kraken.Casm.Hints;

/// <summary>Binds the temporary segment that starts at Src to the address Dst.</summary>
public sealed record AddRelocationRule(ResOperand Src, ResOperand Dst) : ExternalHint;

/// <summary>Writes the run argument numbered Index to Dst and onward.</summary>
public sealed record WriteRunParam(ResOperand Index, CellRef Dst) : ExternalHint;

/// <summary>Remembers an array for the host.</summary>
public sealed record AddMarker(ResOperand Start, ResOperand End) : ExternalHint;

/// <summary>Tells the host that the program passed a point.</summary>
public sealed record AddTrace(ResOperand Flag) : ExternalHint;
