using System.Collections.Generic;
using System.Linq;
using Kraken.Sierra.Libfuncs;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.Tests.Libfuncs;

/// <summary>Signatures of the functions of Starknet, circuits, hashes and wide numbers, as the corelib declares them.</summary>
public sealed class StarknetSignatureTests
{
    private const string Refused = "GasBuiltin, System, Array<felt252>";
    private const string Span = "Struct<ut@core::array::Span::<core::felt252>, Snapshot<Array<felt252>>>";
    private const string LongSpan = "Struct<ut@core::array::Span::<core::integer::u64>, Snapshot<Array<u64>>>";
    private const string U256 = "Struct<ut@core::integer::u256, u128, u128>";
    private const string U512 = "Struct<ut@core::integer::u512, u128, u128, u128, u128>";
    private const string Unit = "Struct<ut@Tuple>";
    private const string Bool = $"Enum<ut@core::bool, {Unit}, {Unit}>";
    private const string K1 = $"Enum<ut@core::option::Option::<core::starknet::secp256k1::Secp256k1Point>, Secp256k1Point, {Unit}>";
    private const string R1 = $"Enum<ut@core::option::Option::<core::starknet::secp256r1::Secp256r1Point>, Secp256r1Point, {Unit}>";
    private const string Circuit = "Circuit<Struct<ut@Tuple, CircuitInput<0>>>";
    private const string Limb = "BoundedInt<0, 79228162514264337593543950335>";
    private const string U384 = $"Struct<ut@core::circuit::u384, {Limb}, {Limb}, {Limb}, {Limb}>";
    private const string Limbs = $"Struct<ut@Tuple, {Limb}, {Limb}, {Limb}, {Limb}>";
    private const string Guarantees = "Struct<ut@Tuple, U96Guarantee, U96Guarantee, U96Guarantee, U96Guarantee>";
    private const string Word = "u32, u32, u32, u32, u32, u32, u32, u32";
    private const string LongWord = "u64, u64, u64, u64, u64, u64, u64, u64";
    private const string M31 = "BoundedInt<0, 2147483646>";
    private const string Mul = "U128MulGuarantee";

