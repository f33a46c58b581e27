namespace Kraken.Sierra.Libfuncs;

/// <summary>Signatures and costs of u128.</summary>
internal static class Uint128Libfuncs
{
    public const string Rows = """
        u128_const<V[u128]> | - | u128 : keep
        u128_eq | u128, u128 | - : s2 a1 | - : s3 a1
        u128_to_felt252 | u128 | felt252=0 : keep
        u128s_from_felt252 | RangeCheck, felt252 | RangeCheck, u128=1 : s2 r1 a1 | RangeCheck, u128^0, u128^1 : s11 r3 a6
        u128_is_zero | u128 | - : s1 keep | NonZero<u128>=0 : s1 keep
        u128_overflowing_add | RangeCheck, u128, u128 | RangeCheck, u128^0 : s3 r1 a2 | RangeCheck, u128^0 : s5 r1 a3
        u128_overflowing_sub | RangeCheck, u128, u128 | RangeCheck, u128^0 : s3 r1 a2 | RangeCheck, u128^0 : s5 r1 a3
        u128_safe_divmod | RangeCheck, u128, NonZero<u128> | RangeCheck, u128^0, u128^1 : s11 r4 a7
        u128_sqrt | RangeCheck, u128 | RangeCheck, u64^0 : s9 r4 a6
        u128_guarantee_mul | u128, u128 | u128^0, u128^1, U128MulGuarantee : s1 a2 keep
        u128_mul_guarantee_verify | RangeCheck, U128MulGuarantee | RangeCheck : s23 r9 a15
        u128_byte_reverse | Bitwise, u128 | Bitwise, u128 : s24 Bitwise*4 a16
        bitwise | Bitwise, u128, u128 | Bitwise, u128, u128, u128 : s2 Bitwise keep
        """;
}
