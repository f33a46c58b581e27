namespace Kraken.Air;

/// <summary>
/// The operations of a recorded component. The field operations are those that a constraint may use; the others deduce witness values.
/// Every value is one 32-bit lane per row: a canonical M31 element for field operations, any 32-bit word for integer operations.
/// </summary>
public enum AirOp : byte
{
    /// <summary>A literal word; below p where a field operation reads it.</summary>
    Constant,

    /// <summary>The component's own base trace column at the current row.</summary>
    Column,

    /// <summary>A preprocessed column at the current row.</summary>
    Preprocessed,

    /// <summary>A value fixed by the claim for all rows (a segment start, an id offset).</summary>
    Parameter,

    /// <summary>Field addition.</summary>
    Add,

    /// <summary>Field subtraction.</summary>
    Subtract,

    /// <summary>Field multiplication.</summary>
    Multiply,

    /// <summary>Field negation.</summary>
    Negate,

    /// <summary>Deduction only: the field inverse, with 0 for 0.</summary>
    Inverse,

    /// <summary>Deduction only: bitwise and.</summary>
    And,

    /// <summary>Deduction only: bitwise or.</summary>
    Or,

    /// <summary>Deduction only: bitwise exclusive or.</summary>
    Xor,

    /// <summary>Deduction only: shift left by a literal amount 0..31, high bits dropped.</summary>
    ShiftLeft,

    /// <summary>Deduction only: logical shift right by a literal amount 0..31.</summary>
    ShiftRight,

    /// <summary>Deduction only: addition modulo 2^32.</summary>
    WrappingAdd,

    /// <summary>Deduction only: subtraction modulo 2^32.</summary>
    WrappingSubtract,

    /// <summary>Deduction only: multiplication modulo 2^32.</summary>
    WrappingMultiply,

    /// <summary>Deduction only: 1 where both words are equal, else 0.</summary>
    Equal,

    /// <summary>Deduction only: 1 where left is below right as unsigned words, else 0.</summary>
    Less,

    /// <summary>Deduction only: one output of a <see cref="HintCall"/>.</summary>
    HintOutput,

    /// <summary>Witness tapes only: copies a register (a column that repeats another value).</summary>
    Copy,

    /// <summary>Witness tapes only: runs the hint call whose index is in Left.</summary>
    CallHint,

    /// <summary>Witness tapes only: hands the registers of the feed whose index is in Left to another component.</summary>
    Feed,

    /// <summary>Constraint tapes only: register Left must vanish; Destination is the constraint's index in definition order.</summary>
    Constrain,

    /// <summary>Constraint tapes only: the lookup whose index is in Left is complete (all its registers hold their values).</summary>
    Lookup,
}
