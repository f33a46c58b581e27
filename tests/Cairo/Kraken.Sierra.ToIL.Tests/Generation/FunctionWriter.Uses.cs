using System.Linq;
using System.Numerics;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.ToIL.Tests.Generation;

/// <summary>What can be done with a value, by its type.</summary>
internal sealed partial class FunctionWriter
{
    private bool Use(Variable v)
    {
        TypeFacts facts = v.Facts;
        string inner = facts.Args.Length > 0 ? facts.Args[0] : "";
        switch (facts.Generic)
        {
            case "felt252":
                return UseFelt(v);
            case "Struct":
                return UseStruct(v, facts);
            case "Enum":
                return UseEnum(v);
            case "Snapshot":
                return UseSnapshot(v, TypeFacts.Of(inner));
            case "Array":
                string onArray = Pick((string[])["array_append", "array_append", "array_pop_front", "array_pop_front_consume"])!;
                return Try(Signature.Find($"{onArray}<{inner}>", v.Type, $"Box<{inner}>"), v);
            case "Box":
                return UseBox(v, TypeFacts.Of(inner));
            case "Nullable":
                return Try(Signature.Find($"match_nullable<{inner}>", v.Type, $"Box<{inner}>"), v);
            case "NonZero":
                return UseNonZero(v, inner);
            case "EcPoint":
                return TryOne(v, "ec_point_is_zero", "ec_neg");
            case "EcState":
                return TryOne(v, "ec_state_add", "ec_state_try_finalize_nz", "ec_state_add_mul");
            case "qm31":
                return TryOne(v, "qm31_is_zero", "qm31_add", "qm31_sub", "qm31_mul", "qm31_div", "qm31_unpack");
            case "bytes31":
                return TryOne(v, "bytes31_to_felt252");
            case "ClassHash":
                return TryOne(v, "class_hash_to_felt252");
            case "ContractAddress":
                return TryOne(v, "contract_address_to_felt252");
            case "StorageAddress":
                return TryOne(v, "storage_address_to_felt252");
            case "StorageBaseAddress":
                return TryOne(v, "storage_address_from_base", "storage_address_from_base_and_offset");
            case "IntRange":
                return Try(Signature.Find($"int_range_pop_front<{inner}>", v.Type), v);
            case "Felt252Dict":
                return Access(v);
            case "Felt252DictEntry":
                return Finalize(v);
            case "SquashedFelt252Dict":
                string entries = $"Array<{Shapes.Tuple(Shapes.Felt, inner, inner)}>";
                return TypeFacts.Find(entries) is not null
                    && Try(Signature.Find($"squashed_felt252_dict_entries<{inner}>", v.Type, entries), v);
            case "GasReserve":
                return TryOne(v, "gas_reserve_utilize");
            case "Sha256StateHandle":
                return TryOne(v, "sha256_state_handle_digest");
            case "Sha512StateHandle":
                return TryOne(v, "sha512_state_handle_digest");
            default:
                return facts.Range is not null && Integer(v.Type, v);
        }
    }

    private bool UseFelt(Variable v)
    {
        BigInteger constant = HostileNumbers.Of(random, v.Facts.Range!.Value);
        string bits = Pick(Shapes.Widths)!;
        return TryOne(
            v, "felt252_add", "felt252_sub", "felt252_mul", "felt252_div", "felt252_is_zero", $"felt252_add_const<{constant}>",
            $"felt252_sub_const<{constant}>", $"felt252_mul_const<{constant}>", $"felt252_div_const<{(constant.IsZero ? 1 : constant)}>",
            $"u{bits}_try_from_felt252", $"i{bits}_try_from_felt252", "u128s_from_felt252", "bytes31_try_from_felt252",
            "class_hash_try_from_felt252", "contract_address_try_from_felt252", "storage_address_try_from_felt252",
            "storage_base_address_from_felt252", "pedersen", "hades_permutation", "ec_point_from_x_nz", "ec_point_try_new_nz",
            "ec_state_add_mul") || Cast(v.Type, v);
    }

    private bool UseStruct(Variable v, TypeFacts facts)
    {
        if (v.Type == Shapes.Uint256 && Chance(60))
        {
            return TryOne(v, "u256_is_zero", "u256_safe_divmod", "u256_sqrt", "u256_guarantee_inv_mod_n");
        }

        if (v.Type == Shapes.Uint512 && Chance(60))
        {
            return TryOne(v, "u512_safe_divmod_by_u256");
        }

        if (v.Type == Shapes.Uint96X4 && Chance(60))
        {
            return TryOne(v, "try_into_circuit_modulus");
        }

        string[] snapshots = [.. facts.Members.Select(Shapes.Snapshot)];
        return Chance(50) && facts.Flags.Duplicatable
            ? Try(Signature.Find($"struct_snapshot_deconstruct<{v.Type}>", [v.Type, .. snapshots]), v)
            : Try(Signature.Find($"struct_deconstruct<{v.Type}>", v.Type), v);
    }

