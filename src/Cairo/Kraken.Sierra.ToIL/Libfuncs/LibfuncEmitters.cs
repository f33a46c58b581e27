using System;
using System.Collections.Generic;
using Kraken.Sierra.ToIL.Emission;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>The emitter of each generic library function.</summary>
internal static class LibfuncEmitters
{
    private static readonly Dictionary<string, Action<Invocation>> Emitters = Build();

    /// <summary>The generic library functions that have an emitter.</summary>
    internal static IReadOnlyCollection<string> Ids => Emitters.Keys;

    /// <summary>Emits an invocation.</summary>
    /// <exception cref="NotNativeException">The library function has no native form, or not with these arguments.</exception>
    internal static void Emit(Invocation invocation)
    {
        if (!Emitters.TryGetValue(invocation.Libfunc.GenericId, out Action<Invocation>? emit))
        {
            throw new NotNativeException($"the library function {invocation.Libfunc.GenericId}");
        }

        emit(invocation);
    }

    private static Dictionary<string, Action<Invocation>> Build()
    {
        Dictionary<string, Action<Invocation>> e = [];
        AddMoves(e);
        AddFelts(e);
        AddContainers(e);
        AddGasAndHashes(e);
        AddWideIntegers(e);
        AddCurvesAndCircuits(e);
        foreach (string id in Kraken.Sierra.Libfuncs.LibfuncRegistry.KnownIds)
        {
            if (id.EndsWith("_syscall", StringComparison.Ordinal))
            {
                e[id] = SyscallLibfuncs.Emit;
            }
        }

        foreach (string bits in (string[])["8", "16", "32", "64", "128"])
        {
            AddInteger(e, $"u{bits}");
            e[$"u{bits}_is_zero"] = IntegerLibfuncs.IsZero;
            e[$"u{bits}_overflowing_add"] = UnsignedLibfuncs.OverflowingAdd;
            e[$"u{bits}_overflowing_sub"] = UnsignedLibfuncs.Difference;
            e[$"u{bits}_safe_divmod"] = UnsignedLibfuncs.DivMod;
            e[$"u{bits}_sqrt"] = IntegerLibfuncs.SquareRoot;
            e[$"u{bits}_bitwise"] = IntegerLibfuncs.Bitwise;
            AddInteger(e, $"i{bits}");
            e[$"i{bits}_overflowing_add_impl"] = SignedLibfuncs.OverflowingAdd;
            e[$"i{bits}_overflowing_sub_impl"] = SignedLibfuncs.OverflowingSub;
            e[$"i{bits}_diff"] = UnsignedLibfuncs.Difference;
        }

        return e;
    }

    private static void AddMoves(Dictionary<string, Action<Invocation>> e)
    {
        string[] same =
        [
            "rename", "store_temp", "store_local", "unwrap_non_zero", "box_forward_snapshot", "nullable_from_box",
            "nullable_forward_snapshot", "bytes31_to_felt252", "class_hash_to_felt252", "contract_address_to_felt252",
            "storage_address_to_felt252", "storage_address_from_base", "sha256_state_handle_init", "sha256_state_handle_digest",
            "sha512_state_handle_init", "sha512_state_handle_digest", "bounded_int_wrap_non_zero",
        ];
        string[] nothing =
        [
            "drop", "alloc_local", "finalize_locals", "branch_align", "jump", "revoke_ap_tracking", "enable_ap_tracking",
            "disable_ap_tracking", "coupon_buy", "coupon_refund", "get_builtin_costs", "u128_mul_guarantee_verify",
            "bounded_int_guarantee_verify", "print", "trace", "get_circuit_descriptor", "u96_guarantee_verify",
        ];
        foreach (string id in same)
        {
            e[id] = MemoryLibfuncs.Same;
        }

        foreach (string id in nothing)
        {
            e[id] = MemoryLibfuncs.Nothing;
        }

        e["dup"] = MemoryLibfuncs.Twice;
        e["snapshot_take"] = MemoryLibfuncs.Twice;
        e["unsafe_panic"] = FlowLibfuncs.UnsafePanic;
        e["function_call"] = FunctionCallLibfuncs.Call;
        e["coupon_call"] = FunctionCallLibfuncs.Call;
        e["const_as_immediate"] = ConstLibfuncs.AsImmediate;
        e["const_as_box"] = ConstLibfuncs.AsBox;
    }

