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

/// <summary>What each builtin gives and refuses.</summary>
public sealed class BuiltinRuleTests
{
    private readonly VirtualMachine machine = new(new VmMemory());

    [Theory]
    [InlineData(BuiltinName.RangeCheck, 128)]
    [InlineData(BuiltinName.RangeCheck96, 96)]
    public void RangeChecksRefuseTheirBound(BuiltinName name, int bits)
    {
        Relocatable start = machine.AddBuiltin(name).Base;
        machine.Memory.Insert(start, Felt.FromBigInteger((BigInteger.One << bits) - 1));
        Assert.Equal(VmErrorKind.RangeCheckNumOutOfBounds, Failure(start + 1, Felt.FromBigInteger(BigInteger.One << bits)));
        Assert.Equal(VmErrorKind.RangeCheckFoundNonInt, Failure(start + 2, start));
    }

    [Fact]
    public void BitwiseDeducesItsThreeOutputs()
    {
        BuiltinRunner bitwise = machine.AddBuiltin(BuiltinName.Bitwise);
        Assert.True(bitwise.Deduce(machine.Memory, 2).IsEmpty);
        machine.Memory.Load(bitwise.Base, [(Felt)12, (Felt)10]);
        Assert.Equal((Felt)8, bitwise.Deduce(machine.Memory, 2).Felt);
        Assert.Equal((Felt)6, bitwise.Deduce(machine.Memory, 3).Felt);
        Assert.Equal((Felt)14, bitwise.Deduce(machine.Memory, 4).Felt);
        machine.Memory.Load(bitwise.Base + 5, [Felt.MinusOne, Felt.One]);
        Assert.Equal(VmErrorKind.IntegerBiggerThanPowerOfTwo, machine.Guard(() => bitwise.Deduce(machine.Memory, 7))?.Kind);
    }

    [Fact]
    public void EcOpAgreesWithTheCurveAndRefusesWhatItsAirCannot()
    {
        BuiltinRunner builtin = machine.AddBuiltin(BuiltinName.EcOp);
        AffinePoint g = StarkCurve.Generator;
        AffinePoint p = StarkCurve.Multiply(g, 77).ToAffine();
        machine.Memory.Load(builtin.Base, [p.X, p.Y, g.X, g.Y, (Felt)1234567UL]);
        AffinePoint expected = StarkCurve.Multiply(g, 77 + 1234567).ToAffine();
        Assert.Equal((expected.X, expected.Y), (builtin.Deduce(machine.Memory, 5).Felt, builtin.Deduce(machine.Memory, 6).Felt));

        machine.Memory.Load(builtin.Base + 7, [g.X, g.Y, g.X, g.Y, Felt.One]);
        Assert.Equal(VmErrorKind.EcOpSameXCoordinate, machine.Guard(() => builtin.Deduce(machine.Memory, 12))?.Kind);
        machine.Memory.Load(builtin.Base + 14, [g.X, g.X, g.X, g.Y, Felt.One]);
        Assert.Equal(VmErrorKind.PointNotOnCurve, machine.Guard(() => builtin.Deduce(machine.Memory, 19))?.Kind);
    }

    [Fact]
    public void EcOpGivesTheSameForAPointThatComesAgain()
    {
        // The doublings of such a point are kept, so that another way is taken.
        BuiltinRunner builtin = machine.AddBuiltin(BuiltinName.EcOp);
        AffinePoint q = StarkCurve.Multiply(StarkCurve.Generator, 987654321UL).ToAffine();
        for (ulong i = 0; i < 6; i++)
        {
            Relocatable at = builtin.Base + (int)(7 * i);
            AffinePoint p = StarkCurve.Multiply(q, (i % 3) + 1).ToAffine();
            Felt m = i + 1000UL;
            machine.Memory.Load(at, [p.X, p.Y, q.X, q.Y, m]);
            Assert.Equal(i is 1 or 2, EcOp.TryAddMultiple(p, q, m, out AffinePoint expected));
            if (i is not (1 or 2))
            {
                Assert.Equal(VmErrorKind.EcOpSameXCoordinate, machine.Guard(() => builtin.Deduce(machine.Memory, (long)(7 * i) + 5))?.Kind);
            }
            else
            {
                Assert.Equal(expected.X, builtin.Deduce(machine.Memory, (long)(7 * i) + 5).Felt);
                Assert.Equal(expected.Y, builtin.Deduce(machine.Memory, (long)(7 * i) + 6).Felt);
            }
        }
    }

    [Fact]
    public void EcdsaWantsAValidSignature()
    {
        var builtin = (EcdsaBuiltin)machine.AddBuiltin(BuiltinName.Ecdsa);
        Felt key = 4321UL;
        machine.Memory.Insert(builtin.Base, StarkCurve.PublicKey(key));
        Assert.Equal(VmErrorKind.SignatureNotFound, Failure(builtin.Base + 1, (Felt)99UL));
        builtin.AddSignature(builtin.Base + 2, Ecdsa.Sign(key, 99UL));
        machine.Memory.Load(builtin.Base + 2, [StarkCurve.PublicKey(key), (Felt)99UL]);
        builtin.AddSignature(builtin.Base + 4, Ecdsa.Sign(key, 98UL));
        machine.Memory.Insert(builtin.Base + 4, StarkCurve.PublicKey(key));
        Assert.Equal(VmErrorKind.InvalidSignature, Failure(builtin.Base + 5, (Felt)99UL));
    }

    [Fact]
    public void AWrongOutputIsFoundAtTheEnd()
    {
        BuiltinRunner pedersen = machine.AddBuiltin(BuiltinName.Pedersen);
        machine.Memory.Load(pedersen.Base, [Felt.One, Felt.One, Felt.One]);
        Assert.Equal(
            VmErrorKind.InconsistentAutoDeduction, machine.Guard(() => Vm.Runs.RunEnding.CheckDeductions(machine, fill: false))?.Kind);
    }

    private VmErrorKind? Failure(Relocatable at, MaybeRelocatable content) => machine.Guard(() => machine.Memory.Insert(at, content))?.Kind;
}
