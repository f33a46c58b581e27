namespace Kraken.Sierra.Libfuncs;

/// <summary>Signatures and costs of the M31 and QM31 functions.</summary>
internal static class QM31Libfuncs
{
    public const string Rows = """
        qm31_is_zero | qm31 | - : s1 keep | NonZero<qm31>=0 : s1 keep
        qm31_add | qm31, qm31 | qm31^0 : s1 a1 keep
        qm31_sub | qm31, qm31 | qm31^0 : s1 a1 keep
        qm31_mul | qm31, qm31 | qm31^0 : s1 a1 keep
        qm31_div | qm31, NonZero<qm31> | qm31^0 : s1 a1 keep
        m31_add | m31, m31 | m31^0 : s1 a1 keep
        m31_sub | m31, m31 | m31^0 : s1 a1 keep
        m31_mul | m31, m31 | m31^0 : s1 a1 keep
        m31_div | m31, NonZero<m31> | m31^0 : s1 a1 keep
        qm31_pack | m31, m31, m31, m31 | qm31 : s6 a6
        qm31_unpack | RangeCheck, qm31 | RangeCheck, m31, m31, m31, m31 : s15 r5 a13
        qm31_from_m31 | m31 | qm31=0 : keep
        """;
}