    [Theory]
    [InlineData("call_contract_syscall", $"GasBuiltin, System, ContractAddress, felt252, {Span}", $"GasBuiltin, System, {Span}", Refused)]
    [InlineData("library_call_syscall", $"GasBuiltin, System, ClassHash, felt252, {Span}", $"GasBuiltin, System, {Span}", Refused)]
    [InlineData("deploy_syscall", $"GasBuiltin, System, ClassHash, felt252, {Span}, {Bool}",
        $"GasBuiltin, System, ContractAddress, {Span}", Refused)]
    [InlineData("storage_write_syscall", "GasBuiltin, System, u32, StorageAddress, felt252", "GasBuiltin, System", Refused)]
    [InlineData("emit_event_syscall", $"GasBuiltin, System, {Span}, {Span}", "GasBuiltin, System", Refused)]
    [InlineData("get_block_hash_syscall", "GasBuiltin, System, u64", "GasBuiltin, System, felt252", Refused)]
    [InlineData("keccak_syscall", $"GasBuiltin, System, {LongSpan}", $"GasBuiltin, System, {U256}", Refused)]
    [InlineData("send_message_to_l1_syscall", $"GasBuiltin, System, felt252, {Span}", "GasBuiltin, System", Refused)]
    [InlineData("get_class_hash_at_syscall", "GasBuiltin, System, ContractAddress", "GasBuiltin, System, ClassHash", Refused)]
    [InlineData("meta_tx_v0_syscall", $"GasBuiltin, System, ContractAddress, felt252, {Span}, {Span}", $"GasBuiltin, System, {Span}",
        Refused)]
    [InlineData("secp256k1_new_syscall", $"GasBuiltin, System, {U256}, {U256}", $"GasBuiltin, System, {K1}", Refused)]
    [InlineData("secp256k1_add_syscall", "GasBuiltin, System, Secp256k1Point, Secp256k1Point", "GasBuiltin, System, Secp256k1Point",
        Refused)]
    [InlineData("secp256k1_mul_syscall", $"GasBuiltin, System, Secp256k1Point, {U256}", "GasBuiltin, System, Secp256k1Point", Refused)]
    [InlineData("secp256k1_get_point_from_x_syscall", $"GasBuiltin, System, {U256}, {Bool}", $"GasBuiltin, System, {K1}", Refused)]
    [InlineData("secp256k1_get_xy_syscall", "GasBuiltin, System, Secp256k1Point", $"GasBuiltin, System, {U256}, {U256}", Refused)]
    [InlineData("secp256r1_new_syscall", $"GasBuiltin, System, {U256}, {U256}", $"GasBuiltin, System, {R1}", Refused)]
    [InlineData("secp256r1_get_xy_syscall", "GasBuiltin, System, Secp256r1Point", $"GasBuiltin, System, {U256}, {U256}", Refused)]
    [InlineData("sha256_process_block_syscall", $"GasBuiltin, System, Sha256StateHandle, Box<Struct<ut@Tuple, {Word}, {Word}>>",
        "GasBuiltin, System, Sha256StateHandle", Refused)]
    [InlineData("sha256_state_handle_init", $"Box<Struct<ut@Tuple, {Word}>>", "Sha256StateHandle")]
    [InlineData("sha256_state_handle_digest", "Sha256StateHandle", $"Box<Struct<ut@Tuple, {Word}>>")]
    [InlineData("sha512_process_block_syscall", $"GasBuiltin, System, Sha512StateHandle, Box<Struct<ut@Tuple, {LongWord}, {LongWord}>>",
        "GasBuiltin, System, Sha512StateHandle", Refused)]
    [InlineData("sha512_state_handle_init", $"Box<Struct<ut@Tuple, {LongWord}>>", "Sha512StateHandle")]
    [InlineData("class_hash_const<7>", "", "ClassHash")]
    [InlineData("class_hash_to_felt252", "ClassHash", "felt252")]
    [InlineData("class_hash_try_from_felt252", "RangeCheck, felt252", "RangeCheck, ClassHash", "RangeCheck")]
    [InlineData("contract_address_const<7>", "", "ContractAddress")]
    [InlineData("contract_address_try_from_felt252", "RangeCheck, felt252", "RangeCheck, ContractAddress", "RangeCheck")]
    [InlineData("storage_base_address_const<7>", "", "StorageBaseAddress")]
    [InlineData("storage_base_address_from_felt252", "RangeCheck, felt252", "RangeCheck, StorageBaseAddress")]
    [InlineData("storage_address_from_base", "StorageBaseAddress", "StorageAddress")]
    [InlineData("storage_address_from_base_and_offset", "StorageBaseAddress, u8", "StorageAddress")]
    [InlineData("storage_address_try_from_felt252", "RangeCheck, felt252", "RangeCheck, StorageAddress", "RangeCheck")]
    [InlineData("bytes31_const<7>", "", "bytes31")]
    [InlineData("bytes31_try_from_felt252", "RangeCheck, felt252", "RangeCheck, bytes31", "RangeCheck")]
    [InlineData("u128_guarantee_mul", "u128, u128", $"u128, u128, {Mul}")]
    [InlineData("u128_mul_guarantee_verify", $"RangeCheck, {Mul}", "RangeCheck")]
    [InlineData("u256_is_zero", U256, "", $"NonZero<{U256}>")]
    [InlineData("u256_safe_divmod", $"RangeCheck, {U256}, NonZero<{U256}>", $"RangeCheck, {U256}, {U256}, {Mul}")]
    [InlineData("u512_safe_divmod_by_u256", $"RangeCheck, {U512}, NonZero<{U256}>",
        $"RangeCheck, {U512}, {U256}, {Mul}, {Mul}, {Mul}, {Mul}, {Mul}")]
    [InlineData("i128_diff", "RangeCheck, i128, i128", "RangeCheck, u128", "RangeCheck, u128")]
    [InlineData("i128_overflowing_sub_impl", "RangeCheck, i128, i128", "RangeCheck, i128", "RangeCheck, i128", "RangeCheck, i128")]
    [InlineData($"init_circuit_data<{Circuit}>", "RangeCheck96", $"RangeCheck96, CircuitInputAccumulator<{Circuit}>")]
    [InlineData($"add_circuit_input<{Circuit}>", $"CircuitInputAccumulator<{Circuit}>, {Guarantees}", $"CircuitData<{Circuit}>",
        $"CircuitInputAccumulator<{Circuit}>")]
    [InlineData($"get_circuit_descriptor<{Circuit}>", "", $"CircuitDescriptor<{Circuit}>")]
    [InlineData("try_into_circuit_modulus", Limbs, "CircuitModulus", "")]
    [InlineData($"eval_circuit<{Circuit}>",
        $"AddMod, MulMod, CircuitDescriptor<{Circuit}>, CircuitData<{Circuit}>, CircuitModulus, BoundedInt<0, 0>, BoundedInt<1, 1>",
        $"AddMod, MulMod, CircuitOutputs<{Circuit}>", $"AddMod, MulMod, CircuitPartialOutputs<{Circuit}>, CircuitFailureGuarantee")]
    [InlineData($"get_circuit_output<{Circuit}, CircuitInput<0>>", $"CircuitOutputs<{Circuit}>", $"{U384}, U96LimbsLtGuarantee<4>")]
    [InlineData("circuit_failure_guarantee_verify", "RangeCheck96, MulMod, CircuitFailureGuarantee, BoundedInt<0, 0>, BoundedInt<1, 1>",
        "RangeCheck96, MulMod, U96LimbsLtGuarantee<4>")]
    [InlineData("u96_limbs_less_than_guarantee_verify<4>", "U96LimbsLtGuarantee<4>", "U96LimbsLtGuarantee<3>", "U96Guarantee")]
    [InlineData("u96_single_limb_less_than_guarantee_verify", "U96LimbsLtGuarantee<1>", "U96Guarantee")]
    [InlineData("u96_guarantee_verify", "RangeCheck96, U96Guarantee", "RangeCheck96")]
    [InlineData($"into_u96_guarantee<{Limb}>", Limb, "U96Guarantee")]
    [InlineData("qm31_add", "qm31, qm31", "qm31")]
    [InlineData("qm31_pack", $"{M31}, {M31}, {M31}, {M31}", "qm31")]
    [InlineData("gas_reserve_create", "RangeCheck, GasBuiltin, u128", "RangeCheck, GasBuiltin, GasReserve", "RangeCheck, GasBuiltin")]
    [InlineData("gas_reserve_utilize", "GasBuiltin, GasReserve", "GasBuiltin")]
    [InlineData("withdraw_gas_all", "RangeCheck, GasBuiltin, BuiltinCosts", "RangeCheck, GasBuiltin", "RangeCheck, GasBuiltin")]
    [InlineData("redeposit_gas", "GasBuiltin", "GasBuiltin")]
    [InlineData("felt252_dict_squash<u8>", "RangeCheck, GasBuiltin, SegmentArena, Felt252Dict<u8>",
        "RangeCheck, GasBuiltin, SegmentArena, SquashedFelt252Dict<u8>")]
    [InlineData("squashed_felt252_dict_entries<u8>", "SquashedFelt252Dict<u8>", "Array<Struct<ut@Tuple, felt252, u8, u8>>")]
    [InlineData("array_snapshot_multi_pop_front<Struct<ut@Tuple, u8, u8>>", "RangeCheck, Snapshot<Array<u8>>",
        "RangeCheck, Snapshot<Array<u8>>, Box<Struct<ut@Tuple, u8, u8>>", "RangeCheck, Snapshot<Array<u8>>")]
    [InlineData("tuple_from_span<Struct<ut@Tuple, Array<u8>>>", "Snapshot<Array<Array<u8>>>", "Snapshot<Box<Struct<ut@Tuple, Array<u8>>>>",
        "")]
    [InlineData("enum_snapshot_match<Enum<ut@E, Array<u8>, u8>>", "Snapshot<Enum<ut@E, Array<u8>, u8>>", "Snapshot<Array<u8>>", "u8")]
    [InlineData("struct_snapshot_deconstruct<Struct<ut@S, Array<u8>, u8>>", "Snapshot<Struct<ut@S, Array<u8>, u8>>",
        "Snapshot<Array<u8>>, u8")]
    [InlineData("struct_boxed_deconstruct<Struct<ut@S, Array<u8>, u8>>", "Box<Struct<ut@S, Array<u8>, u8>>", "Box<Array<u8>>, Box<u8>")]
    [InlineData("enum_boxed_match<Enum<ut@E, Array<u8>, u8>>", "Box<Enum<ut@E, Array<u8>, u8>>", "Box<Array<u8>>", "Box<u8>")]
    [InlineData($"enum_from_bounded_int<{Bool}>", "BoundedInt<0, 1>", Bool)]
    [InlineData("const_as_immediate<Const<u8, 5>>", "", "u8")]
    [InlineData("const_as_box<Const<u8, 5>, 0>", "", "Box<u8>")]
    [InlineData("bool_xor_impl", $"{Bool}, {Bool}", Bool)]
    [InlineData("bool_to_felt252", Bool, "felt252")]
    public void ParametersAndResultsAreThoseOfTheCorelib(string libfunc, string parameters, params string[] branches)
    {
        IEnumerable<string> types = branches.Append(parameters).SelectMany(list => SierraSource.Split(list));
        Assert.True(
            Declared.TryBuild(string.Join("; ", types.Append("felt252")), [libfunc], out SierraRegistry? registry, out SierraError? error),
            error?.ToString());
        ConcreteLibfunc concrete = registry!.Libfuncs[0];
        Assert.Equal(Normal(parameters), Names(registry, concrete.Parameters));
        Assert.Equal(branches.Select(Normal), concrete.Branches.Select(b => Names(registry, [.. b.Variables.Select(v => v.Type)])));
    }

