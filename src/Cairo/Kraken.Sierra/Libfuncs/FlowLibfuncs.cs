namespace Kraken.Sierra.Libfuncs;

/// <summary>Signatures and costs of jumps, alignment and ap tracking.</summary>
internal static class FlowLibfuncs
{
    public const string Rows = """
        branch_align | - | - : ap:align gas:align
        jump | - | - : s1 keep
        revoke_ap_tracking | - | - : ap:unknown
        enable_ap_tracking | - | - : ap:enable keep
        disable_ap_tracking | - | - : ap:disable keep
        unsafe_panic | -
        trace<V> | - | - : s1
        print | Array<felt252> | - : s1 keep
        cheatcode<V> | felt_span | felt_span^0 : s1 a2 keep
        """;
}