    private static void AddFelts(Dictionary<string, Action<Invocation>> e)
    {
        foreach (string id in (string[])
            ["felt252_const", "bytes31_const", "class_hash_const", "contract_address_const", "storage_base_address_const"])
        {
            e[id] = Felt252Libfuncs.Const;
        }

        e["felt252_add"] = Felt252Libfuncs.Add;
        e["felt252_sub"] = Felt252Libfuncs.Sub;
        e["felt252_mul"] = Felt252Libfuncs.Mul;
        e["felt252_div"] = Felt252Libfuncs.Div;
        e["felt252_add_const"] = Felt252Libfuncs.AddConst;
        e["felt252_sub_const"] = Felt252Libfuncs.SubConst;
        e["felt252_mul_const"] = Felt252Libfuncs.MulConst;
        e["felt252_div_const"] = Felt252Libfuncs.DivConst;
        e["felt252_is_zero"] = Felt252Libfuncs.IsZero;
        e["bytes31_try_from_felt252"] = static i => Felt252Libfuncs.TryFromFelt(i, 248);
        e["class_hash_try_from_felt252"] = static i => Felt252Libfuncs.TryFromFelt(i, 251);
        e["contract_address_try_from_felt252"] = static i => Felt252Libfuncs.TryFromFelt(i, 251);
        e["storage_address_try_from_felt252"] = static i => Felt252Libfuncs.TryFromFelt(i, 251);
        e["storage_base_address_from_felt252"] = StarknetLibfuncs.BaseAddressFromFelt;
        e["storage_address_from_base_and_offset"] = StarknetLibfuncs.AddressFromBaseAndOffset;
        e["bool_and_impl"] = BoolLibfuncs.And;
        e["bool_or_impl"] = BoolLibfuncs.Or;
        e["bool_xor_impl"] = BoolLibfuncs.Xor;
        e["bool_not_impl"] = BoolLibfuncs.Not;
        e["bool_to_felt252"] = BoolLibfuncs.ToFelt;
        e["upcast"] = IntegerLibfuncs.Convert;
        e["downcast"] = CastLibfuncs.Downcast;
    }

    private static void AddContainers(Dictionary<string, Action<Invocation>> e)
    {
        e["into_box"] = BoxLibfuncs.IntoBox;
        e["local_into_box"] = BoxLibfuncs.IntoBox;
        e["unbox"] = BoxLibfuncs.Unbox;
        e["null"] = BoxLibfuncs.Null;
        e["match_nullable"] = BoxLibfuncs.MatchNullable;
        e["array_new"] = ArrayLibfuncs.New;
        e["array_append"] = ArrayLibfuncs.Append;
        e["array_pop_front"] = ArrayLibfuncs.PopFront;
        e["array_pop_front_consume"] = ArrayLibfuncs.PopFrontConsume;
        e["array_snapshot_pop_front"] = ArrayLibfuncs.PopFront;
        e["array_snapshot_pop_back"] = ArrayLibfuncs.PopBack;
        e["array_get"] = ArrayLibfuncs.Get;
        e["array_slice"] = ArrayLibfuncs.Slice;
        e["array_len"] = ArrayLibfuncs.Length;
        e["span_from_tuple"] = SpanLibfuncs.SpanFromTuple;
        e["tuple_from_span"] = SpanLibfuncs.TupleFromSpan;
        e["array_snapshot_multi_pop_front"] = SpanLibfuncs.MultiPopFront;
        e["array_snapshot_multi_pop_back"] = SpanLibfuncs.MultiPopBack;
        e["struct_construct"] = StructLibfuncs.Construct;
        e["struct_deconstruct"] = StructLibfuncs.Deconstruct;
        e["struct_snapshot_deconstruct"] = StructLibfuncs.Deconstruct;
        e["struct_boxed_deconstruct"] = StructLibfuncs.BoxedDeconstruct;
        e["enum_init"] = EnumLibfuncs.Init;
        e["enum_from_bounded_int"] = EnumLibfuncs.FromBoundedInt;
        e["enum_match"] = EnumLibfuncs.Match;
        e["enum_snapshot_match"] = EnumLibfuncs.Match;
        e["enum_boxed_match"] = EnumLibfuncs.BoxedMatch;
        e["felt252_dict_new"] = Felt252DictLibfuncs.New;
        e["felt252_dict_squash"] = Felt252DictLibfuncs.Squash;
        e["felt252_dict_entry_get"] = Felt252DictLibfuncs.EntryGet;
        e["felt252_dict_entry_finalize"] = Felt252DictLibfuncs.EntryFinalize;
        e["squashed_felt252_dict_entries"] = Felt252DictLibfuncs.Entries;
    }

    private static void AddGasAndHashes(Dictionary<string, Action<Invocation>> e)
    {
        e["withdraw_gas"] = GasLibfuncs.Withdraw;
        e["withdraw_gas_all"] = GasLibfuncs.Withdraw;
        e["redeposit_gas"] = GasLibfuncs.Redeposit;
        e["get_available_gas"] = GasLibfuncs.GetAvailable;
        e["get_unspent_gas"] = GasLibfuncs.GetUnspent;
        e["gas_reserve_create"] = GasLibfuncs.ReserveCreate;
        e["gas_reserve_utilize"] = GasLibfuncs.ReserveUtilize;
        e["pedersen"] = HashLibfuncs.Pedersen;
        e["hades_permutation"] = HashLibfuncs.Hades;
        e["blake2s_compress"] = HashLibfuncs.BlakeCompress;
        e["blake2s_compress_guarantees"] = HashLibfuncs.BlakeCompress;
        e["blake2s_finalize"] = HashLibfuncs.BlakeFinalize;
        e["blake2s_finalize_guarantees"] = HashLibfuncs.BlakeFinalize;
    }

