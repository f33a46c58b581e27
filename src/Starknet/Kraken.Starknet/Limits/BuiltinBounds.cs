namespace Kraken.Starknet.Limits;

/// <summary>
/// How many instances of a builtin fill a whole block's proving gas; the defaults are those of Starknet's sequencer. An instance costs
/// <see cref="BlockBounds.MaxProvingGas"/> by this number, rounded down. Each is at least 1.
/// </summary>
/// <param name="Pedersen">Pedersen hashes.</param>
/// <param name="RangeCheck">128-bit range checks.</param>
/// <param name="RangeCheck96">96-bit range checks.</param>
/// <param name="Poseidon">Poseidon permutations.</param>
/// <param name="Ecdsa">ECDSA verifications of the builtin.</param>
/// <param name="EcOp">Multiplications on the Stark curve.</param>
/// <param name="Bitwise">Bitwise operations.</param>
/// <param name="Keccak">Keccak permutations.</param>
/// <param name="AddMod">Modular additions.</param>
/// <param name="MulMod">Modular multiplications.</param>
/// <param name="Blake">Blake2s compressions.</param>
public sealed record BuiltinBounds(
    ulong Pedersen = 2_000_000,
    ulong RangeCheck = 66_666_666,
    ulong RangeCheck96 = 33_519_553,
    ulong Poseidon = 600_000,
    ulong Ecdsa = 3_000,
    ulong EcOp = 130_000,
    ulong Bitwise = 10_500_000,
    ulong Keccak = 10_000,
    ulong AddMod = 3_000_000,
    ulong MulMod = 3_000_000,
    ulong Blake = 1_800_000);