    private bool UseEnum(Variable v)
    {
        if (v.Type == Shapes.Bool && Chance(70))
        {
            return TryOne(v, "bool_and_impl", "bool_or_impl", "bool_xor_impl", "bool_not_impl", "bool_to_felt252");
        }

        return Chance(50) && v.Facts.Flags.Duplicatable
            ? Try(Signature.Find($"enum_snapshot_match<{v.Type}>", v.Type), v)
            : Try(Signature.Find($"enum_match<{v.Type}>", v.Type), v);
    }

    private bool UseSnapshot(Variable v, TypeFacts inner)
    {
        string of = inner.Args.Length > 0 ? inner.Args[0] : "";
        switch (inner.Generic)
        {
            case "Array":
                string libfunc = Pick(
                    (string[])["array_snapshot_pop_front", "array_snapshot_pop_back", "array_get", "array_slice", "array_len"])!;
                return Chance(20)
                    ? OfTuples(v, of)
                    : Try(Signature.Find($"{libfunc}<{of}>", inner.Name, v.Type, $"Box<{of}>", $"Box<{Shapes.Snapshot(of)}>"), v);
            case "Struct":
                return Try(Signature.Find(
                    $"struct_snapshot_deconstruct<{inner.Name}>", [inner.Name, v.Type, .. inner.Members.Select(Shapes.Snapshot)]), v);
            case "Enum":
                return Try(Signature.Find(
                    $"enum_snapshot_match<{inner.Name}>", [inner.Name, v.Type, .. inner.Members.Select(Shapes.Snapshot)]), v);
            case "Box":
                return Try(Signature.Find($"box_forward_snapshot<{of}>", v.Type, $"Box<{Shapes.Snapshot(of)}>"), v);
            case "Nullable":
                return Try(Signature.Find($"nullable_forward_snapshot<{of}>", v.Type, $"Nullable<{Shapes.Snapshot(of)}>"), v);
            default:
                return false;
        }
    }

    private bool OfTuples(Variable span, string item)
    {
        string tuple = Shapes.Repeated(item, random.Next(1, 4));
        if (TypeFacts.Find(tuple) is null)
        {
            return false;
        }

        string libfunc = Pick((string[])["tuple_from_span", "array_snapshot_multi_pop_front", "array_snapshot_multi_pop_back"])!;
        return Try(Signature.Find($"{libfunc}<{tuple}>", tuple, span.Type, Shapes.Snapshot($"Box<{tuple}>")), span);
    }

    private bool UseBox(Variable v, TypeFacts inner)
    {
        bool isSnapshot = inner.Generic == "Snapshot";
        TypeFacts content = isSnapshot ? TypeFacts.Of(inner.Args[0]) : inner;
        string Of(string member) => $"Box<{(isSnapshot ? Shapes.Snapshot(member) : member)}>";
        switch (random.Next(4))
        {
            case 0 when content.Generic == "Struct":
                return Try(Signature.Find($"struct_boxed_deconstruct<{inner.Name}>", [v.Type, .. content.Members.Select(Of)]), v);
            case 0 when content.Generic == "Enum":
                return Try(Signature.Find($"enum_boxed_match<{inner.Name}>", [v.Type, .. content.Members.Select(Of)]), v);
            case 1:
                return Try(Signature.Find($"nullable_from_box<{inner.Name}>", v.Type, $"Nullable<{inner.Name}>"), v);
            default:
                return Try(Signature.Find($"unbox<{inner.Name}>", v.Type), v);
        }
    }

    private bool UseNonZero(Variable v, string inner)
    {
        if (Chance(25))
        {
            return Try(Signature.Find($"unwrap_non_zero<{inner}>", v.Type), v);
        }

        switch (inner)
        {
            case "felt252":
                return TryOne(v, "felt252_div");
            case "EcPoint":
                return TryOne(v, "ec_point_unwrap", "ec_neg_nz", "ec_state_add", "ec_state_add_mul");
            case "qm31":
                return TryOne(v, "qm31_div");
            case Shapes.Uint256:
                return TryOne(v, "u256_safe_divmod", "u256_guarantee_inv_mod_n", "u512_safe_divmod_by_u256");
            case Shapes.M31:
                return TryOne(v, "m31_div");
            default:
                return inner[0] == 'u' && Chance(50) ? TryOne(v, $"{inner}_safe_divmod") : Bounded(inner, v);
        }
    }

    private bool Integer(string type, Variable? v)
    {
        if (Chance(35))
        {
            return Bounded(type, v);
        }

        if (type == Shapes.M31)
        {
            return TryOne(v, "m31_add", "m31_sub", "m31_mul", "m31_div", "qm31_from_m31", "qm31_pack");
        }

        if (type == Shapes.Uint96 && Chance(50))
        {
            return TryOne(v, $"into_u96_guarantee<{type}>");
        }

        switch (type)
        {
            case "u128":
                return TryOne(
                    v, "u128_eq", "u128_to_felt252", "u128_is_zero", "u128_overflowing_add", "u128_overflowing_sub", "u128_safe_divmod",
                    "u128_sqrt", "u128_guarantee_mul", "u128_byte_reverse", "bitwise", "u128_to_u32_guarantees");
            case "i128":
                return TryOne(v, "i128_eq", "i128_to_felt252", "i128_overflowing_add_impl", "i128_overflowing_sub_impl", "i128_diff");
            case ['u', ..]:
                return TryOne(
                    v, $"{type}_eq", $"{type}_to_felt252", $"{type}_is_zero", $"{type}_overflowing_add", $"{type}_overflowing_sub",
                    $"{type}_safe_divmod", $"{type}_sqrt", $"{type}_wide_mul", $"{type}_bitwise");
            case ['i', ..]:
                return TryOne(
                    v, $"{type}_eq", $"{type}_to_felt252", $"{type}_overflowing_add_impl", $"{type}_overflowing_sub_impl", $"{type}_diff",
                    $"{type}_wide_mul");
            default:
                return Bounded(type, v);
        }
    }

