namespace Kraken.Sierra.Libfuncs;

/// <summary>Signatures and costs of storing, copying and dropping.</summary>
internal static class MemoryLibfuncs
{
    public const string Rows = """
        store_temp<T!s> | T | T^0 : sT aT keep
        store_local<T!s> | Uninitialized<T>, T | T : sT h-T keep
        alloc_local<T> | - | Uninitialized<T> : hT ap:local keep
        finalize_locals | - | - : s1 ap:finalize
        rename<T> | T | T=0 : keep
        drop<T!d> | T | - : keep
        dup<T!c> | T | T=0, T=0 : keep
        snapshot_take<T> | T | T=0, @T=0 : keep
        unwrap_non_zero<T> | NonZero<T> | T=0 : keep
        """;
}
