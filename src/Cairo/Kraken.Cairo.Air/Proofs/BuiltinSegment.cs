namespace Kraken.Cairo.Air.Proofs;

/// <summary>The builtin segments in the order in which programs take their pointers.</summary>
public enum BuiltinSegment
{
    /// <summary>Output cells.</summary>
    Output,

    /// <summary>Pedersen hashes, 3 cells each.</summary>
    Pedersen,

    /// <summary>Checks for the range [0, 2^128), 1 cell.</summary>
    RangeCheck128,

    /// <summary>ECDSA; not supported, always empty.</summary>
    Ecdsa,

    /// <summary>Bitwise operations, 5 cells.</summary>
    Bitwise,

    /// <summary>Elliptic curve operations, 7 cells.</summary>
    EcOp,

    /// <summary>Keccak; not supported, always empty.</summary>
    Keccak,

    /// <summary>Poseidon permutations, 6 cells.</summary>
    Poseidon,

    /// <summary>Checks for the range [0, 2^96), 1 cell.</summary>
    RangeCheck96,

    /// <summary>Modular additions, 7 cells.</summary>
    AddMod,

    /// <summary>Modular multiplications, 7 cells.</summary>
    MulMod,
}
