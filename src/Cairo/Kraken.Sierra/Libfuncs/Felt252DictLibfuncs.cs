namespace Kraken.Sierra.Libfuncs;

/// <summary>Signatures and costs of dictionaries. An access pays for its key as if it were the only one.</summary>
internal static class Felt252DictLibfuncs
{
    public const string Rows = """
        felt252_dict_new<T> | SegmentArena | SegmentArena, Felt252Dict<T> : s17 a6
        felt252_dict_squash<T> | RangeCheck, GasBuiltin, SegmentArena, Felt252Dict<T> | RangeCheck^0, GasBuiltin^1, SegmentArena^2, SquashedFelt252Dict<T>^3 : s57 r3 ap:unknown
        felt252_dict_entry_get<T> | Felt252Dict<T>, felt252 | Felt252DictEntry<T>, T : s47 r6 keep
        felt252_dict_entry_finalize<T> | Felt252DictEntry<T>, T | Felt252Dict<T>=0 : s1 keep
        squashed_felt252_dict_entries<T> | SquashedFelt252Dict<T> | Array<Struct<ut:Tuple, felt252, T, T>>=0 : keep
        """;
}
