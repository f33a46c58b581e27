namespace Kraken.Sierra.Libfuncs;

/// <summary>Signatures and costs of the signed integers of 8 to 64 bits: a template over name, unsigned and double width.</summary>
internal static class SignedLibfuncs
{
    public const string Rows = """
        {I}_const<V[{I}]> | - | {I} : keep
        {I}_eq | {I}, {I} | - : s2 a1 | - : s3 a1
        {I}_to_felt252 | {I} | felt252=0 : keep
        {I}_try_from_felt252 | RangeCheck, felt252 | RangeCheck, {I}=1 : s5 r2 a3 | RangeCheck : s10 r3 a7
        {I}_overflowing_add_impl | RangeCheck, {I}, {I} | RangeCheck, {I} : s6 r2 a4 | RangeCheck, {I} : s6 r1 a4 | RangeCheck, {I} : s6 r1 a4
        {I}_overflowing_sub_impl | RangeCheck, {I}, {I} | RangeCheck, {I} : s6 r2 a4 | RangeCheck, {I} : s6 r1 a4 | RangeCheck, {I} : s6 r1 a4
        {I}_diff | RangeCheck, {I}, {I} | RangeCheck, {U}^0 : s3 r1 a2 | RangeCheck, {U} : s5 r1 a3
        {I}_wide_mul | {I}, {I} | {D} : keep
        """;
}
