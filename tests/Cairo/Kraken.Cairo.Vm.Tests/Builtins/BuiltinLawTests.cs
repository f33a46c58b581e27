using System;
using System.Linq;
using System.Numerics;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Builtins;
using Kraken.Curves;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Vm.Tests.Builtins;

/// <summary>Builtins at every bound of their inputs, and the curve against affine arithmetic over integers.</summary>
public sealed class BuiltinLawTests
{
    private static readonly BigInteger P = Felt.Modulus;

    private readonly VirtualMachine machine = new(new VmMemory());

    [Theory]
    [InlineData(BuiltinName.RangeCheck, 128)]
    [InlineData(BuiltinName.RangeCheck96, 96)]
    public void RangeChecksTakeEveryNumberBelowTheirBound(BuiltinName name, int bits)
    {
        Relocatable next = machine.AddBuiltin(name).Base;
        for (int bit = 0; bit < 251; bit++)
        {
            BigInteger value = BigInteger.One << bit;
            VmError? error = machine.Guard(() => machine.Memory.Insert(next, Felt.FromBigInteger(value)));
            Assert.Equal(bit < bits ? null : $"Range-check validation failed, number {value} is out of valid range [0, 2^{bits})",
                error?.Message);
            next += 1;
        }

        Assert.NotNull(machine.Guard(() => machine.Memory.Insert(next + 1, Felt.MinusOne)));
        VmError? address = machine.Guard(() => machine.Memory.Insert(next + 2, new Relocatable(1, 5)));
        Assert.Equal($"range check cell {next + 2} holds the address 1:5", address?.Message);
    }

