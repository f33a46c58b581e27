namespace Kraken.Sierra.Libfuncs;

/// <summary>Signatures and costs of u256 and u512.</summary>
internal static class Uint256Libfuncs
{
    public const string Rows = """
        u256_is_zero | u256 | - : s2 keep | NonZero<u256>=0 : s2 keep
        u256_safe_divmod | RangeCheck, u256, NonZero<u256> | RangeCheck, u256, u256, U128MulGuarantee : s26 r6 a19
        u256_sqrt | RangeCheck, u256 | RangeCheck, u128 : s30 r7 a25
        u256_guarantee_inv_mod_n | RangeCheck, u256, NonZero<u256> | RangeCheck, NonZero<u256>, U128MulGuarantee, U128MulGuarantee, U128MulGuarantee, U128MulGuarantee, U128MulGuarantee, U128MulGuarantee, U128MulGuarantee, U128MulGuarantee : s40 r9 a46 | RangeCheck, U128MulGuarantee, U128MulGuarantee : s25 r7 a14
        u512_safe_divmod_by_u256 | RangeCheck, u512, NonZero<u256> | RangeCheck, u512, u256, U128MulGuarantee, U128MulGuarantee, U128MulGuarantee, U128MulGuarantee, U128MulGuarantee : s47 r12 a43
        """;
}
