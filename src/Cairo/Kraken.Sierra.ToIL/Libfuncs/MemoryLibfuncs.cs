using System.Collections.Generic;
using System.Linq;
using Kraken.Sierra.ToIL.Emission;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Storing, copying and dropping: variables change their names, and nothing is done.</summary>
internal static class MemoryLibfuncs
{
    // Their outputs are their arguments.
    private static readonly string[] WithoutCode =
    [
        "rename", "store_temp", "store_local", "unwrap_non_zero", "box_forward_snapshot", "nullable_from_box",
        "nullable_forward_snapshot", "bytes31_to_felt252", "class_hash_to_felt252", "contract_address_to_felt252",
        "storage_address_to_felt252", "storage_address_from_base", "sha256_state_handle_init", "sha256_state_handle_digest",
        "sha512_state_handle_init", "sha512_state_handle_digest", "bounded_int_wrap_non_zero",
    ];

    // They have no outputs, or none that is looked at.
    private static readonly string[] WithoutOutputs =
    [
        "drop", "alloc_local", "finalize_locals", "branch_align", "jump", "revoke_ap_tracking", "enable_ap_tracking",
        "disable_ap_tracking", "coupon_buy", "coupon_refund", "get_builtin_costs", "u128_mul_guarantee_verify",
        "bounded_int_guarantee_verify", "print", "trace", "get_circuit_descriptor", "u96_guarantee_verify",
    ];

    /// <summary>What this family emits, by generic library function.</summary>
    internal static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        new("dup", Twice), new("snapshot_take", Twice),
        .. WithoutCode.Select(id => new LibfuncEmitter(id, Same)),
        .. WithoutOutputs.Select(id => new LibfuncEmitter(id, Nothing)),
    ];

    /// <summary>Every argument is an output.</summary>
    internal static void Same(Invocation i) => i.Leave(0, i.Arguments);

    /// <summary>No argument is an output.</summary>
    internal static void Nothing(Invocation i) => i.Leave(0);

    /// <summary>The argument is both outputs.</summary>
    internal static void Twice(Invocation i) => i.Leave(0, i.Arguments[0], i.Arguments[0]);
}
