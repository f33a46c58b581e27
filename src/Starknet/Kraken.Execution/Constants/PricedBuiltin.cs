namespace Kraken.Execution.Constants;

/// <summary>What the protocol counts besides steps: the builtins of the Starknet layout and the Blake opcode. The order is only an index.</summary>
public enum PricedBuiltin
{
    /// <summary>The output builtin (never priced).</summary>
    Output,

    /// <summary>Pedersen hash.</summary>
    Pedersen,

    /// <summary>128-bit range check.</summary>
    RangeCheck,

    /// <summary>ECDSA (Cairo 0 only).</summary>
    Ecdsa,

    /// <summary>Bitwise and, xor, or.</summary>
    Bitwise,

    /// <summary>P + m*Q on the Stark curve.</summary>
    EcOp,

    /// <summary>Keccak (in the OS only).</summary>
    Keccak,

    /// <summary>Poseidon permutation.</summary>
    Poseidon,

    /// <summary>96-bit range check.</summary>
    RangeCheck96,

    /// <summary>Modular additions.</summary>
    AddMod,

    /// <summary>Modular multiplications.</summary>
    MulMod,

    /// <summary>The dictionary arena; proved as plain steps.</summary>
    SegmentArena,

    /// <summary>The Blake2s opcode.</summary>
    Blake,
}
