namespace Kraken.Sierra.Libfuncs;

/// <summary>Signatures and costs of circuits; those that depend on the wiring are in CircuitEvaluationLibfuncs.</summary>
internal static class CircuitLibfuncs
{
    public const string Rows = """
        try_into_circuit_modulus | u96x4 | CircuitModulus=0 : s6 a1 | - : s7 a1
        add_circuit_input<T> | CircuitInputAccumulator<T>, guarantee96x4 | CircuitData<T> : s7 a2 | CircuitInputAccumulator<T> : s7 a2
        get_circuit_descriptor<T> | - | CircuitDescriptor<T>^0 : s6 a6
        u96_guarantee_verify | RangeCheck96, U96Guarantee | RangeCheck96 : s1 q1 keep
        circuit_failure_guarantee_verify | RangeCheck96, MulMod, CircuitFailureGuarantee, zero, one | RangeCheck96, MulMod, U96LimbsLtGuarantee<4> : s32 q6 a12
        u96_single_limb_less_than_guarantee_verify | U96LimbsLtGuarantee<1> | U96Guarantee : keep
        """;
}
