using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Sierra.Libfuncs;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.Tests.Libfuncs;

/// <summary>Parameters and results of each family of library functions, and the generic arguments that they refuse.</summary>
public sealed class SignatureTests
{
    private const string Point = "NonZero<EcPoint>";
    private const string U256 = "Struct<ut@core::integer::u256, u128, u128>";

    [Theory]
    [InlineData("u8_overflowing_add", "RangeCheck, u8, u8", "RangeCheck, u8", "RangeCheck, u8")]
    [InlineData("u64_wide_mul", "u64, u64", "u128")]
    [InlineData("u32_sqrt", "RangeCheck, u32", "RangeCheck, u16")]
    [InlineData("i16_diff", "RangeCheck, i16, i16", "RangeCheck, u16", "RangeCheck, u16")]
    [InlineData("i8_overflowing_add_impl", "RangeCheck, i8, i8", "RangeCheck, i8", "RangeCheck, i8", "RangeCheck, i8")]
    [InlineData("u128s_from_felt252", "RangeCheck, felt252", "RangeCheck, u128", "RangeCheck, u128, u128")]
    [InlineData("u128_byte_reverse", "Bitwise, u128", "Bitwise, u128")]
    [InlineData("u256_sqrt", $"RangeCheck, {U256}", "RangeCheck, u128")]
    [InlineData("felt252_div", "felt252, NonZero<felt252>", "felt252")]
    [InlineData("felt252_add_const<5>", "felt252", "felt252")]
    [InlineData("felt252_div_const<3618502788666131213697322783095070105623107215331596699973092056135872020482>", "felt252", "felt252")]
    [InlineData("array_new<u8>", "", "Array<u8>")]
    [InlineData("array_append<u8>", "Array<u8>, u8", "Array<u8>")]
    [InlineData("array_pop_front<u8>", "Array<u8>", "Array<u8>, Box<u8>", "Array<u8>")]
    [InlineData("array_get<Array<u8>>", "RangeCheck, Snapshot<Array<Array<u8>>>, u32", "RangeCheck, Box<Snapshot<Array<u8>>>",
        "RangeCheck")]
    [InlineData("array_slice<u8>", "RangeCheck, Snapshot<Array<u8>>, u32, u32", "RangeCheck, Snapshot<Array<u8>>", "RangeCheck")]
    [InlineData("into_box<u8>", "u8", "Box<u8>")]
    [InlineData("match_nullable<u8>", "Nullable<u8>", "", "Box<u8>")]
    [InlineData("felt252_dict_new<u8>", "SegmentArena", "SegmentArena, Felt252Dict<u8>")]
    [InlineData("felt252_dict_entry_get<u8>", "Felt252Dict<u8>, felt252", "Felt252DictEntry<u8>, u8")]
    [InlineData("pedersen", "Pedersen, felt252, felt252", "Pedersen, felt252")]
    [InlineData("hades_permutation", "Poseidon, felt252, felt252, felt252", "Poseidon, felt252, felt252, felt252")]
    [InlineData("ec_state_add_mul", $"EcOp, EcState, felt252, {Point}", "EcOp, EcState")]
    [InlineData("ec_point_from_x_nz", "RangeCheck, felt252", $"RangeCheck, {Point}", "RangeCheck")]
    [InlineData("store_temp<u8>", "u8", "u8")]
    [InlineData("store_local<u8>", "Uninitialized<u8>, u8", "u8")]
    [InlineData("dup<u8>", "u8", "u8, u8")]
    [InlineData("drop<Array<u8>>", "Array<u8>", "")]
    [InlineData("snapshot_take<Array<u8>>", "Array<u8>", "Array<u8>, Snapshot<Array<u8>>")]
    [InlineData("snapshot_take<u8>", "u8", "u8, u8")]
    [InlineData("unwrap_non_zero<u8>", "NonZero<u8>", "u8")]
    [InlineData("withdraw_gas", "RangeCheck, GasBuiltin", "RangeCheck, GasBuiltin", "RangeCheck, GasBuiltin")]
    [InlineData("get_builtin_costs", "", "BuiltinCosts")]
    [InlineData("upcast<u8, u16>", "u8", "u16")]
    [InlineData("downcast<u16, u8>", "RangeCheck, u16", "RangeCheck, u8", "RangeCheck")]
    [InlineData("bounded_int_add<BoundedInt<1, 2>, BoundedInt<-4, 5>>", "BoundedInt<1, 2>, BoundedInt<-4, 5>", "BoundedInt<-3, 7>")]
    [InlineData("bounded_int_mul<BoundedInt<-3, 2>, BoundedInt<-4, 5>>", "BoundedInt<-3, 2>, BoundedInt<-4, 5>", "BoundedInt<-15, 12>")]
    [InlineData("int_range_pop_front<u8>", "IntRange<u8>", "", "IntRange<u8>, u8")]
    [InlineData("struct_construct<Struct<ut@Tuple, u8, u16>>", "u8, u16", "Struct<ut@Tuple, u8, u16>")]
    [InlineData("struct_deconstruct<Struct<ut@Tuple, u8, u16>>", "Struct<ut@Tuple, u8, u16>", "u8, u16")]
    [InlineData("enum_init<Enum<ut@E, u8, u16>, 1>", "u16", "Enum<ut@E, u8, u16>")]
    [InlineData("enum_match<Enum<ut@E, u8, u16, u32>>", "Enum<ut@E, u8, u16, u32>", "u8", "u16", "u32")]
    [InlineData("storage_read_syscall", "GasBuiltin, System, u32, StorageAddress", "GasBuiltin, System, felt252",
        "GasBuiltin, System, Array<felt252>")]
    [InlineData("replace_class_syscall", "GasBuiltin, System, ClassHash", "GasBuiltin, System", "GasBuiltin, System, Array<felt252>")]
    public void ParametersAndResultsAreThoseOfTheFamily(string libfunc, string parameters, params string[] branches)
    {
        ConcreteLibfunc concrete = Build(parameters, libfunc, branches, out SierraRegistry registry);
        Assert.Equal(parameters, Names(registry, concrete.Parameters));
        Assert.Equal(branches, concrete.Branches.Select(b => Names(registry, [.. b.Variables.Select(v => v.Type)])));
    }

