namespace Kraken.Sierra.Libfuncs;

/// <summary>Signatures and costs of the field element functions.</summary>
internal static class Felt252Libfuncs
{
    public const string Rows = """
        felt252_const<V> | - | felt252 : keep
        felt252_add | felt252, felt252 | felt252 : keep
        felt252_sub | felt252, felt252 | felt252 : keep
        felt252_mul | felt252, felt252 | felt252 : keep
        felt252_div | felt252, NonZero<felt252> | felt252^0 : s5 a1 keep
        felt252_add_const<V> | felt252 | felt252 : keep
        felt252_sub_const<V> | felt252 | felt252 : keep
        felt252_mul_const<V> | felt252 | felt252 : keep
        felt252_div_const<V[nz]> | felt252 | felt252^0 : s5 a1 keep
        felt252_is_zero | felt252 | - : s1 keep | NonZero<felt252>=0 : s1 keep
        bytes31_const<V[bytes31]> | - | bytes31 : keep
        bytes31_to_felt252 | bytes31 | felt252=0 : keep
        bytes31_try_from_felt252 | RangeCheck, felt252 | RangeCheck, bytes31=1 : s7 r3 a5 | RangeCheck : s9 r3 a6
        """;
}
