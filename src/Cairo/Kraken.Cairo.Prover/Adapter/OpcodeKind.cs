namespace Kraken.Cairo.Prover.Adapter;

/// <summary>What an instruction word alone tells about the component that proves its steps.</summary>
internal enum OpcodeKind : byte
{
    /// <summary>Not looked at yet.</summary>
    Unknown,

    /// <summary>Return to the caller's frame.</summary>
    Ret,

    /// <summary>ap += operand.</summary>
    AddAp,

    /// <summary>jmp rel immediate.</summary>
    JumpRelativeImmediate,

    /// <summary>jmp rel operand.</summary>
    JumpRelative,

    /// <summary>jmp abs through two memory cells.</summary>
    JumpDoubleDeref,

    /// <summary>jmp abs operand.</summary>
    JumpAbsolute,

    /// <summary>call rel immediate.</summary>
    CallRelativeImmediate,

    /// <summary>call abs operand.</summary>
    CallAbsolute,

    /// <summary>jmp rel immediate if not zero; taken or not by the value tested.</summary>
    ConditionalJump,

    /// <summary>Assertion of an immediate.</summary>
    AssertImmediate,

    /// <summary>Assertion through two memory cells.</summary>
    AssertDoubleDeref,

    /// <summary>Assertion of an operand.</summary>
    Assert,

    /// <summary>Multiplication; small or not by the operands.</summary>
    Multiply,

    /// <summary>Addition; small or not by operands and result.</summary>
    Add,

    /// <summary>BLAKE2s compression.</summary>
    Blake,

    /// <summary>Arithmetic of QM31.</summary>
    SecureField,

    /// <summary>Everything else.</summary>
    Generic,
}