    [Fact]
    public void TheCurveIsThatOfAffineArithmeticOrRefused()
    {
        BuiltinRunner builtin = machine.AddBuiltin(BuiltinName.EcOp);
        (BigInteger, BigInteger)[] points = [.. Enumerable.Range(0, 6).Select(i => Multiple(3 + (5 * i)))];
        BigInteger[] factors =
        [
            0, 1, 2, 3, 4, 7, 8, 255, (BigInteger.One << 64) - 1, BigInteger.One << 64, BigInteger.One << 128, (BigInteger.One << 251) - 1,
                P - 1,
        ];
        int instance = 0;
        int refused = 0;
        foreach ((BigInteger X, BigInteger Y) p in points)
        {
            foreach ((BigInteger X, BigInteger Y) q in points)
            {
                foreach (BigInteger m in factors)
                {
                    int first = 7 * instance++;
                    machine.Memory.Load(builtin.Base + first, [.. new[] { p.X, p.Y, q.X, q.Y, m }.Select(Felt.FromBigInteger)]);
                    (BigInteger X, BigInteger Y)? expected = Apply(p, q, m);
                    MaybeRelocatable[] got = new MaybeRelocatable[2];
                    VmError? error = machine.Guard(() =>
                        got = [builtin.Deduce(machine.Memory, first + 5), builtin.Deduce(machine.Memory, first + 6)]);
                    Assert.Equal(expected is null ? VmErrorKind.EcOpSameXCoordinate : null, error?.Kind);
                    Assert.Equal(
                        expected is { } sum ? (Felt.FromBigInteger(sum.X), Felt.FromBigInteger(sum.Y)) : default,
                            (got[0].Felt, got[1].Felt));
                    refused += expected is null ? 1 : 0;
                }
            }
        }

        Assert.InRange(refused, 60, 400);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void PointsLieOnTheCurve(int at)
    {
        BuiltinRunner builtin = machine.AddBuiltin(BuiltinName.EcOp);
        AffinePoint g = StarkCurve.Generator;
        AffinePoint h = StarkCurve.Multiply(g, 9).ToAffine();
        Felt[] cells = [g.X, g.Y, h.X, h.Y, (Felt)5];
        cells[at + 1] += Felt.One;
        machine.Memory.Load(builtin.Base, cells);
        VmError? error = machine.Guard(() => builtin.Deduce(machine.Memory, 5));
        Assert.Equal((VmErrorKind.PointNotOnCurve, $"({cells[at]}, {cells[at + 1]}) is not on the curve"), (error!.Kind, error.Message));
    }

    [Theory]
    [InlineData(BuiltinName.Pedersen, 2)]
    [InlineData(BuiltinName.Poseidon, 3)]
    [InlineData(BuiltinName.EcOp, 5)]
    [InlineData(BuiltinName.Keccak, 8)]
    public void AnAddressAmongTheInputsIsRefusedOrLeavesTheRestUnknown(BuiltinName name, int inputs)
    {
        BuiltinRunner builtin = machine.AddBuiltin(name);
        for (int input = 0; input < inputs; input++)
        {
            for (int i = 0; i < inputs; i++)
            {
                machine.Memory.Insert(
                    builtin.Base + ((input * builtin.CellsPerInstance) + i), i == input ? new Relocatable(1, 0)
                        : (MaybeRelocatable)Felt.Zero);
            }

            MaybeRelocatable got = default;
            int output = (input * builtin.CellsPerInstance) + inputs;
            VmError? error = machine.Guard(() => got = builtin.Deduce(machine.Memory, output));
            Assert.True(got.IsEmpty);
            string text = $"{name.Text()} expects an integer at {builtin.Segment}:{(input * builtin.CellsPerInstance) + input}, got 1:0";
            Assert.True(error is null || (error.Kind, error.Message) == (VmErrorKind.BuiltinExpectedInteger, text), error?.ToString());
        }
    }

    [Fact]
    public void SignaturesAreAskedForWhenBothCellsAreKnown()
    {
        EcdsaBuiltin builtin = (EcdsaBuiltin)machine.AddBuiltin(BuiltinName.Ecdsa);
        Felt key = 77UL;
        Relocatable at = builtin.Base;

        // The message first is refused: which key signs is known before.
        VmError? error = machine.Guard(() => machine.Memory.Insert(at + 2, new Relocatable(1, 0)));
        Assert.Equal((VmErrorKind.PubKeyNonInt, $"the public key at {at + 2} is no integer"), (error!.Kind, error.Message));
        machine.Memory.Insert(at, StarkCurve.PublicKey(key));
        error = machine.Guard(() => machine.Memory.Insert(at + 1, new Relocatable(1, 0)));
        Assert.Equal((VmErrorKind.MsgNonInt, $"the message at {at + 1} is no integer"), (error!.Kind, error.Message));
        machine.Memory.Insert(at + 4, StarkCurve.PublicKey(key));
        error = machine.Guard(() => machine.Memory.Insert(at + 5, (Felt)9UL));
        Assert.Equal($"Signature hint is missing for ECDSA builtin at address {at + 4}", error?.Message);
        builtin.AddSignature(at + 6, Ecdsa.Sign(key, 9UL));
        builtin.AddSignature(at + 6, Ecdsa.Sign(key, 10UL));
        machine.Memory.Load(at + 6, [StarkCurve.PublicKey(key), (Felt)9UL]);
        Assert.Single(builtin.Signatures);
    }

    [Fact]
    public void OutputsShowTheirGapsAndPages()
    {
        OutputBuiltin output = (OutputBuiltin)machine.AddBuiltin(BuiltinName.Output);
        machine.Memory.Load(output.Base, [(Felt)5, output.Base]);
        machine.Memory.Insert(output.Base + 4, (Felt)6);
        Assert.Equal([(Felt)5, output.Base, default, default, (Felt)6], output.Cells(machine.Memory));
        Assert.Equal(new int[5], output.PageOfCells(machine.Memory));
        output.Pages.Add(1, (1, 2));
        output.Pages.Add(7, (4, 1));
        Assert.Equal([0, 1, 1, 0, 7], output.PageOfCells(machine.Memory));
    }

    [Fact]
    public void NamesAreThoseOfCompiledPrograms()
    {
        foreach (BuiltinName name in Enum.GetValues<BuiltinName>())
        {
            Assert.True(BuiltinNames.TryParse(name.Text(), out BuiltinName parsed));
            Assert.Equal(name, parsed);
            Assert.Equal(name, machine.AddBuiltin(name).Name);
            Assert.Same(machine.FindBuiltin(name), machine.Builtins[(int)name]);
        }

        Assert.False(BuiltinNames.TryParse("Output", out _));
        Assert.False(BuiltinNames.TryParse("", out _));
        Assert.Equal("range_check96", BuiltinName.RangeCheck96.Text());
    }

    private static (BigInteger X, BigInteger Y) Multiple(int factor)
    {
        AffinePoint point = StarkCurve.Multiply(StarkCurve.Generator, (ulong)factor).ToAffine();
        return (point.X.ToBigInteger(), point.Y.ToBigInteger());
    }

    // Double and add from the lowest bit; the two points must differ in x at every bit up to the highest.
    private static (BigInteger X, BigInteger Y)? Apply((BigInteger X, BigInteger Y) sum, (BigInteger X, BigInteger Y) doubled, BigInteger m)
    {
        for (; m > 0; m >>= 1)
        {
            if (sum.X == doubled.X)
            {
                return null;
            }

            sum = m.IsEven ? sum : Add(sum, doubled, (doubled.Y - sum.Y) * Inverse(doubled.X - sum.X));
            doubled = Add(doubled, doubled, ((3 * doubled.X * doubled.X) + 1) * Inverse(2 * doubled.Y));
        }

        return sum;
    }

    private static (BigInteger X, BigInteger Y) Add((BigInteger X, BigInteger Y) a, (BigInteger X, BigInteger Y) b, BigInteger slope)
    {
        BigInteger x = Mod((slope * slope) - a.X - b.X);
        return (x, Mod((slope * (a.X - x)) - a.Y));
    }

    private static BigInteger Inverse(BigInteger value) => BigInteger.ModPow(Mod(value), P - 2, P);

    private static BigInteger Mod(BigInteger value) => ((value % P) + P) % P;
}
