namespace Kraken.Sierra.Libfuncs;

/// <summary>Signatures and costs of the Stark curve functions.</summary>
internal static class EcLibfuncs
{
    public const string Rows = """
        ec_point_zero | - | EcPoint : keep
        ec_point_try_new_nz | felt252, felt252 | NonZero<EcPoint> : s7 a6 | - : s7 a6
        ec_point_from_x_nz | RangeCheck, felt252 | RangeCheck, NonZero<EcPoint> : s14 r3 a11 | RangeCheck : s9 a7
        ec_point_unwrap | NonZero<EcPoint> | felt252, felt252 : keep
        ec_neg | EcPoint | EcPoint : keep
        ec_neg_nz | NonZero<EcPoint> | NonZero<EcPoint> : keep
        ec_point_is_zero | EcPoint | - : s1 keep | NonZero<EcPoint>=0 : s1 keep
        ec_state_init | - | EcState^0 : s7 a7
        ec_state_add | EcState, NonZero<EcPoint> | EcState : s10 a9
        ec_state_try_finalize_nz | EcState | NonZero<EcPoint>^0 : s12 a11 | - : s6 a3
        ec_state_add_mul | EcOp, EcState, felt252, NonZero<EcPoint> | EcOp, EcState : s5 EcOp keep
        """;
}
