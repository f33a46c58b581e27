namespace Kraken.Sierra.Libfuncs;

/// <summary>Signatures and costs of the boolean functions.</summary>
internal static class BoolLibfuncs
{
    public const string Rows = """
        bool_and_impl | bool, bool | bool : keep
        bool_not_impl | bool | bool : s1 a1
        bool_xor_impl | bool, bool | bool : s1 a1
        bool_or_impl | bool, bool | bool : s2 a2
        bool_to_felt252 | bool | felt252=0 : keep
        """;
}