    [Theory]
    [InlineData("u8_overflowing_add<u8>")]
    [InlineData("felt252_add_const")]
    [InlineData("felt252_add_const<u8>")]
    [InlineData("felt252_add_const<1, 2>")]
    [InlineData("felt252_div_const<0>")]
    [InlineData("felt252_div_const<3618502788666131213697322783095070105623107215331596699973092056135872020481>")]
    [InlineData("felt252_div_const<-3618502788666131213697322783095070105623107215331596699973092056135872020481>")]
    [InlineData("felt252_div_const<7237005577332262427394645566190140211246214430663193399946184112271744040962>")]
    [InlineData("u8_const<256>")]
    [InlineData("u8_const<-1>")]
    [InlineData("i8_const<128>")]
    [InlineData("i8_const<-129>")]
    [InlineData("u128_const<340282366920938463463374607431768211456>")]
    [InlineData("class_hash_const<3618502788666131106986593281521497120414687020801267626233049500247285301248>")]
    [InlineData("array_new")]
    [InlineData("array_new<5>")]
    [InlineData("array_new<u8, u8>")]
    [InlineData("drop<RangeCheck>")]
    [InlineData("dup<Array<u8>>")]
    [InlineData("store_temp<Uninitialized<u8>>")]
    [InlineData("enum_init<Enum<ut@E, u8>, 1>")]
    [InlineData("enum_init<Enum<ut@E, u8>>")]
    [InlineData("enum_match<u8>")]
    [InlineData("struct_construct<u8>")]
    [InlineData("struct_construct<Enum<ut@E, u8>>")]
    [InlineData("upcast<u16, u8>")]
    [InlineData("upcast<i8, u8>")]
    [InlineData("upcast<u8>")]
    [InlineData("upcast<u8, Array<u8>>")]
    [InlineData("downcast<BoundedInt<0, 1>, BoundedInt<2, 3>>")]
    [InlineData("downcast<felt252, bytes31>")]
    [InlineData("bounded_int_add<u8, Array<u8>>")]
    [InlineData("bounded_int_constrain<u8, 0>")]
    [InlineData("bounded_int_constrain<u8, 256>")]
    [InlineData("bounded_int_div_rem<i8, u8>")]
    [InlineData("bounded_int_is_zero<BoundedInt<1, 2>>")]
    [InlineData("const_as_immediate<u8>")]
    [InlineData("const_as_box<Const<u8, 1>, -1>")]
    [InlineData("const_as_box<Const<u8, 1>>")]
    [InlineData("span_from_tuple<Struct<ut@Tuple>>")]
    [InlineData("span_from_tuple<Struct<ut@Tuple, u8, u16>>")]
    [InlineData("int_range_try_new<felt252>")]
    [InlineData("qm31_const<1, 2, 3>")]
    [InlineData("into_u96_guarantee<u128>")]
    public void GenericArgumentsThatDoNotFitAreRefused(string libfunc)
    {
        const string Types = "RangeCheck; Bitwise; u8; u16; u128; i8; felt252; bytes31; qm31; ClassHash; U96Guarantee; Array<u8>; Box<u8>";
        Assert.False(Declared.TryBuild(Types, [libfunc], out _, out SierraError? error), libfunc);
        Assert.Equal(SierraErrorKind.InvalidLibfunc, error!.Kind);
        Assert.NotEmpty(error.What);
    }

