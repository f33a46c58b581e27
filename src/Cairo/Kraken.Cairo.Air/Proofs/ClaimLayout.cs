using System.Collections.Immutable;

namespace Kraken.Cairo.Air.Proofs;

/// <summary>The 68 components of a claim, in the order in which they are claimed, committed and mixed.</summary>
public static class ClaimLayout
{
    /// <summary>The place of generic_opcode.</summary>
    public const int GenericOpcode = 9;

    /// <summary>The place of memory_address_to_id.</summary>
    public const int MemoryAddressToId = 48;

    /// <summary>The place of memory_id_to_big, the one component with several instances.</summary>
    public const int MemoryIdToBig = 49;

    /// <summary>The largest number of instances of memory_id_to_big, each of which has an enable bit.</summary>
    public const int MaxBigInstances = 16;

    /// <summary>The number of enable bits: one per component but memory_id_to_big, which has sixteen.</summary>
    public static int EnableBitCount => Components.Length - 1 + MaxBigInstances;

    /// <summary>Every component that a claim can enable, in the order of the claim.</summary>
    public static ImmutableArray<ClaimComponent> Components { get; } =
    [
        new("add_opcode", 103, 20, null),
        new("add_opcode_small", 39, 20, null),
        new("add_ap_opcode", 17, 16, null),
        new("assert_eq_opcode", 12, 12, null),
        new("assert_eq_opcode_imm", 9, 12, null),
        new("assert_eq_opcode_double_deref", 19, 16, null),
        new("blake_compress_opcode", 174, 148, null),
        new("call_opcode_abs", 25, 20, null),
        new("call_opcode_rel_imm", 24, 20, null),
        new("generic_opcode", 243, 136, null),
        new("jnz_opcode_non_taken", 9, 12, null),
        new("jnz_opcode_taken", 47, 16, null),
        new("jump_opcode_abs", 14, 12, null),
        new("jump_opcode_double_deref", 21, 16, null),
        new("jump_opcode_rel", 16, 12, null),
        new("jump_opcode_rel_imm", 13, 12, null),
        new("mul_opcode", 130, 76, null),
        new("mul_opcode_small", 37, 24, null),
        new("qm_31_add_mul_opcode", 73, 24, null),
        new("ret_opcode", 16, 16, null),
        new("verify_instruction", 17, 12, null),
        new("blake_round", 212, 120, null),
        new("blake_g", 53, 36, null),
        new("blake_round_sigma", 1, 4, 4),
        new("triple_xor_32", 21, 20, null),
        new("verify_bitwise_xor_12", 16, 32, 20),
        new("add_mod_builtin", 267, 108, null),
        new("bitwise_builtin", 89, 76, null),
        new("mul_mod_builtin", 426, 376, null),
        new("pedersen_builtin", 3, 8, null),
        new("pedersen_builtin_narrow_windows", 3, 8, null),
        new("poseidon_builtin", 6, 16, null),
        new("range_check96_builtin", 12, 8, null),
        new("range_check_builtin", 17, 4, null),
        new("ec_op_builtin", 273, 36, null),
        new("partial_ec_mul_generic", 624, 628, null),
        new("pedersen_aggregator_window_bits_18", 206, 24, null),
        new("partial_ec_mul_window_bits_18", 297, 260, null),
        new("pedersen_points_table_window_bits_18", 1, 4, 23),
        new("pedersen_aggregator_window_bits_9", 234, 24, null),
        new("partial_ec_mul_window_bits_9", 311, 260, null),
        new("pedersen_points_table_window_bits_9", 1, 4, 15),
        new("poseidon_aggregator", 342, 56, null),
        new("poseidon_3_partial_rounds_chain", 169, 36, null),
        new("poseidon_full_round_chain", 126, 24, null),
        new("cube_252", 141, 200, null),
        new("poseidon_round_keys", 1, 4, 6),
        new("range_check_252_width_27", 20, 32, null),
        new("memory_address_to_id", 32, 32, null),
        new("memory_id_to_big", 29, 32, null),
        new("memory_id_to_small", 9, 12, null),
        new("range_check_6", 1, 4, 6),
        new("range_check_8", 1, 4, 8),
        new("range_check_11", 1, 4, 11),
        new("range_check_12", 1, 4, 12),
        new("range_check_18", 2, 4, 18),
        new("range_check_20", 8, 16, 20),
        new("range_check_4_3", 1, 4, 7),
        new("range_check_4_4", 1, 4, 8),
        new("range_check_9_9", 8, 16, 18),
        new("range_check_7_2_5", 1, 4, 14),
        new("range_check_3_6_6_3", 1, 4, 18),
        new("range_check_4_4_4_4", 1, 4, 16),
        new("range_check_3_3_3_3_3", 1, 4, 15),
        new("verify_bitwise_xor_4", 1, 4, 8),
        new("verify_bitwise_xor_7", 1, 4, 14),
        new("verify_bitwise_xor_8", 2, 4, 16),
        new("verify_bitwise_xor_9", 1, 4, 18),
    ];
}
