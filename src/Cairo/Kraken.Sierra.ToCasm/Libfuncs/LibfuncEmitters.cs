using System;
using System.Collections.Generic;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>The emitter of each generic library function.</summary>
internal static class LibfuncEmitters
{
    private static readonly Dictionary<string, Func<InvocationContext, Emission>> Emitters = Build();

    /// <summary>The generic library functions that can be compiled.</summary>
    public static IReadOnlyCollection<string> Ids => Emitters.Keys;

    /// <summary>Emits the code of an invocation.</summary>
    /// <exception cref="SierraException">The library function is not supported (the error names it), or its
    /// arguments do not fit.</exception>
    public static Emission Emit(InvocationContext context) =>
        Emitters.TryGetValue(context.Libfunc.GenericId, out Func<InvocationContext, Emission>? emit)
        ? emit(context)
        : throw new SierraException(SierraErrorKind.UnsupportedLibfunc, context.Libfunc.GenericId, context.Index);

    private static Dictionary<string, Func<InvocationContext, Emission>> Build()
    {
        Dictionary<string, Func<InvocationContext, Emission>> e = [];
        AddReferences(e);
        AddBasics(e);
        AddContainers(e);
        AddGasAndHashes(e);
        AddWideIntegers(e);
        AddCurve(e);
        AddCircuits(e);
        foreach ((string name, IntegerRange range) in Integers(false))
        {
            AddUnsigned(e, name, range);
        }

        foreach ((string name, IntegerRange range) in Integers(true))
        {
            AddSigned(e, name, range);
        }

        foreach (string id in Kraken.Sierra.Libfuncs.LibfuncRegistry.KnownIds)
        {
            if (id.EndsWith("_syscall", StringComparison.Ordinal))
            {
                e[id] = SyscallLibfuncs.Emit;
            }
        }

        return e;
    }

    // Functions without code: their outputs are their arguments, or constants.
    private static void AddReferences(Dictionary<string, Func<InvocationContext, Emission>> e)
    {
        string[] identities =
        [
            "rename", "unwrap_non_zero", "upcast", "bool_to_felt252", "bytes31_to_felt252", "box_forward_snapshot", "nullable_from_box",
            "nullable_forward_snapshot", "squashed_felt252_dict_entries",
            "bounded_int_wrap_non_zero", "qm31_from_m31", "into_u96_guarantee",
            "class_hash_to_felt252", "contract_address_to_felt252", "storage_address_to_felt252", "storage_address_from_base",
            "sha256_state_handle_init", "sha256_state_handle_digest", "sha512_state_handle_init", "sha512_state_handle_digest",
        ];
        foreach (string id in identities)
        {
            e[id] = static c => c.Identity();
        }

        foreach (string id in (string[])["drop", "revoke_ap_tracking", "enable_ap_tracking", "disable_ap_tracking", "coupon_refund"])
        {
            e[id] = FlowLibfuncs.Nothing;
        }

        foreach (string id in (string[])["dup", "snapshot_take", "get_available_gas"])
        {
            e[id] = MemoryLibfuncs.Twice;
        }

        foreach (string id in (string[])
            ["felt252_const", "bytes31_const", "class_hash_const", "contract_address_const", "storage_base_address_const"])
        {
            e[id] = Felt252Libfuncs.Const;
        }
    }

    private static void AddBasics(Dictionary<string, Func<InvocationContext, Emission>> e)
    {
        e["store_temp"] = MemoryLibfuncs.StoreTemp;
        e["store_local"] = MemoryLibfuncs.StoreLocal;
        e["alloc_local"] = MemoryLibfuncs.AllocLocal;
        e["finalize_locals"] = MemoryLibfuncs.FinalizeLocals;
        e["branch_align"] = FlowLibfuncs.BranchAlign;
        e["jump"] = FlowLibfuncs.Jump;
        e["unsafe_panic"] = FlowLibfuncs.UnsafePanic;
        e["print"] = DebugLibfuncs.Print;
        e["trace"] = DebugLibfuncs.Trace;
        e["cheatcode"] = StarknetLibfuncs.Cheatcode;
        e["function_call"] = FunctionCallLibfuncs.Call;
        e["coupon_call"] = FunctionCallLibfuncs.Call;
        e["coupon_buy"] = FunctionCallLibfuncs.CouponBuy;
        e["const_as_immediate"] = ConstLibfuncs.AsImmediate;
        e["const_as_box"] = ConstLibfuncs.AsBox;
        e["felt252_add"] = Felt252Libfuncs.Add;
        e["felt252_sub"] = Felt252Libfuncs.Sub;
        e["felt252_mul"] = Felt252Libfuncs.Mul;
        e["felt252_div"] = Felt252Libfuncs.Div;
        e["felt252_add_const"] = Felt252Libfuncs.AddConst;
        e["felt252_sub_const"] = Felt252Libfuncs.SubConst;
        e["felt252_mul_const"] = Felt252Libfuncs.MulConst;
        e["felt252_div_const"] = Felt252Libfuncs.DivConst;
        e["felt252_is_zero"] = Felt252Libfuncs.IsZero;
        e["bool_and_impl"] = BoolLibfuncs.And;
        e["bool_not_impl"] = BoolLibfuncs.Not;
        e["bool_xor_impl"] = BoolLibfuncs.Xor;
        e["bool_or_impl"] = BoolLibfuncs.Or;
        e["bytes31_try_from_felt252"] = static c => RangeValidation.WideFromFelt(c, 248);
        e["class_hash_try_from_felt252"] = static c => RangeValidation.WideFromFelt(c, 251);
        e["contract_address_try_from_felt252"] = static c => RangeValidation.WideFromFelt(c, 251);
        e["storage_address_try_from_felt252"] = static c => RangeValidation.WideFromFelt(c, 251);
        e["storage_base_address_from_felt252"] = StarknetLibfuncs.BaseAddressFromFelt;
        e["storage_address_from_base_and_offset"] = StarknetLibfuncs.AddressFromBaseAndOffset;
        e["downcast"] = CastLibfuncs.Downcast;
    }