    private bool Bounded(string type, Variable? v)
    {
        IntegerRange range = TypeFacts.Of(type).Range!.Value;
        string other = Chance(40) ? Pick(Scope.Pool.Where(p => p.Facts.Range is not null))?.Type ?? "u8" : palette.Integer();
        IntegerRange right = TypeFacts.Of(other).Range!.Value;
        switch (random.Next(10))
        {
            case 0:
                return Arithmetic("add", type, other, v, range.Lower + right.Lower, range.Upper + right.Upper - 2);
            case 1:
                return Arithmetic("sub", type, other, v, range.Lower - right.Upper + 1, range.Upper - 1 - right.Lower);
            case 2:
                BigInteger[] products =
                [
                    range.Lower * right.Lower, range.Lower * (right.Upper - 1), (range.Upper - 1) * right.Lower,
                    (range.Upper - 1) * (right.Upper - 1),
                ];
                return Arithmetic("mul", type, other, v, products.Min(), products.Max());
            case 3:
                return Divide(type, other, v, range, right);
            case 4:
                return Constrain(type, v, range);
            case 5:
                return Try(
                    Signature.Find($"bounded_int_trim_min<{type}>", type, Shapes.Bounded(range.Lower + 1, range.Upper - 1)), v);
            case 6:
                return Try(
                    Signature.Find($"bounded_int_trim_max<{type}>", type, Shapes.Bounded(range.Lower, range.Upper - 2)), v);
            case 7:
                return Try(Signature.Find($"bounded_int_is_zero<{type}>", type, $"NonZero<{type}>"), v);
            case 8 when !range.Contains(0):
                return Try(Signature.Find($"bounded_int_wrap_non_zero<{type}>", type, $"NonZero<{type}>"), v);
            case 9 when range.Lower.IsZero && range.Upper <= 6:
                return EnumOf(type, (int)range.Upper, v);
            default:
                return Cast(type, v);
        }
    }

    private bool Arithmetic(string operation, string left, string right, Variable? v, BigInteger least, BigInteger greatest)
    {
        string result = Shapes.Bounded(least, greatest);
        return TypeFacts.Find(result) is not null
            && Try(Signature.Find($"bounded_int_{operation}<{left}, {right}>", left, right, result), v);
    }

    private bool Divide(string left, string right, Variable? v, IntegerRange dividend, IntegerRange divisor)
    {
        if (dividend.Lower.Sign < 0 || divisor.Lower.Sign < 0 || divisor.Upper < 2)
        {
            return false;
        }

        string quotient = Shapes.Bounded(dividend.Lower / (divisor.Upper - 1), (dividend.Upper - 1) / BigInteger.Max(divisor.Lower, 1));
        string remainder = Shapes.Bounded(0, divisor.Upper - 2);
        string nonZero = $"NonZero<{right}>";
        return Try(Signature.Find($"bounded_int_div_rem<{left}, {right}>", left, right, nonZero, quotient, remainder), v);
    }

    private bool Constrain(string type, Variable? v, IntegerRange range)
    {
        BigInteger boundary = HostileNumbers.Of(random, range);
        return range.Lower < boundary && Try(
            Signature.Find(
                $"bounded_int_constrain<{type}, {boundary}>", type, Shapes.Bounded(range.Lower, boundary - 1),
                Shapes.Bounded(boundary, range.Upper - 1)),
            v);
    }

    private bool Cast(string type, Variable? v)
    {
        string other = Chance(30) ? Pick(Scope.Pool.Where(p => p.Facts.Range is not null))?.Type ?? "u8"
            : Chance(20) ? Shapes.Felt : palette.Integer();
        bool isFelt = TypeFacts.Of(type).Range!.Value.IsFullField;
        if (TypeFacts.Of(other).Range!.Value.Upper == IntegerRange.UInt128Limit && !isFelt)
        {
            // The compiler to CASM refuses some of these: their proofs take one step less than their price says.
            other = "u64";
        }

        return Chance(40)
            ? Try(Signature.Find($"upcast<{type}, {other}>", type, other), v)
            : Try(Signature.Find($"downcast<{type}, {other}>", type, other), v);
    }

    private bool EnumOf(string type, int count, Variable? v)
    {
        string made = $"Enum<{string.Join(", ", Enumerable.Repeat(Shapes.Unit, count).Prepend("ut@few"))}>";
        return Try(Signature.Find($"enum_from_bounded_int<{made}>", type, made), v);
    }
}
