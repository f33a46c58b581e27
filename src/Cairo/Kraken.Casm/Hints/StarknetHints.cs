using System.Numerics;
using Kraken.Casm.Operands;

namespace Kraken.Casm.Hints;

/// <summary>Executes the system call whose request starts at the address System.</summary>
public sealed record SystemCall(ResOperand System) : StarknetHint;

/// <summary>A test framework's call: selector (ASCII text as an integer), input cells, and where the output's bounds are written.</summary>
public sealed record Cheatcode(
    BigInteger Selector,
    ResOperand InputStart,
    ResOperand InputEnd,
    CellRef OutputStart,
    CellRef OutputEnd) : StarknetHint;
