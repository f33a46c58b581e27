using System.Collections.Immutable;

namespace Kraken.Cairo.Prover.Input;

/// <summary>The opcode components that steps are sorted by, in the order of the reference adapter.</summary>
internal static class OpcodeNames
{
    public static ImmutableArray<string> All { get; } =
    [
        "generic_opcode", "add_ap_opcode", "add_opcode", "add_opcode_small", "assert_eq_opcode", "assert_eq_opcode_double_deref",
        "assert_eq_opcode_imm", "call_opcode_abs", "call_opcode_rel_imm", "jnz_opcode_non_taken", "jnz_opcode_taken",
        "jump_opcode_rel_imm", "jump_opcode_rel", "jump_opcode_double_deref", "jump_opcode_abs", "mul_opcode_small", "mul_opcode",
        "ret_opcode", "blake_compress_opcode", "qm_31_add_mul_opcode",
    ];
}