    private static void AddContainers(Dictionary<string, Func<InvocationContext, Emission>> e)
    {
        e["into_box"] = BoxLibfuncs.IntoBox;
        e["local_into_box"] = BoxLibfuncs.LocalIntoBox;
        e["unbox"] = BoxLibfuncs.Unbox;
        e["null"] = BoxLibfuncs.Null;
        e["match_nullable"] = Felt252Libfuncs.IsZero;
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
        e["int_range_try_new"] = IntRangeLibfuncs.TryNew;
        e["int_range_pop_front"] = IntRangeLibfuncs.PopFront;
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
    }

    private static void AddGasAndHashes(Dictionary<string, Func<InvocationContext, Emission>> e)
    {
        e["withdraw_gas"] = GasLibfuncs.Withdraw;
        e["withdraw_gas_all"] = GasLibfuncs.WithdrawAll;
        e["redeposit_gas"] = GasLibfuncs.Redeposit;
        e["get_unspent_gas"] = GasLibfuncs.GetUnspent;
        e["get_builtin_costs"] = GasLibfuncs.GetBuiltinCosts;
        e["gas_reserve_create"] = GasLibfuncs.ReserveCreate;
        e["gas_reserve_utilize"] = GasLibfuncs.ReserveUtilize;
        e["pedersen"] = HashLibfuncs.Pedersen;
        e["hades_permutation"] = HashLibfuncs.Hades;
        e["blake2s_compress"] = HashLibfuncs.BlakeCompress;
        e["blake2s_compress_guarantees"] = HashLibfuncs.BlakeCompress;
        e["blake2s_finalize"] = HashLibfuncs.BlakeFinalize;
        e["blake2s_finalize_guarantees"] = HashLibfuncs.BlakeFinalize;
        e["bounded_int_add"] = Felt252Libfuncs.Add;
        e["bounded_int_sub"] = Felt252Libfuncs.Sub;
        e["bounded_int_mul"] = Felt252Libfuncs.Mul;
        e["bounded_int_div_rem"] = BoundedIntLibfuncs.DivRem;
        e["bounded_int_constrain"] = BoundedIntLibfuncs.Constrain;
        e["bounded_int_trim_min"] = BoundedIntLibfuncs.TrimMin;
        e["bounded_int_trim_max"] = BoundedIntLibfuncs.TrimMax;
        e["bounded_int_is_zero"] = Felt252Libfuncs.IsZero;
        e["bounded_int_guarantee_verify"] = BoundedIntLibfuncs.GuaranteeVerify;
        e["u128_to_u32_guarantees"] = BoundedIntLibfuncs.U128ToU32Guarantees;
    }

    private static void AddWideIntegers(Dictionary<string, Func<InvocationContext, Emission>> e)
    {
        e["u128s_from_felt252"] = Uint128Libfuncs.FromFelt;
        e["u128_guarantee_mul"] = Uint128Libfuncs.GuaranteeMul;
        e["u128_mul_guarantee_verify"] = Uint128Libfuncs.MulGuaranteeVerify;
        e["u128_byte_reverse"] = Uint128Libfuncs.ByteReverse;
        e["bitwise"] = IntegerLibfuncs.Bitwise;
        e["u256_is_zero"] = Uint256Libfuncs.IsZero;
        e["u256_safe_divmod"] = Uint256Libfuncs.DivMod;
        e["u256_sqrt"] = Uint256SquareRootLibfunc.Emit;
        e["u256_guarantee_inv_mod_n"] = Uint256InverseLibfunc.Emit;
        e["u512_safe_divmod_by_u256"] = Uint512Libfuncs.DivMod;
    }