    [Theory]
    [InlineData("class_hash_const", 251, 0)]
    [InlineData("contract_address_const", 251, 0)]
    [InlineData("storage_base_address_const", 251, 256)]
    [InlineData("bytes31_const", 248, 0)]
    [InlineData("u8_const", 8, 0)]
    [InlineData("u16_const", 16, 0)]
    [InlineData("u32_const", 32, 0)]
    [InlineData("u64_const", 64, 0)]
    [InlineData("u128_const", 128, 0)]
    public void ConstantsEndBelowTheirBound(string libfunc, int bits, int less)
    {
        System.Numerics.BigInteger end = (System.Numerics.BigInteger.One << bits) - less;
        const string Types = "ClassHash; ContractAddress; StorageBaseAddress; bytes31; u8; u16; u32; u64; u128";
        Assert.True(Declared.TryBuild(Types, [$"{libfunc}<{end - 1}>", $"{libfunc}<0>"], out _, out SierraError? error), error?.ToString());
        Assert.False(Declared.TryBuild(Types, [$"{libfunc}<{end}>"], out _, out error));
        Assert.Equal($"InvalidLibfunc at #0: library function {libfunc} (expected generic argument, got [0])", error!.ToString());
        Assert.False(Declared.TryBuild(Types, [$"{libfunc}<-1>"], out _, out _));
    }

    private static string Normal(string types) => string.Join(", ", SierraSource.Split(types));

    private static string Names(SierraRegistry registry, IReadOnlyList<int> types) =>
        string.Join(", ", types.Select(type => Declared.Name(registry, type)));
}
