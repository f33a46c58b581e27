using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Text;
using Kraken.Cairo.Vm.Errors;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests.Libfuncs;

/// <summary>
/// Circuits over a modulus of up to 384 bits against modular arithmetic; the modulo builtins check every gate at the end of the run.
/// </summary>
public sealed class CircuitTests
{
    private const string A = "CircuitInput<0>";
    private const string B = "CircuitInput<1>";
    private const string C = "CircuitInput<2>";
    private const string Sum = $"AddModGate<{A}, {B}>";
    private const string Difference = $"SubModGate<{Sum}, {C}>";
    private const string Product = $"MulModGate<{Difference}, {A}>";
    private const string Inverse = $"InverseGate<{Product}>";
    private const string Uint96 = "BoundedInt<0, 79228162514264337593543950335>";
    private const string Tuple = $"Struct<ut@Tuple, {Uint96}, {Uint96}, {Uint96}, {Uint96}>";
    private const string Guarantees = "Struct<ut@Tuple, U96Guarantee, U96Guarantee, U96Guarantee, U96Guarantee>";
    private const string Builtins = "rc: RangeCheck96, add: AddMod, mul: MulMod";
    private const string Below = "U96LimbsLtGuarantee<4>";
    private const string Uint384 = $"Struct<ut@core::circuit::u384, {Uint96}, {Uint96}, {Uint96}, {Uint96}>";

