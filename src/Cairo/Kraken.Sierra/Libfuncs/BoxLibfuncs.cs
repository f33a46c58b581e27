namespace Kraken.Sierra.Libfuncs;

/// <summary>Signatures and costs of boxes and nullable boxes.</summary>
internal static class BoxLibfuncs
{
    public const string Rows = """
        into_box<T> | T | Box<T>^0 : sT+ a1 keep
        local_into_box<T> | T | Box<T> : s2 a2
        unbox<T> | Box<T> | T : keep
        box_forward_snapshot<T> | @Box<T> | Box<@T>=0 : keep
        null<T> | - | Nullable<T> : keep
        nullable_from_box<T> | Box<T> | Nullable<T>=0 : keep
        match_nullable<T> | Nullable<T> | - : s1 keep | Box<T>=0 : s1 keep
        nullable_forward_snapshot<T> | @Nullable<T> | Nullable<@T>=0 : keep
        """;
}
