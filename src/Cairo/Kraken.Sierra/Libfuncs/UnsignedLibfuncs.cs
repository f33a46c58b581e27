namespace Kraken.Sierra.Libfuncs;

/// <summary>Signatures and costs of the unsigned integers of 8 to 64 bits: a template over name, half and double width.</summary>
internal static class UnsignedLibfuncs
{
    public const string Rows = """
        {I}_const<V[{I}]> | - | {I} : keep
        {I}_eq | {I}, {I} | - : s2 a1 | - : s3 a1
        {I}_to_felt252 | {I} | felt252=0 : keep
        {I}_try_from_felt252 | RangeCheck, felt252 | RangeCheck, {I}=1 : s4 r2 a2 | RangeCheck : s10 r3 a7
        {I}_is_zero | {I} | - : s1 keep | NonZero<{I}>=0 : s1 keep
        {I}_overflowing_add | RangeCheck, {I}, {I} | RangeCheck, {I}^0 : s4 r1 a3 | RangeCheck, {I}^0 : s5 r1 a3
        {I}_overflowing_sub | RangeCheck, {I}, {I} | RangeCheck, {I}^0 : s3 r1 a2 | RangeCheck, {I} : s5 r1 a3
        {I}_safe_divmod | RangeCheck, {I}, NonZero<{I}> | RangeCheck, {I}^0, {I}^1 : s7 r3 a5
        {I}_sqrt | RangeCheck, {I} | RangeCheck, {H}^0 : s9 r4 a6
        {I}_wide_mul | {I}, {I} | {D} : keep
        {I}_bitwise | Bitwise, {I}, {I} | Bitwise, {I}, {I}, {I} : s2 Bitwise keep
        """;
}
