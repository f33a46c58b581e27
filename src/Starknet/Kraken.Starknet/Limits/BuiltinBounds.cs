namespace Kraken.Starknet.Limits;

/// <summary>
/// How many instances of a builtin fill a whole block's proving gas; the defaults are those of Starknet's sequencer. An instance costs
/// <see cref="BlockBounds.MaxProvingGas"/> by this number, rounded down. Each is at least 1.
/// </summary>
public sealed record BuiltinBounds
{
    /// <summary>Pedersen hashes.</summary>
    public ulong Pedersen { get; init; } = 2_000_000;

    /// <summary>128-bit range checks.</summary>
    public ulong RangeCheck { get; init; } = 66_666_666;

    /// <summary>96-bit range checks.</summary>
    public ulong RangeCheck96 { get; init; } = 33_519_553;

    /// <summary>Poseidon permutations.</summary>
    public ulong Poseidon { get; init; } = 600_000;

    /// <summary>ECDSA verifications of the builtin.</summary>
    public ulong Ecdsa { get; init; } = 3_000;

    /// <summary>Multiplications on the Stark curve.</summary>
    public ulong EcOp { get; init; } = 130_000;

    /// <summary>Bitwise operations.</summary>
    public ulong Bitwise { get; init; } = 10_500_000;

    /// <summary>Keccak permutations.</summary>
    public ulong Keccak { get; init; } = 10_000;

    /// <summary>Modular additions.</summary>
    public ulong AddMod { get; init; } = 3_000_000;

    /// <summary>Modular multiplications.</summary>
    public ulong MulMod { get; init; } = 3_000_000;

    /// <summary>Blake2s compressions.</summary>
    public ulong Blake { get; init; } = 1_800_000;
}
