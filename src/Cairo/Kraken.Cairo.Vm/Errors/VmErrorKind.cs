namespace Kraken.Cairo.Vm.Errors;

/// <summary>The kinds of errors of a run, named as in the reference machine where it has the same.</summary>
public enum VmErrorKind
{
    /// <summary>A cell already holds another value.</summary>
    InconsistentMemory,

    /// <summary>A cell was read that nothing was written to.</summary>
    UnknownMemoryCell,

    /// <summary>A cell holds an address where an integer is needed.</summary>
    ExpectedInteger,

    /// <summary>A cell holds an integer where an address is needed.</summary>
    ExpectedRelocatable,

    /// <summary>The segment does not exist.</summary>
    UnallocatedSegment,

    /// <summary>A segment would grow beyond its limit.</summary>
    MemoryLimit,

    /// <summary>A relocation rule's source is not temporary.</summary>
    AddressNotInTemporarySegment,

    /// <summary>A relocation rule's source is not a segment's start.</summary>
    NonZeroOffset,

    /// <summary>A temporary segment has a rule already.</summary>
    DuplicatedRelocation,

    /// <summary>A temporary segment has no rule.</summary>
    UnmappedTemporarySegment,

    /// <summary>The relocation rules have a cycle.</summary>
    Relocation,

    /// <summary>Address arithmetic left the range of offsets.</summary>
    OffsetExceeded,

    /// <summary>Two addresses cannot be added.</summary>
    RelocatableAdd,

    /// <summary>Addresses cannot be multiplied.</summary>
    RelocatableMul,

    /// <summary>Addresses of different segments, or an address from an integer, cannot be subtracted.</summary>
    RelocatableSub,

    /// <summary>The word at pc is no instruction.</summary>
    InvalidInstruction,

    /// <summary>There is no code at pc.</summary>
    InvalidProgramCounter,

    /// <summary>The base of a double dereference is no address.</summary>
    AddressNotRelocatable,

    /// <summary>The base of a double dereference is not known.</summary>
    UnknownOp0,

    /// <summary>An immediate's offset is not 1.</summary>
    ImmShouldBe1,

    /// <summary>An operand is neither known nor deducible.</summary>
    FailedToComputeOperands,

    /// <summary>dst is neither known nor deducible.</summary>
    NoDst,

    /// <summary>An assertion of equality does not hold.</summary>
    DiffAssertValues,

    /// <summary>An assertion without a result.</summary>
    UnconstrainedResAssertEq,

    /// <summary>A call found another return address in its cell.</summary>
    CantWriteReturnPc,

    /// <summary>A call found another frame pointer in its cell.</summary>
    CantWriteReturnFp,

    /// <summary>ap would grow by an unconstrained result.</summary>
    UnconstrainedResAdd,

    /// <summary>A jump's target is no address.</summary>
    UnconstrainedResJump,

    /// <summary>A relative jump's distance is no integer.</summary>
    JumpRelNotInt,

    /// <summary>An integer is too large for an offset.</summary>
    Felt252ToUsizeConversion,

    /// <summary>A range check cell is out of range.</summary>
    RangeCheckNumOutOfBounds,

    /// <summary>A range check cell holds an address.</summary>
    RangeCheckFoundNonInt,

    /// <summary>A builtin's input is an address.</summary>
    BuiltinExpectedInteger,

    /// <summary>A builtin's input has too many bits.</summary>
    IntegerBiggerThanPowerOfTwo,

    /// <summary>An input of the elliptic curve builtin is no point of the curve.</summary>
    PointNotOnCurve,

    /// <summary>The elliptic curve builtin met two points with the same x coordinate.</summary>
    EcOpSameXCoordinate,

    /// <summary>No signature was given for an ecdsa instance.</summary>
    SignatureNotFound,

    /// <summary>The signature of an ecdsa instance does not hold.</summary>
    InvalidSignature,

    /// <summary>An ecdsa public key is no integer.</summary>
    PubKeyNonInt,

    /// <summary>An ecdsa message is no integer.</summary>
    MsgNonInt,

    /// <summary>A modulo builtin's inputs or values break its rules.</summary>
    ModBuiltin,

    /// <summary>A builtin's cell differs from what its inputs give.</summary>
    InconsistentAutoDeduction,

    /// <summary>A builtin instance lacks inputs.</summary>
    MissingMemoryCells,

    /// <summary>A builtin's stop pointer is not on the stack.</summary>
    NoStopPointer,

    /// <summary>A stop pointer leads to another segment.</summary>
    InvalidStopPointerIndex,

    /// <summary>A stop pointer differs from the cells used.</summary>
    InvalidStopPointer,

    /// <summary>The layout has too few cells for the steps run.</summary>
    InsufficientAllocatedCells,

    /// <summary>A cell behind the program was accessed.</summary>
    OutOfBoundsProgramSegmentAccess,

    /// <summary>A cell behind a builtin's stop pointer was accessed.</summary>
    OutOfBoundsBuiltinSegmentAccess,

    /// <summary>A temporary address is left in memory.</summary>
    InvalidMemoryValueTemporaryAddress,

    /// <summary>The frame pointer at the end is not the one saved at the start.</summary>
    MismatchReturnFp,

    /// <summary>A BLAKE2s instruction's operand is no 32-bit word or address.</summary>
    BlakeOperand,

    /// <summary>A QM31 instruction's operand is no packed QM31 value.</summary>
    QM31Operand,

    /// <summary>Division by zero.</summary>
    DivideByZero,

    /// <summary>Hint scopes were not closed.</summary>
    NoScope,

    /// <summary>The step budget is spent.</summary>
    UnfinishedExecution,

    /// <summary>The program ended during padding.</summary>
    EndOfProgram,

    /// <summary>A hint failed.</summary>
    Hint,

    /// <summary>The program and the way of running it do not fit.</summary>
    InvalidRun,
}