    [Fact]
    public void FunctionsOfTheReferencesListAreKnownAndOthersAreNot()
    {
        using JsonDocument list = JsonDocument.Parse(File.ReadAllBytes(SharedData.PathOf("cairo/libfunc_lists/all.json")));
        JsonElement allowed = list.RootElement.GetProperty("allowed_libfuncs");
        string[] names = allowed.ValueKind == JsonValueKind.Array
            ? [.. allowed.EnumerateArray().Select(item => item.GetString()!)]
            : [.. allowed.EnumerateObject().Select(item => item.Name)];
        Assert.Equal(281, names.Length);
        HashSet<string> known = [.. LibfuncRegistry.KnownIds];
        Assert.DoesNotContain(names, name => !known.Contains(name));
        Assert.False(Declared.TryBuild("u8", ["u8_overflowing_power"], out _, out SierraError? error));
        Assert.Equal((SierraErrorKind.UnsupportedLibfunc, "u8_overflowing_power"), (error!.Kind, error.What));
    }

    [Fact]
    public void NoKnownFunctionTakesTooManyGenericArguments()
    {
        foreach (string name in LibfuncRegistry.KnownIds)
        {
            Assert.False(Declared.TryBuild("u8", [$"{name}<u8, 1, 2, 3, 4, 5>"], out _, out SierraError? error), name);
            Assert.True(error!.Kind == SierraErrorKind.InvalidLibfunc, $"{name}: {error}");
        }
    }

    [Fact]
    public void TypesThatAFunctionNeedsMustBeDeclared()
    {
        Assert.False(Declared.TryBuild("u8", ["u8_overflowing_add"], out _, out SierraError? error));
        Assert.Contains("RangeCheck", error!.ToString(), StringComparison.Ordinal);
        Assert.True(Declared.TryBuild("u8; RangeCheck", ["u8_overflowing_add"], out _, out error), error?.ToString());
    }

    private static ConcreteLibfunc Build(string parameters, string libfunc, string[] branches, out SierraRegistry registry)
    {
        string types = string.Join("; ", branches.Append(parameters).SelectMany(list => SierraSource.Split(list)).Append("felt252"));
        Assert.True(Declared.TryBuild(types, [libfunc], out SierraRegistry? built, out SierraError? error), error?.ToString());
        registry = built!;
        return registry.Libfuncs[0];
    }

    private static string Names(SierraRegistry registry, IReadOnlyList<int> types) =>
        string.Join(", ", types.Select(type => Declared.Name(registry, type)));
}
