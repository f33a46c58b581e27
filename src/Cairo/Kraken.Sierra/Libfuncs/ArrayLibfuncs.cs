namespace Kraken.Sierra.Libfuncs;

/// <summary>Signatures and costs of arrays; those over tuples are in SpanLibfuncs.</summary>
internal static class ArrayLibfuncs
{
    public const string Rows = """
        array_new<T> | - | Array<T> : s1 a1
        array_append<T> | Array<T>, T | Array<T> : sT keep
        array_pop_front<T> | Array<T> | Array<T>, Box<T> : s2 a1 | Array<T>=0 : s3 a1
        array_pop_front_consume<T> | Array<T> | Array<T>, Box<T> : s2 a1 | - : s3 a1
        array_snapshot_pop_front<T> | @Array<T> | @Array<T>, Box<@T> : s2 a1 | @Array<T>=0 : s3 a1
        array_snapshot_pop_back<T> | @Array<T> | @Array<T>, Box<@T> : s2 a1 | @Array<T>=0 : s3 a1
        array_get<T:1> | RangeCheck, @Array<T>, u32 | RangeCheck, Box<@T> : s5 r1 a4 | RangeCheck : s5 r1 a3
        array_get<T> | RangeCheck, @Array<T>, u32 | RangeCheck, Box<@T> : s6 r1 a5 | RangeCheck : s6 r1 a4
        array_slice<T:1> | RangeCheck, @Array<T>, u32, u32 | RangeCheck, @Array<T> : s5 r1 a4 | RangeCheck : s7 r1 a5
        array_slice<T> | RangeCheck, @Array<T>, u32, u32 | RangeCheck, @Array<T> : s7 r1 a6 | RangeCheck : s8 r1 a6
        array_len<T:1> | @Array<T> | u32 :
        array_len<T> | @Array<T> | u32 : s1 a1
        """;
}
