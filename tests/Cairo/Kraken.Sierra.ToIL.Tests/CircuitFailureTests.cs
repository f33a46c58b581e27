using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.ToIL.Tests;

/// <summary>
/// A circuit in which an inverse does not exist: the sums behind it have their builtin instances all the same, and these must hold.
/// </summary>
public sealed class CircuitFailureTests
{
    private const string Uint96 = "BoundedInt<0, 79228162514264337593543950335>";
    private const string Guarantees = "Struct<ut@Tuple, U96Guarantee, U96Guarantee, U96Guarantee, U96Guarantee>";
    private const string Inverse = "InverseGate<CircuitInput<0>>";
    private const string Sum = $"AddModGate<{Inverse}, CircuitInput<0>>";
    private const string Second = $"InverseGate<{Sum}>";
    private const string Circuit = $"Circuit<Struct<ut@Tuple, MulModGate<{Sum}, {Sum}>, {Second}>>";

    private const string Outcome = "Enum<ut@Outcome, Struct<ut@Tuple>, U96LimbsLtGuarantee<4>>";
    private const string Builtins = "rc: RangeCheck96, add: AddMod, mul: MulMod";
    private const string Ends = "{ fallthrough(add, mul, outputs) failed(add, mul, partial, why) }";

    private const string Source = $$"""
        uses {{Uint96}}; CircuitFailureGuarantee; CircuitInputAccumulator<{{Circuit}}>; CircuitData<{{Circuit}}>
        uses CircuitDescriptor<{{Circuit}}>; CircuitOutputs<{{Circuit}}>; CircuitPartialOutputs<{{Circuit}}>
        uses U96LimbsLtGuarantee<4>; {{Outcome}}
        fn main({{Builtins}}, n: CircuitModulus, input: {{Guarantees}}) -> (RangeCheck96, AddMod, MulMod, {{Outcome}})
        init_circuit_data<{{Circuit}}>(rc) -> (rc, acc)
        store_temp<CircuitInputAccumulator<{{Circuit}}>>(acc) -> (acc)
        add_circuit_input<{{Circuit}}>(acc, input) { fallthrough(data) never(acc) }
        get_circuit_descriptor<{{Circuit}}>() -> (descriptor)
        const_as_immediate<Const<BoundedInt<0, 0>, 0>>() -> (zero)
        const_as_immediate<Const<BoundedInt<1, 1>, 1>>() -> (one)
        store_temp<CircuitDescriptor<{{Circuit}}>>(descriptor) -> (descriptor)
        store_temp<CircuitData<{{Circuit}}>>(data) -> (data)
        store_temp<BoundedInt<0, 0>>(zero) -> (zero)
        store_temp<BoundedInt<1, 1>>(one) -> (one)
        eval_circuit<{{Circuit}}>(add, mul, descriptor, data, n, zero, one) {{Ends}}
        drop<CircuitOutputs<{{Circuit}}>>(outputs) -> ()
        struct_construct<Struct<ut@Tuple>>() -> (nothing)
        enum_init<{{Outcome}}, 0>(nothing) -> (result)
        return(rc, add, mul, result)
        failed:
        drop<CircuitPartialOutputs<{{Circuit}}>>(partial) -> ()
        const_as_immediate<Const<BoundedInt<0, 0>, 0>>() -> (zero)
        const_as_immediate<Const<BoundedInt<1, 1>, 1>>() -> (one)
        store_temp<BoundedInt<0, 0>>(zero) -> (zero)
        store_temp<BoundedInt<1, 1>>(one) -> (one)
        store_temp<RangeCheck96>(rc) -> (rc)
        store_temp<MulMod>(mul) -> (mul)
        store_temp<CircuitFailureGuarantee>(why) -> (why)
        circuit_failure_guarantee_verify(rc, mul, why, zero, one) -> (rc, mul, nullifier)
        enum_init<{{Outcome}}, 1>(nullifier) -> (result)
        return(rc, add, mul, result)
        never:
        unsafe_panic() { }
        """;

    [Theory]
    [InlineData(15, 3, 5)]
    [InlineData(16, 8, 2)]
    [InlineData(15, 0, 1)]
    public void SumsBehindTheGateThatFailsHold(int n, int value, int nullifier)
    {
        SierraRun run = new SierraMachine(Source).Call(Argument.Uint384(n), Argument.Uint384(value));
        Assert.Equal(1, run.Numbers[0]);
        Assert.Equal(nullifier, run.Numbers[1]);
    }

    [Fact]
    public void WithoutAFailureAllGatesHold() =>
        Assert.Equal(0, new SierraMachine(Source).Call(Argument.Uint384(7), Argument.Uint384(3)).Numbers[0]);
}
