using Kraken.Casm.Builtins;

namespace Kraken.Execution.Constants;

/// <summary>
/// What the protocol counts besides steps: the builtins, under their numbers of <see cref="BuiltinName"/>, and the Blake opcode.
/// </summary>
public enum PricedBuiltin
{
    /// <summary>The output builtin (never priced).</summary>
    Output = (int)BuiltinName.Output,

    /// <summary>Pedersen hash.</summary>
    Pedersen = (int)BuiltinName.Pedersen,

    /// <summary>128-bit range check.</summary>
    RangeCheck = (int)BuiltinName.RangeCheck,

    /// <summary>ECDSA (Cairo 0 only).</summary>
    Ecdsa = (int)BuiltinName.Ecdsa,

    /// <summary>Bitwise and, xor, or.</summary>
    Bitwise = (int)BuiltinName.Bitwise,

    /// <summary>P + m*Q on the Stark curve.</summary>
    EcOp = (int)BuiltinName.EcOp,

    /// <summary>Keccak (in the OS only).</summary>
    Keccak = (int)BuiltinName.Keccak,

    /// <summary>Poseidon permutation.</summary>
    Poseidon = (int)BuiltinName.Poseidon,

    /// <summary>96-bit range check.</summary>
    RangeCheck96 = (int)BuiltinName.RangeCheck96,

    /// <summary>Modular additions.</summary>
    AddMod = (int)BuiltinName.AddMod,

    /// <summary>Modular multiplications.</summary>
    MulMod = (int)BuiltinName.MulMod,

    /// <summary>The dictionary arena; proved as plain steps.</summary>
    SegmentArena = (int)BuiltinName.SegmentArena,

    /// <summary>The Blake2s opcode.</summary>
    Blake = (int)BuiltinName.SegmentArena + 1,
}
