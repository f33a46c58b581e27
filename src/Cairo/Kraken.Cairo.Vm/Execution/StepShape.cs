namespace Kraken.Cairo.Vm.Execution;

/// <summary>
/// Common forms of instructions for which a step has a direct path; it falls back to the general one when a cell is unusual.
/// </summary>
internal enum StepShape : byte
{
    General,

    /// <summary>dst = op1, op1 an immediate or of a register.</summary>
    AssertOp1,

    /// <summary>dst = [[op0] + offset].</summary>
    AssertDeref,

    /// <summary>dst = op0 + op1.</summary>
    AssertAdd,

    /// <summary>dst = op0 * op1.</summary>
    AssertMul,

    /// <summary>call rel immediate.</summary>
    CallRelative,

    /// <summary>ret.</summary>
    Return,

    /// <summary>jmp rel immediate if dst != 0.</summary>
    JumpNonZero,

    /// <summary>jmp rel immediate.</summary>
    JumpRelative,
}
