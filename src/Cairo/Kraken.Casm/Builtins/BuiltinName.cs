namespace Kraken.Casm.Builtins;

/// <summary>The builtins in canonical order, the order of segments and of arguments.</summary>
public enum BuiltinName
{
    /// <summary>Public output.</summary>
    Output,

    /// <summary>Pedersen hash.</summary>
    Pedersen,

    /// <summary>Range check of 128 bits.</summary>
    RangeCheck,

    /// <summary>ECDSA signatures over the Stark curve.</summary>
    Ecdsa,

    /// <summary>And, xor, or of 251-bit words.</summary>
    Bitwise,

    /// <summary>P + m Q on the Stark curve.</summary>
    EcOp,

    /// <summary>Keccak-f[1600].</summary>
    Keccak,

    /// <summary>The Hades permutation.</summary>
    Poseidon,

    /// <summary>Range check of 96 bits.</summary>
    RangeCheck96,

    /// <summary>Addition modulo a 384-bit number.</summary>
    AddMod,

    /// <summary>Multiplication modulo a 384-bit number.</summary>
    MulMod,

    /// <summary>The arena of Cairo 1 dictionaries.</summary>
    SegmentArena,
}