    private static void AddCurve(Dictionary<string, Func<InvocationContext, Emission>> e)
    {
        e["ec_point_zero"] = EcLibfuncs.Zero;
        e["ec_point_try_new_nz"] = EcLibfuncs.TryNew;
        e["ec_point_from_x_nz"] = EcLibfuncs.FromX;
        e["ec_point_unwrap"] = EcLibfuncs.Unwrap;
        e["ec_point_is_zero"] = EcLibfuncs.IsZero;
        e["ec_neg"] = EcLibfuncs.Negate;
        e["ec_neg_nz"] = EcLibfuncs.Negate;
        e["ec_state_init"] = EcLibfuncs.StateInit;
        e["ec_state_add"] = EcLibfuncs.StateAdd;
        e["ec_state_try_finalize_nz"] = EcLibfuncs.StateFinalize;
        e["ec_state_add_mul"] = EcLibfuncs.StateAddMul;
    }

    private static void AddCircuits(Dictionary<string, Func<InvocationContext, Emission>> e)
    {
        e["try_into_circuit_modulus"] = CircuitLibfuncs.TryIntoModulus;
        e["init_circuit_data"] = CircuitLibfuncs.InitData;
        e["add_circuit_input"] = CircuitLibfuncs.AddInput;
        e["get_circuit_descriptor"] = CircuitLibfuncs.GetDescriptor;
        e["eval_circuit"] = CircuitEvaluationLibfuncs.Eval;
        e["get_circuit_output"] = CircuitLibfuncs.GetOutput;
        e["circuit_failure_guarantee_verify"] = CircuitEvaluationLibfuncs.FailureVerify;
        e["u96_guarantee_verify"] = CircuitLibfuncs.U96Verify;
        e["u96_limbs_less_than_guarantee_verify"] = CircuitLibfuncs.LimbsLessThanVerify;
        e["u96_single_limb_less_than_guarantee_verify"] = CircuitLibfuncs.SingleLimbLessThanVerify;
        e["qm31_const"] = QM31Libfuncs.Const;
        e["qm31_is_zero"] = Felt252Libfuncs.IsZero;
        e["qm31_pack"] = QM31Libfuncs.Pack;
        e["qm31_unpack"] = QM31Libfuncs.Unpack;
        foreach (string type in (string[])["qm31", "m31"])
        {
            e[$"{type}_add"] = QM31Libfuncs.Add;
            e[$"{type}_sub"] = QM31Libfuncs.Sub;
            e[$"{type}_mul"] = QM31Libfuncs.Mul;
            e[$"{type}_div"] = QM31Libfuncs.Div;
        }
    }

    private static void AddUnsigned(Dictionary<string, Func<InvocationContext, Emission>> e, string name, IntegerRange range)
    {
        AddInteger(e, name);
        bool wide = name == "u128";
        e[$"{name}_is_zero"] = Felt252Libfuncs.IsZero;
        e[$"{name}_overflowing_add"] = wide ? Uint128Libfuncs.OverflowingAdd : c => UnsignedLibfuncs.OverflowingAdd(c, range.Upper);
        e[$"{name}_overflowing_sub"] = c => IntegerLibfuncs.Difference(c, range.Size);
        e[$"{name}_safe_divmod"] = c => UnsignedLibfuncs.DivMod(c, range.Upper);
        e[$"{name}_sqrt"] = IntegerLibfuncs.SquareRoot;
        e[$"{name}_bitwise"] = IntegerLibfuncs.Bitwise;
        e[$"{name}_try_from_felt252"] = c => RangeValidation.FromFelt(c, range);
    }

    private static void AddSigned(Dictionary<string, Func<InvocationContext, Emission>> e, string name, IntegerRange range)
    {
        AddInteger(e, name);
        e[$"{name}_overflowing_add_impl"] = c => SignedLibfuncs.OverflowingAdd(c, range);
        e[$"{name}_overflowing_sub_impl"] = c => SignedLibfuncs.OverflowingSub(c, range);
        e[$"{name}_diff"] = c => IntegerLibfuncs.Difference(c, range.Size);
        e[$"{name}_try_from_felt252"] = c => RangeValidation.FromFelt(c, range);
    }

    private static void AddInteger(Dictionary<string, Func<InvocationContext, Emission>> e, string name)
    {
        e[$"{name}_const"] = Felt252Libfuncs.Const;
        e[$"{name}_eq"] = IntegerLibfuncs.Equal;
        e[$"{name}_to_felt252"] = static c => c.Identity();
        e[$"{name}_wide_mul"] = IntegerLibfuncs.WideMul;
    }

    private static IEnumerable<(string Name, IntegerRange Range)> Integers(bool signed)
    {
        foreach (string bits in (string[])["8", "16", "32", "64", "128"])
        {
            string name = (signed ? "i" : "u") + bits;
            yield return (name, IntegerRange.Of(name, [])!.Value);
        }
    }
}