    private static readonly BigInteger Bls12 = BigInteger.Parse(
        "4002409555221667393417789825735904156556882819939007885332058136124031650490837864442687629129015664037894272559787",
        System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public void AModulusIsAtLeastTwo()
    {
        LibfuncProgram modulus = new("try_into_circuit_modulus", Tuple, "CircuitModulus", "");
        foreach (BigInteger value in (BigInteger[])[0, 1, 2, EdgeValues.Power(96), EdgeValues.Power(96) + 1, EdgeValues.Power(288),
            EdgeValues.Power(384) - 1])
        {
            (int branch, _, SierraRun run) = modulus.Run(Argument.Uint384(value));
            Assert.Equal(value >= 2 ? 0 : 1, branch);
            Assert.Equal(value >= 2 ? value : 0, Join(run.Numbers[1..]));
        }
    }

    [Fact]
    public void GatesComputeModuloTheModulus()
    {
        SierraMachine machine = new(Source([Sum, Difference, Product], [Sum, Difference, Product]));
        foreach (BigInteger n in (BigInteger[])[2, 7, EdgeValues.Power(96) - 17, Bls12, EdgeValues.Power(384) - 1])
        {
            foreach ((BigInteger a, BigInteger b, BigInteger c) in Inputs(n))
            {
                SierraRun run = machine.Call(Argument.Uint384(n), Argument.Uint384(a), Argument.Uint384(b), Argument.Uint384(c));
                BigInteger difference = Modulo(a + b - c, n);
                Assert.Equal(0, run.Numbers[0]);
                Assert.Equal([Modulo(a + b, n), difference, Modulo(difference * a, n)], Outputs(run, 3));
            }
        }
    }

    [Fact]
    public void InversesExistModuloAPrime()
    {
        SierraMachine machine = new(Source([Inverse], [Inverse]));
        foreach (BigInteger n in (BigInteger[])[7, Bls12])
        {
            foreach ((BigInteger a, BigInteger b, BigInteger c) in Inputs(n))
            {
                BigInteger inner = Modulo((a + b - c) * a, n);
                SierraRun run = machine.Call(Argument.Uint384(n), Argument.Uint384(a), Argument.Uint384(b), Argument.Uint384(c));
                Assert.Equal(inner.IsZero ? 1 : 0, run.Numbers[0]);
                if (!inner.IsZero)
                {
                    Assert.Equal(BigInteger.ModPow(inner, n - 2, n), Outputs(run, 1)[0]);
                }
            }
        }
    }

    [Theory]
    [InlineData(15, 3)]
    [InlineData(15, 10)]
    [InlineData(16, 8)]
    [InlineData(15, 0)]
    [InlineData(15, 7)]
    public void WhatHasNoInverseIsProvedToHaveNone(int n, int value)
    {
        SierraMachine machine = new(Source([$"InverseGate<{A}>"], [$"InverseGate<{A}>"], inputs: 1));
        SierraRun run = machine.Call(Argument.Uint384(n), Argument.Uint384(value));
        bool exists = BigInteger.GreatestCommonDivisor(n, value).IsOne;
        Assert.Equal(exists ? 0 : 1, run.Numbers[0]);
        if (exists)
        {
            Assert.Equal(1, Outputs(run, 1)[0] * value % n);
            return;
        }

        // The nullifier is not zero modulo n, and its product with the value is.
        BigInteger nullifier = Join(run.Numbers[^8..^4]);
        Assert.NotEqual(0, nullifier % n);
        Assert.Equal(0, nullifier * value % n);
        Assert.Equal(n, Join(run.Numbers[^4..]));
    }

    [Theory]
    [InlineData(15, 3, 5)]
    [InlineData(16, 8, 2)]
    [InlineData(15, 0, 1)]
    [InlineData(7, 3, null)]
    public void SumsAndProductsBehindAnInverseThatDoesNotExistHold(int n, int value, int? nullifier)
    {
        const string First = $"InverseGate<{A}>";
        const string Next = $"AddModGate<{First}, {A}>";
        string[] outputs = [$"MulModGate<{Next}, {Next}>", $"InverseGate<{Next}>"];
        SierraRun run = new SierraMachine(Source(outputs, [outputs[0]], inputs: 1)).Call(Argument.Uint384(n), Argument.Uint384(value));
        Assert.Equal(nullifier is null ? 0 : 1, run.Numbers[0]);
        if (nullifier is { } expected)
        {
            Assert.Equal(expected, Join(run.Numbers[^8..^4]));
        }
    }

    [Fact]
    public void LimbsAreComparedFromTheHighestDown()
    {
        LibfuncProgram compare = new(
            "u96_limbs_less_than_guarantee_verify<3>", "U96LimbsLtGuarantee<3>", "U96LimbsLtGuarantee<2>", "U96Guarantee");
        compare.Check([Argument.Cells(1, 2, 3, 4, 5, 3)], 0, 1, 2, 4, 5);
        compare.Check([Argument.Cells(1, 2, 3, 4, 5, 9)], 1, 6);
        new LibfuncProgram("u96_single_limb_less_than_guarantee_verify", "U96LimbsLtGuarantee<1>",
            "U96Guarantee").Check([Argument.Cells(4, 9)], 0, 5);
        Assert.Equal(
            SierraErrorKind.InvalidLibfunc,
            SierraMachine.Refusal(LibfuncProgram.Source(
                "u96_limbs_less_than_guarantee_verify<1>", "U96LimbsLtGuarantee<1>", "U96LimbsLtGuarantee<1>", "U96Guarantee"))?.Kind);
    }

    [Fact]
    public void AGuaranteedLimbIsRangeChecked()
    {
        SierraMachine machine = new($"""
            uses U96Guarantee
            fn main(rc: RangeCheck96, limb: {Uint96}) -> (RangeCheck96)
            into_u96_guarantee<{Uint96}>(limb) -> (guarantee)
            u96_guarantee_verify(rc, guarantee) -> (rc)
            return(rc)
            """);
        machine.Call(EdgeValues.Power(96) - 1);
        (_, VmError? error) = machine.TryCall(0, EdgeValues.Power(96));
        Assert.Equal(VmErrorKind.RangeCheckNumOutOfBounds, error?.Kind);
    }

    /// <summary>
    /// A program that gives the inputs to a circuit and evaluates it. It returns each wanted value with the guarantee that it is
    /// below the modulus; where a gate has no inverse, the proof of that.
    /// </summary>
    private static string Source(string[] outputs, string[] wanted, int inputs = 3)
    {
        string circuit = $"Circuit<Struct<ut@Tuple, {string.Join(", ", outputs)}>>";
        string results = $"Struct<ut@Tuple, {string.Join(", ", wanted.Select(_ => $"{Uint384}, {Below}"))}>";
        string outcome = $"Enum<ut@Outcome, {results}, {Below}>";
        string parameters = string.Join("", Enumerable.Range(0, inputs).Select(i => $", i{i}: {Guarantees}"));
        const string Ends = "{ fallthrough(add, mul, outputs) failed(add, mul, partial, why) }";
        StringBuilder text = new();
        text.AppendLine($"uses {Uint384}; {Below}; CircuitFailureGuarantee; CircuitInputAccumulator<{circuit}>; CircuitData<{circuit}>");
        text.AppendLine($"uses CircuitDescriptor<{circuit}>; CircuitOutputs<{circuit}>; CircuitPartialOutputs<{circuit}>");
        text.AppendLine($"fn main({Builtins}, n: CircuitModulus{parameters}) -> (RangeCheck96, AddMod, MulMod, {outcome})");
        text.AppendLine($"init_circuit_data<{circuit}>(rc) -> (rc, acc)");
        text.AppendLine($"store_temp<CircuitInputAccumulator<{circuit}>>(acc) -> (acc)");
        for (int i = 0; i < inputs - 1; i++)
        {
            // With an input missing the accumulator goes on.
            text.AppendLine($"add_circuit_input<{circuit}>(acc, i{i}) {{ fallthrough(data) more{i}(acc) }}");
            text.AppendLine("unsafe_panic() { }");
            text.AppendLine($"more{i}:");
            text.AppendLine($"store_temp<CircuitInputAccumulator<{circuit}>>(acc) -> (acc)");
        }

        text.AppendLine($$"""
            add_circuit_input<{{circuit}}>(acc, i{{inputs - 1}}) { fallthrough(data) never(acc) }
            get_circuit_descriptor<{{circuit}}>() -> (descriptor)
            const_as_immediate<Const<BoundedInt<0, 0>, 0>>() -> (zero)
            const_as_immediate<Const<BoundedInt<1, 1>, 1>>() -> (one)
            store_temp<CircuitDescriptor<{{circuit}}>>(descriptor) -> (descriptor)
            store_temp<CircuitData<{{circuit}}>>(data) -> (data)
            store_temp<BoundedInt<0, 0>>(zero) -> (zero)
            store_temp<BoundedInt<1, 1>>(one) -> (one)
            eval_circuit<{{circuit}}>(add, mul, descriptor, data, n, zero, one) {{Ends}}
            """);
        for (int i = 0; i < wanted.Length; i++)
        {
            text.AppendLine($"dup<CircuitOutputs<{circuit}>>(outputs) -> (outputs, copy)");
            text.AppendLine($"get_circuit_output<{circuit}, {wanted[i]}>(copy) -> (value{i}, below{i})");
        }

        text.AppendLine($$"""
            drop<CircuitOutputs<{{circuit}}>>(outputs) -> ()
            struct_construct<{{results}}>({{string.Join(", ", wanted.Select((_, i) => $"value{i}, below{i}"))}}) -> (all)
            enum_init<{{outcome}}, 0>(all) -> (result)
            return(rc, add, mul, result)
            failed:
            drop<CircuitPartialOutputs<{{circuit}}>>(partial) -> ()
            const_as_immediate<Const<BoundedInt<0, 0>, 0>>() -> (zero)
            const_as_immediate<Const<BoundedInt<1, 1>, 1>>() -> (one)
            store_temp<BoundedInt<0, 0>>(zero) -> (zero)
            store_temp<BoundedInt<1, 1>>(one) -> (one)
            store_temp<RangeCheck96>(rc) -> (rc)
            store_temp<MulMod>(mul) -> (mul)
            store_temp<CircuitFailureGuarantee>(why) -> (why)
            circuit_failure_guarantee_verify(rc, mul, why, zero, one) -> (rc, mul, nullifier)
            enum_init<{{outcome}}, 1>(nullifier) -> (result)
            return(rc, add, mul, result)
            never:
            unsafe_panic() { }
            """);
        return text.ToString();
    }

    private static IEnumerable<(BigInteger A, BigInteger B, BigInteger C)> Inputs(BigInteger n)
    {
        BigInteger[] values = [0, 1, n - 1, n / 2];
        IEnumerable<BigInteger> random = EdgeValues.Random(384, 2).Select(v => v % n);
        BigInteger[] all = [.. values.Concat(random).Distinct()];
        return all.SelectMany(a => all.Select(b => (a, b, all[(int)((a + b) % all.Length)])));
    }

    // After the selector come, for each output, four limbs and the guarantee: the limbs again and those of the modulus.
    private static BigInteger[] Outputs(SierraRun run, int count) => [.. Enumerable.Range(0, count).Select(i =>
    {
        BigInteger[] cells = run.Numbers[(1 + (12 * i))..(13 + (12 * i))];
        Assert.Equal(cells[..4], cells[4..8]);
        return Join(cells[..4]);
    })];

    private static BigInteger Join(BigInteger[] limbs) => limbs.Select((limb, i) => limb << (96 * i)).Aggregate(BigInteger.Add);

    private static BigInteger Modulo(BigInteger value, BigInteger n) => ((value % n) + n) % n;
}
