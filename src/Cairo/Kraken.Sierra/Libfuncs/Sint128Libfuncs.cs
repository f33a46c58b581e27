namespace Kraken.Sierra.Libfuncs;

/// <summary>Signatures and costs of i128.</summary>
internal static class Sint128Libfuncs
{
    public const string Rows = """
        i128_const<V[i128]> | - | i128 : keep
        i128_eq | i128, i128 | - : s2 a1 | - : s3 a1
        i128_to_felt252 | i128 | felt252=0 : keep
        i128_try_from_felt252 | RangeCheck, felt252 | RangeCheck, i128=1 : s3 r1 a2 | RangeCheck : s10 r3 a7
        i128_overflowing_add_impl | RangeCheck, i128, i128 | RangeCheck, i128 : s4 r1 a3 | RangeCheck, i128 : s6 r1 a4 | RangeCheck, i128 : s6 r1 a4
        i128_overflowing_sub_impl | RangeCheck, i128, i128 | RangeCheck, i128 : s4 r1 a3 | RangeCheck, i128 : s6 r1 a4 | RangeCheck, i128 : s6 r1 a4
        i128_diff | RangeCheck, i128, i128 | RangeCheck, u128^0 : s3 r1 a2 | RangeCheck, u128^0 : s5 r1 a3
        """;
}