    private static void AddWideIntegers(Dictionary<string, Action<Invocation>> e)
    {
        e["u128s_from_felt252"] = Uint128Libfuncs.FromFelt;
        e["u128_guarantee_mul"] = Uint128Libfuncs.GuaranteeMul;
        e["u128_byte_reverse"] = Uint128Libfuncs.ByteReverse;
        e["bitwise"] = IntegerLibfuncs.Bitwise;
        e["u256_is_zero"] = Uint256Libfuncs.IsZero;
        e["u256_safe_divmod"] = Uint256Libfuncs.DivMod;
        e["u512_safe_divmod_by_u256"] = Uint256Libfuncs.DivMod512;
        e["u256_guarantee_inv_mod_n"] = Uint256Libfuncs.Invert;
        e["u128_to_u32_guarantees"] = BoundedIntLibfuncs.ToGuarantees;
        e["u256_sqrt"] = Uint256Libfuncs.SquareRoot;
        e["bounded_int_add"] = BoundedIntLibfuncs.Add;
        e["bounded_int_sub"] = BoundedIntLibfuncs.Sub;
        e["bounded_int_mul"] = BoundedIntLibfuncs.Mul;
        e["bounded_int_div_rem"] = BoundedIntLibfuncs.DivRem;
        e["bounded_int_constrain"] = BoundedIntLibfuncs.Constrain;
        e["bounded_int_trim_min"] = BoundedIntLibfuncs.TrimMin;
        e["bounded_int_trim_max"] = BoundedIntLibfuncs.TrimMax;
        e["bounded_int_is_zero"] = IntegerLibfuncs.IsZero;
    }

    private static void AddCurvesAndCircuits(Dictionary<string, Action<Invocation>> e)
    {
        e["try_into_circuit_modulus"] = CircuitLibfuncs.TryIntoModulus;
        e["init_circuit_data"] = CircuitLibfuncs.InitData;
        e["add_circuit_input"] = CircuitLibfuncs.AddInput;
        e["eval_circuit"] = CircuitEvaluationLibfuncs.Eval;
        e["get_circuit_output"] = CircuitLibfuncs.GetOutput;
        e["circuit_failure_guarantee_verify"] = CircuitEvaluationLibfuncs.FailureVerify;
        e["into_u96_guarantee"] = CircuitLibfuncs.IntoU96Guarantee;
        e["u96_limbs_less_than_guarantee_verify"] = CircuitLibfuncs.LimbsLessThanVerify;
        e["u96_single_limb_less_than_guarantee_verify"] = CircuitLibfuncs.SingleLimbLessThanVerify;
        e["ec_point_zero"] = EcLibfuncs.Zero;
        e["ec_point_try_new_nz"] = EcLibfuncs.TryNew;
        e["ec_point_from_x_nz"] = EcLibfuncs.FromX;
        e["ec_point_unwrap"] = EcLibfuncs.Unwrap;
        e["ec_point_is_zero"] = EcLibfuncs.IsZero;
        e["ec_neg"] = EcLibfuncs.Negate;
        e["ec_neg_nz"] = EcLibfuncs.Negate;
        e["ec_state_init"] = EcLibfuncs.Zero;
        e["ec_state_add"] = EcLibfuncs.StateAdd;
        e["ec_state_try_finalize_nz"] = EcLibfuncs.StateFinalize;
        e["ec_state_add_mul"] = EcLibfuncs.StateAddMul;
        e["int_range_try_new"] = IntRangeLibfuncs.TryNew;
        e["int_range_pop_front"] = IntRangeLibfuncs.PopFront;
        e["qm31_const"] = QM31Libfuncs.Const;
        e["qm31_is_zero"] = IntegerLibfuncs.IsZero;
        e["qm31_pack"] = QM31Libfuncs.Pack;
        e["qm31_unpack"] = QM31Libfuncs.Unpack;
        e["qm31_from_m31"] = QM31Libfuncs.FromM31;
        foreach (string type in (string[])["qm31", "m31"])
        {
            e[$"{type}_add"] = QM31Libfuncs.Add;
            e[$"{type}_sub"] = QM31Libfuncs.Sub;
            e[$"{type}_mul"] = QM31Libfuncs.Mul;
            e[$"{type}_div"] = QM31Libfuncs.Div;
        }
    }

    private static void AddInteger(Dictionary<string, Action<Invocation>> e, string name)
    {
        e[$"{name}_const"] = ConstLibfuncs.Integer;
        e[$"{name}_eq"] = IntegerLibfuncs.Equal;
        e[$"{name}_to_felt252"] = IntegerLibfuncs.Convert;
        e[$"{name}_wide_mul"] = IntegerLibfuncs.WideMul;
        e[$"{name}_try_from_felt252"] = IntegerLibfuncs.TryFromFelt;
    }
}
