using Kraken.Air;

namespace Kraken.Cairo.Air.Relations;

/// <summary>The lookup relations of the Cairo AIR (stwo-cairo, cairo-air/relations). The identifiers are arbitrary constants.</summary>
public static class CairoRelations
{
    /// <summary>Memory, first half: (address, id of the value there).</summary>
    public static Relation MemoryAddressToId { get; } = new("memory_address_to_id", 1444891767, 2);

    /// <summary>(id, limbs of 9 bits): 8 limbs for small ids, 28 for big ones; trailing zero limbs may be left out.</summary>
    public static Relation MemoryIdToValue { get; } = new("memory_id_to_big", 1662111297, 29);

    /// <summary>(pc, ap, fp): each state is used once and yielded once.</summary>
    public static Relation Opcodes { get; } = new("opcodes", 428564188, 3);

    /// <summary>(pc, three offsets biased by 2^15, flags[0..6) * 8, flags[6..15), extension).</summary>
    public static Relation VerifyInstruction { get; } = new("verify_instruction", 1719106205, 7);

    /// <summary>Six input and four output words of BLAKE2s G, each as two 16-bit limbs.</summary>
    public static Relation BlakeG { get; } = new("blake_g", 1139985212, 20);

    /// <summary>(chain, round, 16 state words as 16-bit limbs, message pointer).</summary>
    public static Relation BlakeRound { get; } = new("blake_round", 40528774, 35);

    /// <summary>(round, the 16 message indices).</summary>
    public static Relation BlakeRoundSigma { get; } = new("blake_round_sigma", 1805967942, 17);

    /// <summary>Three input words and their exclusive or, each as two 16-bit limbs.</summary>
    public static Relation TripleXor { get; } = new("triple_xor_32", 990559919, 8);

    /// <summary>A felt and its cube, each as ten 27-bit limbs.</summary>
    public static Relation Cube { get; } = new("cube_252", 1987997202, 20);

    /// <summary>(round, three keys as ten 27-bit limbs).</summary>
    public static Relation PoseidonRoundKeys { get; } = new("poseidon_round_keys", 1024310512, 31);

    /// <summary>(chain, round, three felts as ten 27-bit limbs).</summary>
    public static Relation PoseidonFullRoundChain { get; } = new("poseidon_full_round_chain", 1480369132, 32);

    /// <summary>(chain, round, four felts as ten 27-bit limbs); a row is three partial rounds.</summary>
    public static Relation PoseidonPartialRoundsChain { get; } = new("poseidon_3_partial_rounds_chain", 1343313504, 42);

    /// <summary>Three input ids and three output ids.</summary>
    public static Relation PoseidonAggregator { get; } = new("poseidon_aggregator", 1551892206, 6);

    /// <summary>Ten 27-bit limbs.</summary>
    public static Relation RangeCheckFelt { get; } = new("range_check_252_width_27", 1090315331, 10);

    /// <summary>Two input ids and the output id; windows of 18 bits.</summary>
    public static Relation PedersenAggregatorWide { get; } = new("pedersen_aggregator_window_bits_18", 520578465, 3);

    /// <summary>Two input ids and the output id; windows of 9 bits.</summary>
    public static Relation PedersenAggregatorNarrow { get; } = new("pedersen_aggregator_window_bits_9", 194336987, 3);

    /// <summary>(chain, round, scalar windows, accumulator) with windows of 18 bits.</summary>
    public static Relation PartialEcMulWide { get; } = new("partial_ec_mul_window_bits_18", 1621226978, 72);

    /// <summary>(chain, round, scalar windows, accumulator) with windows of 9 bits.</summary>
    public static Relation PartialEcMulNarrow { get; } = new("partial_ec_mul_window_bits_9", 2038149019, 86);

    /// <summary>(chain, round, scalar, doubled point, accumulator, counter).</summary>
    public static Relation PartialEcMulGeneric { get; } = new("partial_ec_mul_generic", 183619546, 125);

    /// <summary>(index, 28 limbs of x, 28 limbs of y).</summary>
    public static Relation PedersenPointsWide { get; } = new("pedersen_points_table_window_bits_18", 1444721856, 57);

    /// <summary>(index, 28 limbs of x, 28 limbs of y).</summary>
    public static Relation PedersenPointsNarrow { get; } = new("pedersen_points_table_window_bits_9", 1791500038, 57);
}
