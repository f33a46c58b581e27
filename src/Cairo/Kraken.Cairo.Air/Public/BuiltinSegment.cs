namespace Kraken.Cairo.Air.Public;

/// <summary>The builtin segments in the order in which a program receives and returns their pointers.</summary>
public enum BuiltinSegment
{
    /// <summary>The program's output.</summary>
    Output,

    /// <summary>Pedersen hashes, 3 cells each.</summary>
    Pedersen,

    /// <summary>128-bit range checks.</summary>
    RangeCheck,

    /// <summary>Unsupported; must be empty.</summary>
    Ecdsa,

    /// <summary>Bitwise operations, 5 cells each.</summary>
    Bitwise,

    /// <summary>Elliptic curve operations, 7 cells each.</summary>
    EcOp,

    /// <summary>Unsupported; must be empty.</summary>
    Keccak,

    /// <summary>Poseidon permutations, 6 cells each.</summary>
    Poseidon,

    /// <summary>96-bit range checks.</summary>
    RangeCheckNarrow,

    /// <summary>Modular additions, 7 cells each.</summary>
    AddMod,

    /// <summary>Modular multiplications, 7 cells each.</summary>
    MulMod,
}
